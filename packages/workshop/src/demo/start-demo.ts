import { randomBytes } from "node:crypto";
import { join } from "node:path";
import {
  createHub,
  type Hub,
  type Log,
  loadOrCreateMasterKey,
  type OpenDatabase,
  registerIntegration,
  type ServedHub,
  serveHub,
} from "@joinery/hub";
import { type ExternalService, startExternalService } from "../external-service/start-external-service.ts";
import { type RunningIntegration, startIntegrationProcess } from "./integration-process.ts";
import { StartRefusal } from "./refusal.ts";
import {
  addDemoPeople,
  type DemoAddresses,
  type DemoFacts,
  demoIntegrations,
  moveIntegrations,
  readFacts,
  writeFacts,
} from "./seed.ts";

/** How a demonstration is started. */
export interface DemoOptions {
  /** The hub's port; the three that follow are taken too. */
  port: number;
  /** Where everything is kept that is not in the database. */
  folder: string;
  /** Opens the database; it is closed with the demonstration. */
  openDatabase: () => Promise<OpenDatabase>;
  pagesFolder: string;
  log: Log;
}

/** A running demonstration: hub, external service, and both example integrations as processes of their own. */
export interface Demo {
  hub: Hub;
  service: ExternalService;
  facts: DemoFacts;
  addresses: DemoAddresses;
  integrations: { desk: RunningIntegration; plain: RunningIntegration };
  close(): Promise<void>;
}

type Closable = () => Promise<unknown>;

/** Starts everything on loopback. What is already running is ended again when a later part fails. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const closers: Closable[] = [];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return { ...(await startParts(options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(options: DemoOptions, closers: Closable[]): Promise<Omit<Demo, "close">> {
  const { port, folder } = options;
  const addresses = {
    hub: `http://127.0.0.1:${port}`,
    desk: `http://localhost:${port + 1}`,
    plain: `http://localhost:${port + 2}`,
  };
  const starting = onPort(port + 3, startExternalService({ port: port + 3, folder: join(folder, "acme-desk") }));
  const opening = options.openDatabase();
  const [serviceStart, databaseStart] = await Promise.allSettled([starting, opening]);
  if (serviceStart.status === "fulfilled") closers.push(() => serviceStart.value.close());
  if (databaseStart.status === "fulfilled") closers.push(() => databaseStart.value.close());
  const service = await starting;
  const database = await opening;

  const factsFile = join(folder, "demo.json");
  const earlier = await readFacts(factsFile, database);
  const people = earlier ?? (await addDemoPeople(database));
  const hub = await createHub({
    db: database.db,
    masterKey: loadOrCreateMasterKey(join(folder, "vault.key")),
    publicUrl: new URL(addresses.hub),
    organisationId: people.organisationId,
    pagesFolder: options.pagesFolder,
    clock: () => new Date(),
    log: options.log,
  });
  const served = await listen(hub, port);
  closers.push(() => served.close());

  const facts = earlier ?? (await register(hub, people, addresses));
  if (earlier === undefined) writeFacts(factsFile, facts);
  else await moveIntegrations(hub, facts, addresses);
  const integrations = await startIntegrations(service, facts, { ...addresses, port });
  closers.push(...Object.values(integrations).map((integration) => () => integration.stop()));
  return { hub, service, facts, addresses, integrations };
}

function listen(hub: Hub, port: number): Promise<ServedHub> {
  return onPort(port, serveHub(hub, { host: "127.0.0.1", port }));
}

async function onPort<Result>(port: number, starting: Promise<Result>): Promise<Result> {
  try {
    return await starting;
  } catch (error) {
    const isBusy = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isBusy) throw error;
    throw new StartRefusal(`Port ${port} is in use. Stop what uses it, or choose another: JOINERY_PORT=4100 npm start`);
  }
}

async function register(
  hub: Hub,
  people: Pick<DemoFacts, "organisationId" | "people">,
  addresses: DemoAddresses,
): Promise<DemoFacts> {
  const registrar = { organisationId: people.organisationId, userId: null, requestId: null };
  const { desk, plain } = demoIntegrations(addresses);
  const secret = () => randomBytes(24).toString("base64url");
  return {
    ...people,
    desk: await registerIntegration(hub.context, registrar, desk),
    plain: await registerIntegration(hub.context, registrar, plain),
    clientSecrets: { desk: secret(), plain: secret() },
  };
}

async function startIntegrations(
  service: ExternalService,
  facts: DemoFacts,
  { hub, desk, plain, port }: DemoAddresses & { port: number },
): Promise<Demo["integrations"]> {
  const clients = [
    {
      clientId: "joinery-desk",
      clientSecret: facts.clientSecrets.desk,
      name: "Joinery",
      redirectUris: [`${desk}/connect/callback`],
    },
    {
      clientId: "joinery-plain",
      clientSecret: facts.clientSecrets.plain,
      name: "Joinery (plain)",
      redirectUris: [`${plain}/callback`],
    },
  ] as const;
  for (const client of clients) service.addClient({ ...client, redirectUris: [...client.redirectUris] });
  const [deskClient, plainClient] = clients;
  const both = { hub, issuer: service.issuer };
  const [runningDesk, runningPlain] = await Promise.all([
    startIntegrationProcess({
      ...both,
      ...deskClient,
      example: "desk",
      port: port + 1,
      registered: facts.desk,
      connectBase: desk,
    }),
    startIntegrationProcess({ ...both, ...plainClient, example: "plain", port: port + 2, registered: facts.plain }),
  ]);
  return { desk: runningDesk, plain: runningPlain };
}
