import type {
  PersonKey,
  Workshop,
  WorkshopAccount,
  WorkshopConnect,
  WorkshopConnectOutcome,
  WorkshopDisconnectOutcome,
  WorkshopKind,
} from "@joinery/contract/workshop";
import { type ExternalService, type RunningWorkshop, startWorkshop, takesConnections } from "@joinery/workshop";
import { takeDatabase } from "./databases.ts";
import { type End, type FetchServer, listen, type Program, startProgram } from "./serve-integration.ts";
import { createTestClock, type TestClock } from "./test-clock.ts";

/** What an integration is made of in a test: the settings of the SDK, and the client at the external service. */
export interface IntegrationSettings {
  hub: string;
  mode: "hub" | "blink";
  serviceId: string;
  authId: string;
  proxySecret: string;
  apiToken: string;
  connectBase: string;
  clock: TestClock;
  /** The client under which the integration is known to Acme Desk. */
  service: { issuer: string; clientId: string; clientSecret: string };
  /** The same as environment variables, as `joinery dev` hands them over. */
  environment: Readonly<Record<string, string>>;
}

/** How a hub for tests is started. */
export interface TestHubOptions {
  /** How the integration is registered; `verified` unless given. `blink`: the hub speaks Blink's contract and nothing more. */
  kind?: WorkshopKind;
  /** More redirect URIs that the external service takes, besides `<connect base>/connect/callback`; `port` is the integration's own. */
  redirectUris?: (place: { port: number }) => readonly string[];
  /** How long the slow faults of the external service take, in milliseconds; 6,000 and 30,000 unless given. */
  slowFaultDelays?: Readonly<Record<"slow-6s" | "slow-30s", number>>;
  /** Folder of the hub's built pages, for tests in a real browser. */
  pagesFolder?: string;
}

/** What a connect came to, with the account when there is one. */
export interface TestConnect extends WorkshopConnectOutcome {
  account: WorkshopAccount | undefined;
}

/** A hub with Ada, Bob and Eve, and Acme Desk beside it, all on loopback. */
export interface TestHub extends AsyncDisposable {
  url: string;
  users: Readonly<Record<PersonKey, string>>;
  /** Acme Desk: a real OpenID provider. `deny()`, `faults`, `ledger`, `liveGrants(account)`, `tickets`. */
  service: ExternalService;
  clock: TestClock;
  /** Everything that command line and inspector can do, as well. */
  workshop: Workshop;
  settings: IntegrationSettings;
  /** Makes the integration from its settings and lets it listen behind the hub; once for each hub, this or `run`. */
  serve(make: (settings: IntegrationSettings) => FetchServer): Promise<void>;
  /** Starts the integration as a program of its own, in any language, with the settings in its environment. */
  run(program: Program): Promise<void>;
  /**
   * Presses Connect, logs in at Acme Desk and presses Allow, in a browser without a window. What a person could read is in
   * the outcome.
   *
   * @throws Error when nothing listens behind the hub, and when nobody at Acme Desk has that user name
   */
  connect(user: PersonKey, how?: Omit<WorkshopConnect, "user">): Promise<TestConnect>;
  disconnect(user: PersonKey, linkedAccountId: string): Promise<WorkshopDisconnectOutcome>;
  accounts(user: PersonKey): Promise<readonly WorkshopAccount[]>;
  /** Presses a button of the integration's page: `POST /tickets` with a body, for example. */
  act(user: PersonKey, method: string, path: string, body?: unknown): Promise<Response>;
}

/** A program would find what the hub signs in its future not valid yet, and refuse it. */
const CLOCK_OF_ITS_OWN =
  "A program has the machine's clock, and time can't be moved for it. Use hub.service.expireAccessTokens(), or hub.serve() with the clock of the settings.";

const ONE_INTEGRATION =
  "This hub has its integration already: call serve() or run() once. For another one start another hub: await startHub().";

const NO_INTEGRATION =
  "Nothing listens behind this hub yet: call hub.serve() or hub.run() before hub.connect(). To see what a person reads then, call hub.workshop.connect().";

/**
 * Starts a hub and an external service in the process of a test; `await using` ends both, and the integration.
 *
 * @example
 * ```ts
 * import { createIntegration, oauth2 } from "@joinery/sdk";
 * import { startHub } from "@joinery/testing";
 *
 * await using hub = await startHub();
 * await hub.serve(({ service, ...settings }) =>
 *   createIntegration({
 *     ...settings,
 *     name: "Acme Desk",
 *     auth: oauth2({ ...service, scopes: ["openid", "profile", "offline_access"] }),
 *   }),
 * );
 * const { account } = await hub.connect("ada");
 * ```
 */
export async function startHub(options: TestHubOptions = {}): Promise<TestHub> {
  const { kind = "verified" } = options;
  let running: RunningWorkshop | undefined;
  let hasProgram = false;
  const clock = createTestClock((milliseconds) => {
    if (hasProgram && kind === "verified") throw new Error(CLOCK_OF_ITS_OWN);
    running?.service.advance(milliseconds);
  });
  running = await startWorkshop({
    port: 0,
    kind,
    openDatabase: takeDatabase,
    clock: clock.now,
    log: () => undefined,
    ...(options.redirectUris === undefined ? {} : { redirectUris: options.redirectUris }),
    ...(options.slowFaultDelays === undefined ? {} : { slowFaultDelays: options.slowFaultDelays }),
    ...(options.pagesFolder === undefined ? {} : { pagesFolder: options.pagesFolder }),
  });
  const { workshop, service, facts, environment, visitorOf } = running;
  const settings = settingsOf(running, clock);
  const place = new URL(`http://localhost:${environment.PORT}`);
  const ends: End[] = [() => running.close()];
  const isListening = () => takesConnections(Number(place.port));
  let hasIntegration = false;

  function takePlace(): void {
    if (hasIntegration) throw new Error(ONE_INTEGRATION);
    hasIntegration = true;
  }

  return {
    url: settings.hub,
    users: facts.people,
    service,
    clock,
    workshop,
    settings,
    async serve(make) {
      takePlace();
      ends.push(await listen(make(settings), place));
    },
    async run(program) {
      takePlace();
      hasProgram = true;
      ends.push(await startProgram(program, { environment, isReady: isListening }));
    },
    async connect(user, how = {}) {
      if (!hasIntegration && !(await isListening())) throw new Error(NO_INTEGRATION);
      const outcome = await workshop.connect({ ...how, user });
      return { ...outcome, account: outcome.linked[0] };
    },
    disconnect: (user, linkedAccountId) => workshop.disconnect(user, linkedAccountId),
    accounts: (user) => workshop.accounts(user),
    async act(user, method, path, body) {
      const visitor = await visitorOf(user);
      return visitor.fetch(method, `/connector/${settings.serviceId}${path}`, body);
    },
    [Symbol.asyncDispose]: () => endAll(ends.splice(0).reverse()),
  };
}

/** One after the other; those that come later are ended also when one can't be. */
async function endAll(ends: readonly End[]): Promise<void> {
  const failures: unknown[] = [];
  for (const end of ends) await end().catch((error: unknown) => void failures.push(error));
  if (failures.length > 0) throw failures[0];
}

function settingsOf({ environment }: RunningWorkshop, clock: TestClock): IntegrationSettings {
  const read = (name: string) => environment[name] ?? "";
  return {
    hub: read("JOINERY_HUB"),
    mode: read("JOINERY_MODE") === "blink" ? "blink" : "hub",
    serviceId: read("JOINERY_SERVICE_ID"),
    authId: read("JOINERY_AUTH_ID"),
    proxySecret: read("JOINERY_PROXY_SECRET"),
    apiToken: read("JOINERY_API_TOKEN"),
    connectBase: read("JOINERY_CONNECT_BASE"),
    clock,
    service: {
      issuer: read("ACME_ISSUER"),
      clientId: read("ACME_CLIENT_ID"),
      clientSecret: read("ACME_CLIENT_SECRET"),
    },
    environment,
  };
}
