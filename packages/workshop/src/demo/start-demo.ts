import { join } from "node:path";
import {
  createHub,
  type Hub,
  type HubOptions,
  type Log,
  loadOrCreateMasterKey,
  type OpenDatabase,
  serveHub,
  WrongMasterKey,
} from "@joinery/hub";
import { type ExternalService, startExternalService } from "../external-service/start-external-service.ts";
import { VAULT_KEY } from "./data-folder.ts";
import { type DemoFacts, drawDemo, loadOrDraw } from "./facts.ts";
import { type RunningIntegration, startIntegrationProcess, takesConnections } from "./integration-process.ts";
import { StartRefusal } from "./refusal.ts";
import { addDemoPeople, type DemoAddresses, placeIntegrations } from "./seed.ts";

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
  for (const needed of [port, port + 1, port + 2]) await refuseBusyPort(needed);
  const facts = loadOrDraw(join(folder, "demo.json"), drawDemo);
  const opening = options.openDatabase();
  // Awaited below; without this a failure would be nobody's while the external service still starts.
  opening.catch(() => undefined);
  const service = await onPort(port + 3, startExternalService({ port: port + 3, folder: join(folder, "acme-desk") }));
  closers.push(() => service.close());
  const launching = launchIntegrations(service, facts, { ...addresses, port });
  closers.push(() => stopAll(launching));

  const database = await opening;
  closers.push(() => database.close());
  await addDemoPeople(database, facts);
  const hub = await openHub({
    db: database.db,
    masterKey: loadOrCreateMasterKey(join(folder, VAULT_KEY)),
    publicUrl: new URL(addresses.hub),
    organisationId: facts.organisationId,
    pagesFolder: options.pagesFolder,
    clock: () => new Date(),
    log: options.log,
  });
  const served = await onPort(port, serveHub(hub, { host: "127.0.0.1", port }));
  closers.push(() => served.close());
  await placeIntegrations(hub, facts, addresses);
  const [desk, plain] = await Promise.all([launching.desk, launching.plain]);
  return { hub, service, facts, addresses, integrations: { desk, plain } };
}

async function openHub(options: HubOptions): Promise<Hub> {
  try {
    return await createHub(options);
  } catch (error) {
    if (!(error instanceof WrongMasterKey)) throw error;
    throw new StartRefusal(
      "The database was begun with another data folder, which holds the key to it. Set JOINERY_DATA to that folder, or use an empty database.",
    );
  }
}

/** Both integrations on their way: the hub starts beside them. */
interface Launching {
  desk: Promise<RunningIntegration>;
  plain: Promise<RunningIntegration>;
}

async function stopAll(launching: Launching): Promise<void> {
  const settled = await Promise.allSettled([launching.desk, launching.plain]);
  await Promise.all(settled.map((one) => (one.status === "fulfilled" ? one.value.stop() : undefined)));
}

/** Looked at before anything starts: an integration would end with a stack, and a stranger on its port be taken for it. */
async function refuseBusyPort(port: number): Promise<void> {
  if (await takesConnections(port)) throw busyPort(port);
}

async function onPort<Result>(port: number, starting: Promise<Result>): Promise<Result> {
  try {
    return await starting;
  } catch (error) {
    const isBusy = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
    if (!isBusy) throw error;
    throw busyPort(port);
  }
}

function busyPort(port: number): StartRefusal {
  return new StartRefusal(`Port ${port} is in use. Stop what uses it, or choose another: JOINERY_PORT=4100 npm start`);
}

function launchIntegrations(
  service: ExternalService,
  facts: DemoFacts,
  { hub, desk, plain, port }: DemoAddresses & { port: number },
): Launching {
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
  const launching = {
    desk: startIntegrationProcess({
      ...both,
      ...deskClient,
      example: "desk",
      port: port + 1,
      registered: facts.desk,
      connectBase: desk,
    }),
    plain: startIntegrationProcess({
      ...both,
      ...plainClient,
      example: "plain",
      port: port + 2,
      registered: facts.plain,
    }),
  };
  // Awaited by whoever starts or stops; until then a failure is nobody's.
  for (const integration of Object.values(launching)) integration.catch(() => undefined);
  return launching;
}
