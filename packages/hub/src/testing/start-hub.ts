import { randomBytes } from "node:crypto";
import { type ClaimAnswer, challengeOf, type LinkedAccount, randomToken256 } from "@joinery/contract";
import type { AdminIntegrationView, ConnectStarted, IntegrationRegistered } from "@joinery/contract/pages";
import type { ConnectorLimits } from "../connector/limits.ts";
import { addOrganisation, addPerson } from "../directory/add-people.ts";
import type { SignInSettings } from "../directory/sign-in/settings.ts";
import { createHub, type Hub } from "../hub.ts";
import { registerIntegration } from "../integrations/register-integration.ts";
import type { LogFields } from "../log.ts";
import type { MailSettings } from "../mail/settings.ts";
import { openTestDatabase } from "./database.ts";
import { type FakeIntegration, startFakeIntegration } from "./fake-integration.ts";

const ORIGIN = "http://127.0.0.1:4000";

export type PersonName = "ada" | "bob" | "eve";

/** Sends requests as one browser, or one API token. Paths begin with a slash; a body travels as JSON. */
export interface TestClient {
  fetch(
    method: string,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<Response>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  patch(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  delete(path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
}

/** A registered integration and the server behind it. */
export interface TestIntegration extends IntegrationRegistered {
  server: FakeIntegration;
  /** Asks the hub's API with this integration's token. */
  api: TestClient;
}

/** A hub with an organisation, three people and whatever integrations a test registers. */
export interface TestHub extends AsyncDisposable {
  hub: Hub;
  organisationId: string;
  users: Record<PersonName, string>;
  /** Log lines since the start. */
  logged: { event: string; fields: LogFields }[];
  /** A browser of a person, signed in on first use; `tab` names a second, separate browser. */
  as(person: PersonName, tab?: string): TestClient;
  /** A browser nobody has signed in to. */
  stranger: TestClient;
  /** The session cookie of a person's browser. */
  cookieOf(person: PersonName, tab?: string): Promise<string>;
  addIntegration(kind: "plain" | "verified"): Promise<TestIntegration>;
  /** Links an account the whole way: Connect, and for a verified integration verify, redeem, claim, save. */
  linkAccount(integration: TestIntegration, person: PersonName, label?: string): Promise<string>;
  /** Goes a verified connect up to a state; answers what the integration would hold. */
  connectUpTo(
    state: "created" | "verified" | "redeemed" | "claimed",
    integration: TestIntegration,
    person: PersonName,
  ): Promise<Held>;
  advance(seconds: number): void;
  /** Does the durable work that is due by its clock; there is no worker in the background. */
  work(): Promise<void>;
}

/** What the integration's side of a flow holds. */
export interface Held {
  flow: string;
  code: string;
  verifier: string;
  claim: string;
}

/** Starts a hub in this process on a database of its own. `await using` ends it. */
export async function startHub(
  options: { connectorLimits?: Partial<ConnectorLimits>; signIn?: SignInSettings; mail?: MailSettings } = {},
): Promise<TestHub> {
  const database = await openTestDatabase();
  const logged: TestHub["logged"] = [];
  let offsetMs = 0;
  const clock = () => new Date(Date.now() + offsetMs);
  const organisationId = await addOrganisation(database.db, "Analytical Engines", clock());
  const person = (firstName: string, secondName: string, role: "member" | "administrator") =>
    addPerson(
      database.db,
      organisationId,
      { firstName, secondName, email: `${firstName}@engines.example`, role },
      clock(),
    );
  const users = {
    ada: await person("Ada", "Lovelace", "administrator"),
    bob: await person("Bob", "Stone", "member"),
    eve: await person("Eve", "Marsh", "member"),
  };
  const hub = await createHub({
    db: database.db,
    masterKey: new Uint8Array(randomBytes(32)),
    publicUrl: new URL(ORIGIN),
    organisationId,
    connectorLimits: options.connectorLimits,
    signIn: options.signIn,
    mail: options.mail,
    work: false,
    clock,
    log: (_level, event, fields = {}) => logged.push({ event, fields }),
  });

  const servers: FakeIntegration[] = [];
  const cookies = new Map<string, Promise<string>>();
  const send = (headers: () => Promise<Record<string, string>>) => createClient(hub, headers);
  const stranger = send(async () => ({ origin: ORIGIN }));

  async function signIn(name: PersonName): Promise<string> {
    const reply = await stranger.post("/api/sign-in/development", { user_id: users[name] });
    return (reply.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  }
  function cookieOf(name: PersonName, tab = "first"): Promise<string> {
    const key = `${name} ${tab}`;
    const cookie = cookies.get(key) ?? signIn(name);
    cookies.set(key, cookie);
    return cookie;
  }
  const as = (name: PersonName, tab?: string) =>
    send(async () => ({ origin: ORIGIN, cookie: await cookieOf(name, tab) }));

  async function addIntegration(kind: "plain" | "verified"): Promise<TestIntegration> {
    const server = await startFakeIntegration();
    servers.push(server);
    const base = {
      name: "Acme Desk",
      proxy_url: server.url,
      description: "",
      may_do: [],
      actions: [],
      forwarded_headers: [],
      allowed_networks: [],
    };
    const registrar = { organisationId, userId: users.ada, requestId: null };
    const registered =
      kind === "verified"
        ? await registerIntegration(hub.context, registrar, { ...base, kind, connect_base: server.url })
        : await registerIntegration(hub.context, registrar, { ...base, kind, phishing_accepted: true });
    const api = send(async () => ({ authorization: `Bearer ${registered.api_token}` }));
    return { ...registered, server, api };
  }

  async function connectUpTo(state: string, integration: TestIntegration, name: PersonName): Promise<Held> {
    const started = await as(name).post(`/connector/${integration.service_id}/auth/${integration.auth_id}`);
    const held: Held = {
      flow: (await dataOf<ConnectStarted>(started)).flow,
      code: "",
      verifier: randomToken256(),
      claim: "",
    };
    if (state === "created") return held;
    const verify = `/connect/${held.flow}/verify?challenge=${await challengeOf(held.verifier)}`;
    const verified = await as(name).get(verify);
    held.code = new URL(verified.headers.get("location") ?? "").searchParams.get("code") ?? "";
    if (state === "verified") return held;
    await integration.api.post(`/v2/connect/${held.flow}/redeem`, { code: held.code, verifier: held.verifier });
    if (state === "redeemed") return held;
    held.claim = (await dataOf<ClaimAnswer>(await integration.api.post(`/v2/connect/${held.flow}/claim`))).claim;
    return held;
  }

  async function linkAccount(integration: TestIntegration, name: PersonName, label = "john.doe"): Promise<string> {
    const detail = await dataOf<AdminIntegrationView>(
      await as("ada").get(`/api/admin/integrations/${integration.service_id}`),
    );
    const body = {
      auth_id: integration.auth_id,
      external_account_id: label,
      access_token: "at-1",
      refresh_token: "rt-1",
    };
    const headers: Record<string, string> = {};
    if (detail.kind === "verified") {
      const held = await connectUpTo("claimed", integration, name);
      Object.assign(headers, { "joinery-flow": held.flow, "joinery-claim": held.claim, "idempotency-key": held.flow });
    } else {
      await as(name).post(`/connector/${integration.service_id}/auth/${integration.auth_id}`);
    }
    const saved = await integration.api.post(`/v2/user/${users[name]}/linked-accounts`, body, headers);
    return (await dataOf<LinkedAccount>(saved)).linked_account_id;
  }

  return {
    hub,
    organisationId,
    users,
    logged,
    as,
    stranger,
    cookieOf,
    addIntegration,
    connectUpTo,
    linkAccount,
    advance: (seconds) => {
      offsetMs += seconds * 1000;
    },
    work: () => hub.workOff(),
    async [Symbol.asyncDispose]() {
      await hub.close();
      for (const server of servers) await server[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

/** The data of a success; a refusal fails the test with its code. */
export async function dataOf<Data>(reply: Response): Promise<Data> {
  const body = (await reply.json()) as { code: string; data: Data };
  if (body.code !== "OK") throw new Error(`The hub answered ${reply.status} ${body.code}.`);
  return body.data;
}

function createClient(hub: Hub, headersOf: () => Promise<Record<string, string>>): TestClient {
  const client: TestClient = {
    async fetch(method, path, { body, headers = {} } = {}) {
      const all = { host: "127.0.0.1:4000", ...(await headersOf()), ...headers };
      const request = new Request(`${ORIGIN}${path}`, {
        method,
        redirect: "manual",
        headers: body === undefined ? all : { "content-type": "application/json", ...all },
        body: body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body),
      });
      return hub.app.fetch(request);
    },
    get: (path, headers = {}) => client.fetch("GET", path, { headers }),
    post: (path, body, headers = {}) => client.fetch("POST", path, { body, headers }),
    patch: (path, body, headers = {}) => client.fetch("PATCH", path, { body, headers }),
    delete: (path, body, headers = {}) => client.fetch("DELETE", path, { body, headers }),
  };
  return client;
}
