import type { LinkedAccount } from "@joinery/contract";
import type { ConnectStarted, FlowPageView, OrphanRow } from "@joinery/contract/pages";
import type { Integration, LogEntry } from "@joinery/sdk";
import { startHub } from "@joinery/testing";
import { type Browser, createBrowser, type Hop, type Network } from "./browser.ts";
import { deskOptions, outgoing } from "./desk.ts";
import { ISSUER, startHostileServer } from "./hostile-server.ts";
import type { IdTokens } from "./id-tokens.ts";
import type { Astray, Stage, StageOptions, User } from "./stage.ts";

/** Starts the real hub, once for many stages: one after the other, each with an integration of its own behind the hub. */
export async function startRealHub(idTokens: IdTokens) {
  const hub = await startHub();
  const { settings } = hub;
  let current: Integration | undefined;
  await hub.serve(() => ({
    fetch: async (request) => (await current?.fetch(request)) ?? new Response(null, { status: 503 }),
  }));
  const sessions = { ada: await signIn(hub.url, hub.users.ada), eve: await signIn(hub.url, hub.users.eve) };
  const hubHost = new URL(hub.url).host;

  /** Asks the hub as its own page does. */
  async function ask<Data>(user: User, method: string, path: string): Promise<Data> {
    const answer = await fetch(hub.url + path, {
      method,
      headers: { accept: "application/json", origin: hub.url, "sec-fetch-site": "same-origin", cookie: sessions[user] },
    });
    const said = (await answer.json()) as { data: Data };
    if (!answer.ok) throw new Error(`The hub answered ${answer.status}: ${JSON.stringify(said)}`);
    return said.data;
  }

  async function listAccounts(user: User): Promise<LinkedAccount[]> {
    const answer = await fetch(`${hub.url}/v2/user/${hub.users[user]}/linked-accounts`, {
      headers: { authorization: `Bearer ${settings.apiToken}` },
    });
    return ((await answer.json()) as { data: LinkedAccount[] }).data;
  }

  async function setStage(options: StageOptions): Promise<Stage> {
    const service = await startHostileServer(options.lies, { idTokens, spelling: options.spelling ?? "https" });
    const log: LogEntry[] = [];
    const astray: Astray[] = [];
    const hops: Hop[] = [];
    const { serviceId, authId, proxySecret, apiToken, connectBase, clock } = settings;
    let claims = 0;
    const toHub = async (request: Request) => {
      const url = new URL(request.url);
      if (url.origin !== hub.url) return undefined;
      if (url.pathname.endsWith("/claim")) claims += 1;
      return fetch(request);
    };
    const integration = options.sdk.createIntegration({
      ...deskOptions(service, options),
      ...{ hub: settings.hub, serviceId, authId, proxySecret, apiToken, connectBase, clock },
      log: (entry) => void log.push(entry),
      fetch: outgoing(service, { astray, toHub }),
    });
    current = integration;
    const known = new Map((await listAccounts("ada")).map((each) => [each.linked_account_id, each.version]));

    const network: Network = async (request) => {
      const url = new URL(request.url);
      if (url.origin === ISSUER || url.origin === service.base) {
        return fetch(service.base + url.pathname + url.search, { redirect: "manual" });
      }
      return url.host === hubHost || url.origin === connectBase ? fetch(request) : undefined;
    };

    return {
      service,
      integration,
      log,
      hops,
      astray,
      hub: hub.url,
      desk: connectBase,
      secrets: [apiToken, proxySecret],
      async newBrowser(user = "ada"): Promise<Browser> {
        const browser = createBrowser(network, hops);
        browser.keepCookie(hubHost, sessions[user]);
        return browser;
      },
      async press(user = "ada") {
        const started = await ask<ConnectStarted>(user, "POST", `/connector/${serviceId}/auth/${authId}`);
        return { flow: started.flow ?? "", url: started.authorization_url };
      },
      async flow(id) {
        const asAda = await ask<FlowPageView>("ada", "GET", `/connect/${id}/page`);
        const { state, reason } =
          asAda.state === null ? await ask<FlowPageView>("eve", "GET", `/connect/${id}/page`) : asAda;
        if (reason !== "outcome_unknown") return { state: state ?? "unknown", reason };
        // It is not enough that the flow says so: an administrator must see it.
        const { rows } = await ask<{ rows: OrphanRow[] }>("ada", "GET", "/api/admin/orphans");
        return { state: state ?? "unknown", reason: rows.some(({ flow }) => flow === id) ? reason : "hidden" };
      },
      /** What this stage has brought: the same account of the same person is updated in place. */
      accounts: async (user = "ada") =>
        (await listAccounts(user)).filter((each) => known.get(each.linked_account_id) !== each.version),
      claims: () => claims,
      act: (path, body) => hub.act("ada", "POST", path, body),
      async disconnect(accountId) {
        const outcome = await hub.disconnect("ada", accountId);
        return Response.json(outcome);
      },
      passTime: (seconds) => hub.clock.advance({ seconds }),
      [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
    };
  }

  return { setStage, [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose]() };
}

export type RealHub = Awaited<ReturnType<typeof startRealHub>>;

/** The sign-in that exists on loopback only. */
async function signIn(hub: string, userId: string): Promise<string> {
  const answer = await fetch(`${hub}/api/sign-in/development`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: hub, "sec-fetch-site": "same-origin" },
    body: JSON.stringify({ user_id: userId }),
  });
  return answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
}
