import { setTimeout as wait } from "node:timers/promises";
import type { ConnectStarted } from "@joinery/contract/pages";
import { createFormBrowser, DEMO_PASSWORD, type FormBrowser } from "@joinery/workshop";

/** An answer of the hub to its own page. `status` is 0 when no answer came. */
export interface Answer<Data = unknown> {
  status: number;
  code: string;
  data: Data;
}

/** How a connect ended for the person in front of it. */
export interface WalkedConnect {
  /** Once the hub has named it. */
  flow: string | undefined;
  /** Whether the browser reached the hub's last page. */
  isDone: boolean;
  /** Where the browser stopped, without a query. */
  endedAt: string;
}

/** What is special about one connect. */
export interface ConnectWalk {
  /** Presses Reconnect on this linked account, instead of Connect. */
  reconnects?: string | undefined;
  /** What is pressed when the service asks; "Allow" unless given. */
  presses?: "Allow" | "Deny";
}

/** Somebody who is signed in to the hub, with a browser without a window. */
export interface FaultPerson {
  userId: string;
  /** `name=value` of the session. */
  cookie: string;
  /** Asks the hub as its own pages do; never rejects. */
  ask<Data>(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer<Data>>;
  /** A new browser that shares the session. */
  openBrowser(): FormBrowser;
  /** Presses Connect and goes the whole way as this account of the external service; never rejects. */
  connect(account?: string, how?: ConnectWalk): Promise<WalkedConnect>;
  disconnect(linkedAccountId: string): Promise<Answer>;
  /** Ids of the live linked accounts that the person's page shows; the page is loaded again while it does not come. */
  accounts(): Promise<readonly string[]>;
  /** Lets the integration do something as this person: `POST /connector/<service id><path>`. */
  act(path: string, body?: unknown): Promise<Answer>;
}

/** Where people go. */
export interface Place {
  hub: string;
  serviceId: string;
  authId: string;
}

const ANSWER_WITHIN_MS = 40_000;
const PAGE_LOADS = 100;
const LOAD_AGAIN_AFTER_MS = 200;

/** Signs a person in by the development sign-in. */
export async function signIn(place: Place, userId: string): Promise<FaultPerson> {
  const { hub, serviceId, authId } = place;
  let cookie = "";

  async function visit(method: string, path: string, body: unknown, headers: Record<string, string>) {
    return fetch(`${hub}${path}`, {
      method,
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      headers: {
        accept: "application/json",
        origin: hub,
        "sec-fetch-site": "same-origin",
        ...(cookie === "" ? {} : { cookie }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async function ask<Data>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    try {
      const reply = await visit(method, path, body, headers);
      const said = (await reply.json().catch(() => ({}))) as { code?: string; data?: Data };
      return { status: reply.status, code: said.code ?? "", data: said.data as Data };
    } catch {
      return { status: 0, code: "", data: undefined as Data };
    }
  }

  const signedIn = await visit("POST", "/api/sign-in/development", { user_id: userId }, {});
  cookie = signedIn.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  await signedIn.arrayBuffer();
  if (cookie === "") throw new Error(`The development sign-in answered ${signedIn.status}.`);

  const openBrowser = () => {
    const browser = createFormBrowser();
    browser.keep(new URL(hub), cookie);
    return browser;
  };
  return {
    userId,
    cookie,
    ask,
    openBrowser,
    async connect(account = "john.doe", { reconnects, presses = "Allow" } = {}) {
      const headers: Record<string, string> = reconnects === undefined ? {} : { "joinery-reconnect": reconnects };
      const started = await ask<ConnectStarted>("POST", `/connector/${serviceId}/auth/${authId}`, {}, headers);
      if (started.status !== 200) {
        return { flow: undefined, isDone: false, endedAt: `Connect: ${started.status} ${started.code}` };
      }
      const endedAt = await walk(openBrowser(), started.data.authorization_url, { account, presses });
      return { flow: started.data.flow, isDone: endedAt.endsWith("/done"), endedAt };
    },
    disconnect: (id) => ask("DELETE", `/connector/${serviceId}/linked-accounts/${id}`),
    async accounts() {
      type Card = { service_id: string; accounts: { linked_account_id: string }[] };
      let shown = await ask<{ integrations: Card[] }>("GET", "/api/integrations");
      for (let loads = 1; shown.status !== 200 && loads < PAGE_LOADS; loads += 1) {
        await wait(LOAD_AGAIN_AFTER_MS);
        shown = await ask("GET", "/api/integrations");
      }
      if (shown.status !== 200) throw new Error(`The hub's page answers ${shown.status} ${shown.code}.`);
      const card = shown.data.integrations.find(({ service_id }) => service_id === serviceId);
      return card?.accounts.map(({ linked_account_id }) => linked_account_id) ?? [];
    },
    act: (path, body = {}) => ask("POST", `/connector/${serviceId}${path}`, body),
  };
}

/** Logs in and answers the service's question; answers where the browser stopped, whatever happened on the way. */
async function walk(
  browser: FormBrowser,
  url: string,
  { account, presses }: { account: string; presses: string },
): Promise<string> {
  let page = await browser.open(url);
  for (const [button, fields] of [
    ["Log in", { username: account, password: DEMO_PASSWORD }],
    [presses, {}],
  ] as const) {
    if (!page.html.includes(button)) break;
    page = await browser.press(page, button, fields).catch(() => page);
  }
  return `${page.url.origin}${page.url.pathname}`;
}
