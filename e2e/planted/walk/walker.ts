import { randomUUID } from "node:crypto";
import type { LinkedAccount, Receipt } from "@joinery/contract";
import type { ConnectStarted } from "@joinery/contract/pages";
import { createFormBrowser, DEMO_PASSWORD, type FormBrowser } from "@joinery/workshop";
import type { Grounds, Name, Place } from "./grounds.ts";

/** A page that a browser without a window has reached. */
export type Page = Awaited<ReturnType<FormBrowser["open"]>>;

/** What came back, as text and, where it is one, as an object. */
export interface Reply {
  status: number;
  type: string;
  text: string;
  body: { code?: string; message?: string; data?: Record<string, unknown> };
}

/** What a call to the integration differs in from one that the hub makes. */
export interface CallOptions {
  user?: string;
  /** `null`: no such header. */
  secret?: string | null;
  body?: object;
  flow?: string | null;
  signal?: AbortSignal;
}

/** A browser that can be made to wait in front of an address. */
export interface HeldBrowser extends FormBrowser {
  holdAt(stops: ((url: URL) => boolean) | undefined): void;
}

/** Creates a browser that is signed in to the hub. */
export function openBrowser({ hub, sessions }: Grounds, name?: Name): HeldBrowser {
  let stops: ((url: URL) => boolean) | undefined;
  const browser = createFormBrowser({ stopAt: (url) => stops?.(url) ?? false });
  if (name !== undefined) browser.keep(new URL(hub), sessions[name]);
  return {
    ...browser,
    holdAt(next) {
      stops = next;
    },
  };
}

/** Walks the ways of people, hub and strangers through one integration. */
export function createWalker(grounds: Grounds, place: Place) {
  const { hub, service, sessions, users } = grounds;
  const { service_id, auth_id, proxy_secret, api_token } = place.registered;

  /** Through the hub, as a person. */
  async function ask(name: Name, method: string, rest: string, body?: object): Promise<Reply> {
    const headers = { origin: hub, cookie: sessions[name], "content-type": "application/json" };
    const init = { method, headers, body: body === undefined ? null : JSON.stringify(body) };
    return readReply(await fetch(`${hub}/connector/${service_id}${rest}`, init));
  }

  async function press(name: Name): Promise<ConnectStarted> {
    const reply = await ask(name, "POST", `/auth/${auth_id}`);
    if (reply.status !== 200) throw new Error(`Connect was answered ${reply.status}: ${reply.text}`);
    return reply.body.data as unknown as ConnectStarted;
  }

  /** From any page of Acme Desk to the end of the connect. */
  async function consent(browser: FormBrowser, url: string, account: string, button = "Allow"): Promise<Page> {
    const page = await browser.open(url);
    if (!page.html.includes('name="password"')) return page;
    const asked = await browser.press(page, "Log in", { username: account, password: DEMO_PASSWORD });
    return browser.press(asked, button);
  }

  async function accountsOf(name: Name): Promise<LinkedAccount[]> {
    const path = `/v2/user/${users[name]}/linked-accounts?auth_id=${auth_id}`;
    const reply = await fetch(hub + path, { headers: { authorization: `Bearer ${api_token}` } });
    return ((await reply.json()) as { data: LinkedAccount[] }).data;
  }

  return {
    grounds,
    place,
    press,
    consent,
    accountsOf,
    browser: (name?: Name) => openBrowser(grounds, name),

    /** The whole way: Connect, log-in, consent. */
    async connect(name: Name, account = "john.doe", button = "Allow"): Promise<Page> {
      const { authorization_url } = await press(name);
      return consent(openBrowser(grounds, name), authorization_url, account, button);
    },

    /** A button on a card. */
    act: (name: Name, title = "Printer on fire") => ask(name, "POST", "/tickets", { title }),

    /** The button Disconnect. */
    async disconnect(name: Name, accountId: string): Promise<Receipt> {
      const reply = await ask(name, "DELETE", `/linked-accounts/${accountId}`);
      return reply.body.data as unknown as Receipt;
    },

    /** Straight to the integration, as the hub would, or somebody who pretends to be it. */
    async call(method: string, path: string, options: CallOptions = {}): Promise<Reply> {
      const { user = users.Ada, secret = proxy_secret, body, flow = `f-${randomUUID()}`, signal } = options;
      const headers = new Headers({ "blink-auth-userid": user });
      if (secret !== null) headers.set("blink-auth-proxysecret", secret);
      if (flow !== null && place.kind === "verified") headers.set("joinery-flow", flow);
      const init = { method, headers, body: body === undefined ? null : JSON.stringify(body) };
      return readReply(await fetch(place.connectBase + path, signal === undefined ? init : { ...init, signal }));
    },

    /** A call to the hub's API as the integration itself. */
    async api(method: string, path: string, body?: object): Promise<number> {
      const headers = { authorization: `Bearer ${api_token}`, "content-type": "application/json" };
      const reply = await fetch(hub + path, {
        method,
        headers,
        body: body === undefined ? null : JSON.stringify(body),
      });
      await reply.arrayBuffer();
      return reply.status;
    },

    /** How often this integration has asked for tokens with a code, or with a refresh token. */
    count: (kind: "token_request" | "refresh" | "revocation") =>
      service.ledger.entries({ kind, clientId: place.clientId }).length,

    /** Leaves nothing of this integration for the next walk: no account at the hub, no access at Acme Desk. */
    async sweep(): Promise<void> {
      grounds.letIn(place);
      for (const name of ["Ada", "Bob", "Eve"] as const) {
        for (const account of await accountsOf(name)) {
          const token = account.refresh_token ?? account.access_token ?? "";
          await withdraw(grounds, place, token);
          await this.api("DELETE", `/v2/user/${users[name]}/linked-accounts/${account.linked_account_id}`);
        }
      }
    },
  };
}

export type Walker = ReturnType<typeof createWalker>;

/** Takes access back at Acme Desk, with a refresh token of the integration. */
export async function withdraw({ service }: Grounds, place: Place, token: string): Promise<void> {
  const basic = Buffer.from(`${place.clientId}:${place.clientSecret}`).toString("base64");
  const headers = { authorization: `Basic ${basic}` };
  const reply = await fetch(`${service.issuer}/token/revocation`, {
    method: "POST",
    headers,
    body: new URLSearchParams({ token }),
  });
  await reply.arrayBuffer();
}

async function readReply(reply: Response): Promise<Reply> {
  const text = await reply.text();
  return { status: reply.status, type: reply.headers.get("content-type") ?? "", text, body: parse(text) };
}

function parse(text: string): Reply["body"] {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}
