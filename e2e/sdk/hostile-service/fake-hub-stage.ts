import type { LogEntry } from "@joinery/sdk";
import { fakeClock } from "../../../packages/sdk/src/testing/fake-clock.ts";
import {
  API_TOKEN,
  AUTH_ID,
  createFakeHub,
  HUB,
  PROXY_SECRET,
  SERVICE_ID,
} from "../../../packages/sdk/src/testing/fake-hub.ts";
import { type Browser, createBrowser, type Hop, type Network } from "./browser.ts";
import { deskOptions, outgoing } from "./desk.ts";
import { ISSUER, startHostileServer } from "./hostile-server.ts";
import type { IdTokens } from "./id-tokens.ts";
import type { Astray, Stage, StageOptions, User } from "./stage.ts";

const DESK = "https://desk.example";
const USERS: Record<User, string> = {
  ada: "u-00000000-0000-4000-8000-00000000000a",
  eve: "u-00000000-0000-4000-8000-00000000000e",
};

/** Sets a stage around the hub in memory that the SDK's own tests use: quick enough for every case, with every check removed once. */
export async function setFakeHubStage(options: StageOptions, idTokens: IdTokens): Promise<Stage> {
  const clock = fakeClock();
  const hub = await createFakeHub(clock.now);
  const service = await startHostileServer(options.lies, { idTokens, spelling: options.spelling ?? "https" });
  const log: LogEntry[] = [];
  const astray: Astray[] = [];
  const hops: Hop[] = [];
  const toHub = async (request: Request) => (new URL(request.url).origin === HUB ? hub.handle(request) : undefined);
  const settings = {
    ...deskOptions(service, options),
    hub: HUB,
    serviceId: SERVICE_ID,
    authId: AUTH_ID,
    proxySecret: PROXY_SECRET,
    apiToken: API_TOKEN,
    connectBase: DESK,
    log: (entry: LogEntry) => void log.push(entry),
    clock,
    fetch: outgoing(service, { astray, toHub }),
  };
  const integration = options.sdk.createIntegration(settings);

  const network: Network = async (request) => {
    const url = new URL(request.url);
    if (url.origin === DESK) return integration.fetch(request);
    if (url.origin === ISSUER || url.origin === service.base) {
      return fetch(service.base + url.pathname + url.search, { redirect: "manual" });
    }
    if (url.origin !== HUB) return undefined;
    if (!url.pathname.endsWith("/verify")) return new Response("A page of the hub.");
    return new Response(null, { status: 303, headers: { location: hub.verify(url.href, DESK) } });
  };

  const call = async (method: string, path: string, more: { body?: object; flow?: string; user?: User } = {}) => {
    const { user = "ada", ...rest } = more;
    return integration.fetch(await hub.sign({ base: DESK, method, path, user: USERS[user], ...rest }));
  };

  return {
    service,
    integration,
    log,
    hops,
    astray,
    hub: HUB,
    desk: DESK,
    secrets: [API_TOKEN, PROXY_SECRET],
    newBrowser: async (): Promise<Browser> => createBrowser(network, hops),
    async press(user = "ada") {
      const flow = hub.startFlow(USERS[user]);
      const answer = await call("POST", `/auth/${AUTH_ID}`, { user, flow });
      const { data } = (await answer.json()) as { data: { authorization_url: string } };
      return { flow, url: data.authorization_url };
    },
    flow: async (id) => hub.flows.get(id) ?? { state: "unknown", reason: null },
    accounts: async (user = "ada") => [...hub.accounts.values()].filter(({ user_id }) => user_id === USERS[user]),
    claims: () => hub.calls.filter((call) => call.endsWith("/claim")).length,
    act: (path, body) => call("POST", path, { body }),
    disconnect: (accountId) => call("DELETE", `/linked-accounts/${accountId}`),
    passTime: (seconds) => clock.advance(seconds),
    isInDoubt: (id) => hub.leases.get(id)?.lost === true || hub.accounts.get(id)?.requires_reauthentication === true,
    neighbour: options.sdk.createIntegration({
      ...settings,
      serviceId: SERVICE_ID.replace("1", "2"),
      cookieSecret: API_TOKEN,
    }),
    [Symbol.asyncDispose]: () => service[Symbol.asyncDispose](),
  };
}
