import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IntegrationRegistered } from "@joinery/contract/pages";
import { addPerson, connectDatabase, type OpenDatabase } from "@joinery/hub";
import { type ExternalService, startExternalService } from "@joinery/workshop";
import { type FaultDatabase, startFaultDatabase } from "./fault-database.ts";
import { type Front, startFront } from "./front.ts";
import { type HubProcess, startHubs } from "./hub-process.ts";
import { type IntegrationProcess, startIntegrations } from "./integration-process.ts";
import { type FaultPerson, type Place, signIn } from "./person.ts";

/** How a world is started. */
export interface FaultWorldOptions {
  /** Hub processes on one PostgreSQL; 1 unless given. */
  hubs?: number;
  /** Processes of one integration; 1 unless given. */
  integrations?: number;
  /** Whether PostgreSQL has a synchronous streaming standby. */
  standby?: boolean;
  /** The integration's program; `examples/desk` unless given. It listens on `PORT` and says "listens on" on stdout. */
  integrationMain?: string;
  /** More of the integration's environment. */
  integrationEnv?: Readonly<Record<string, string>>;
  /** More of the hubs' environment. */
  hubEnv?: Readonly<Record<string, string>>;
  /** Life of an access token of the external service, in seconds. */
  accessTokenSeconds?: number;
}

/**
 * Everything that runs at an organisation, as processes that can be killed: PostgreSQL behind a proxy that can be switched,
 * hubs by the real command behind a load balancer, an integration with the SDK behind another, and in this process the
 * external service, whose ledger is the judge.
 */
export interface FaultWorld extends AsyncDisposable {
  /** The hub's public URL: the address of the front. */
  hub: string;
  front: Front;
  hubs: readonly HubProcess[];
  integrationFront: Front;
  integrations: readonly IntegrationProcess[];
  service: ExternalService;
  database: FaultDatabase;
  /** The hub's tables, for setting up and for judging; survives a failover. */
  db: OpenDatabase["db"];
  organisationId: string;
  /** Ids and secrets of the integration. */
  registered: IntegrationRegistered;
  /** An administrator who is signed in. */
  admin: FaultPerson;
  /** Adds a member and signs them in. */
  addMember(name: string): Promise<FaultPerson>;
}

const ROOT = join(import.meta.dirname, "../../..");

/** Starts a world. `await using` ends it, the latest first; what has started is ended also when a later part fails. */
export async function startFaultWorld(options: FaultWorldOptions = {}): Promise<FaultWorld> {
  const stack = new AsyncDisposableStack();
  try {
    const world = await startParts(options, stack);
    return { ...world, [Symbol.asyncDispose]: () => stack.disposeAsync() };
  } catch (error) {
    await stack.disposeAsync();
    throw error;
  }
}

async function startParts(options: FaultWorldOptions, stack: AsyncDisposableStack) {
  const folder = mkdtempSync(join(tmpdir(), "joinery-faults-"));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const database = stack.use(await startFaultDatabase({ standby: options.standby ?? false }));
  const front = stack.use(await startFront({ host: "127.0.0.1", healthPath: "/readyz" }));
  const integrationFront = stack.use(await startFront({ host: "localhost" }));
  const client = { clientId: "desk", clientSecret: randomBytes(24).toString("base64url"), name: "Joinery" };
  const service = stack.use(
    await startExternalService({
      clients: [{ ...client, redirectUris: [`${integrationFront.url}/connect/callback`] }],
      ...(options.accessTokenSeconds === undefined ? {} : { accessTokenSeconds: options.accessTokenSeconds }),
    }),
  );

  const env = {
    JOINERY_PUBLIC_URL: front.url,
    JOINERY_LISTEN: "127.0.0.1:0",
    JOINERY_DATABASE_URL: database.url,
    JOINERY_MASTER_KEY: randomBytes(32).toString("base64"),
    JOINERY_ORGANISATION_NAME: "Analytical Engines",
    JOINERY_LOG_LEVEL: "warn",
    JOINERY_DRAIN_SECONDS: "5",
    ...options.hubEnv,
  };
  const hubs = await startHubs(options.hubs ?? 1, { front, env, folder });
  stack.defer(() => killAll(hubs));

  const open = connectDatabase({ engine: "postgres", url: database.url, connections: 2 });
  stack.defer(() => open.close());
  const { db } = open;
  const { organisation_id: organisationId } = await db
    .selectFrom("organisations")
    .select("organisation_id")
    .executeTakeFirstOrThrow();
  const addSomebody = (name: string, role: "member" | "administrator") => {
    const [firstName = name, secondName = "Example"] = name.split(" ");
    const email = `${firstName}.${secondName}@engines.example`.toLowerCase();
    return addPerson(db, organisationId, { firstName, secondName, email, role }, new Date());
  };

  const unregistered: Place = { hub: front.url, serviceId: "", authId: "" };
  const registrar = await signIn(unregistered, await addSomebody("Ada Lovelace", "administrator"));
  const registered = await register(registrar, integrationFront.url);
  const place = { hub: front.url, serviceId: registered.service_id, authId: registered.auth_id };

  const integrations = await startIntegrations(options.integrations ?? 1, {
    main: options.integrationMain ?? join(ROOT, "examples/desk/main.ts"),
    front: integrationFront,
    folder,
    env: {
      JOINERY_HUB: front.url,
      JOINERY_SERVICE_ID: registered.service_id,
      JOINERY_AUTH_ID: registered.auth_id,
      JOINERY_PROXY_SECRET: registered.proxy_secret,
      JOINERY_API_TOKEN: registered.api_token,
      JOINERY_CONNECT_BASE: integrationFront.url,
      ACME_ISSUER: service.issuer,
      ACME_CLIENT_ID: client.clientId,
      ACME_CLIENT_SECRET: client.clientSecret,
      ...options.integrationEnv,
    },
  });
  stack.defer(() => killAll(integrations));

  return {
    hub: front.url,
    front,
    hubs,
    integrationFront,
    integrations,
    service,
    database,
    db,
    organisationId,
    registered,
    admin: await signIn(place, registrar.userId),
    addMember: async (name: string) => signIn(place, await addSomebody(name, "member")),
  };
}

async function register(admin: FaultPerson, connectBase: string): Promise<IntegrationRegistered> {
  const { status, code, data } = await admin.ask<IntegrationRegistered>("POST", "/api/admin/integrations", {
    kind: "verified",
    name: "Acme Desk",
    description: "",
    proxy_url: connectBase,
    connect_base: connectBase,
    may_do: [],
    actions: [],
    scopes: [],
    forwarded_headers: [],
    allowed_networks: [],
  });
  if (status !== 201) throw new Error(`The hub answered ${status} ${code} to the registration.`);
  return data;
}

async function killAll(processes: readonly { kill(): Promise<void> }[]): Promise<void> {
  await Promise.all(processes.map((one) => one.kill()));
}
