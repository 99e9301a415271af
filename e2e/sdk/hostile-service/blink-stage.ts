import { HEADERS } from "@joinery/contract";
import type { LogEntry } from "@joinery/sdk";
import { BLINK, createFakeBlink } from "../../../packages/sdk/src/testing/fake-blink.ts";
import { fakeClock } from "../../../packages/sdk/src/testing/fake-clock.ts";
import { API_TOKEN, AUTH_ID, PROXY_SECRET, SERVICE_ID } from "../../../packages/sdk/src/testing/fake-hub.ts";
import { type Browser, createBrowser, type Hop, type Network } from "./browser.ts";
import { deskOptions, outgoing } from "./desk.ts";
import { ISSUER, startHostileServer } from "./hostile-server.ts";
import type { IdTokens } from "./id-tokens.ts";
import type { Astray, Stage, StageOptions, StoredAccount, User } from "./stage.ts";

const DESK = "https://desk.example";
const USERS: Record<User, string> = {
  ada: "u-00000000-0000-4000-8000-00000000000a",
  eve: "u-00000000-0000-4000-8000-00000000000e",
};

/** Sets a stage around Blink in memory: nobody checks browsers there, so people say on a page whose account it is. */
export async function setBlinkStage(options: StageOptions, idTokens: IdTokens): Promise<Stage> {
  const clock = fakeClock();
  const blink = createFakeBlink();
  for (const [name, id] of Object.entries(USERS)) blink.users.set(id, { id, display_name: name });
  const service = await startHostileServer(options.lies, { idTokens, spelling: options.spelling ?? "https" });
  const log: LogEntry[] = [];
  const astray: Astray[] = [];
  const hops: Hop[] = [];
  const toHub = async (request: Request) => (new URL(request.url).origin === BLINK ? blink.handle(request) : undefined);
  const integration = options.sdk.createIntegration({
    ...deskOptions(service, options),
    ...{ hub: BLINK, serviceId: SERVICE_ID, authId: AUTH_ID, proxySecret: PROXY_SECRET, apiToken: API_TOKEN },
    connectBase: DESK,
    log: (entry) => void log.push(entry),
    clock,
    fetch: outgoing(service, { astray, toHub }),
  });

  /** The person reads whose Blink account it is, and presses Continue. */
  async function pressContinue(request: Request): Promise<Response> {
    const page = await (await integration.fetch(request.clone())).text();
    const form_token = /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? "";
    const headers = new Headers(request.headers);
    for (const [name, value] of Object.entries({ origin: DESK, "sec-fetch-site": "same-origin" }))
      headers.set(name, value);
    const body = new URLSearchParams({ form_token, choice: "continue" });
    return integration.fetch(new Request(request.url, { method: "POST", headers, body }));
  }

  const network: Network = async (request) => {
    const url = new URL(request.url);
    if (url.pathname.startsWith("/connect/start/")) return pressContinue(request);
    if (url.origin === DESK) return integration.fetch(request);
    if (url.origin !== ISSUER && url.origin !== service.base) return undefined;
    return fetch(service.base + url.pathname + url.search, { redirect: "manual" });
  };

  const call = (method: string, path: string, { user = "ada", body }: { user?: User; body?: object } = {}) => {
    const headers = { [HEADERS.userId]: USERS[user], [HEADERS.proxySecret]: PROXY_SECRET };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return integration.fetch(
      new Request(DESK + path, { method, headers: { ...headers, "content-type": "application/json" }, ...sent }),
    );
  };
  const hasEndedAt = (ending: string) => hops.some(({ url }) => url.pathname === `/connect/${ending}`);

  return {
    service,
    integration,
    log,
    hops,
    astray,
    hub: BLINK,
    desk: DESK,
    secrets: [API_TOKEN, PROXY_SECRET],
    newBrowser: async (): Promise<Browser> => createBrowser(network, hops),
    async press(user = "ada") {
      const answer = await call("POST", `/auth/${AUTH_ID}`, { user });
      const { data } = (await answer.json()) as { data: { authorization_url: string } };
      return { flow: data.authorization_url, url: data.authorization_url };
    },
    // Blink knows of no flows: what became of a grant that nobody could withdraw, the person is told on the last page.
    flow: async () => ({ state: "unknown", reason: hasEndedAt("unsettled") ? "outcome_unknown" : null }),
    accounts: async (user = "ada") =>
      [...blink.accounts.values()].filter(({ user_id }) => user_id === USERS[user]) as unknown as StoredAccount[],
    // Nothing is claimed either; the code is all that can be too late.
    claims: () => 1,
    act: (path, body) => call("POST", path, { body }),
    disconnect: (accountId) => call("DELETE", `/linked-accounts/${accountId}`),
    passTime: (seconds) => clock.advance(seconds),
    lastPages: /^\/connect\/(done|ended|declined|failed|unsettled|used)$/,
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}
