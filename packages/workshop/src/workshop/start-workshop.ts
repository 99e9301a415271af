import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { PersonKey, Workshop, WorkshopKind, WorkshopView } from "@joinery/contract/workshop";
import {
  createHub,
  type FetchLayer,
  type Hub,
  type Log,
  loadOrCreateMasterKey,
  loadSigningKey,
  type OpenDatabase,
  serveHub,
} from "@joinery/hub";
import { VAULT_KEY } from "../demo/data-folder.ts";
import { loadOrDraw } from "../demo/facts.ts";
import { takesConnections } from "../demo/integration-process.ts";
import { addDemoPeople, placeIntegration } from "../demo/seed.ts";
import type { SlowFaultDelays } from "../external-service/faults.ts";
import { type ExternalService, startExternalService } from "../external-service/start-external-service.ts";
import { signClaimsWith } from "../faults/sign-claims.ts";
import { createRecorder } from "../inspector/recorder.ts";
import { standInForBlink } from "./blink-stand-in.ts";
import { environmentOf } from "./environment.ts";
import { expireStored } from "./expire-stored.ts";
import { drawWorkshop, type WorkshopFacts } from "./facts.ts";
import { createFaultSwitches } from "./fault-switches.ts";
import type { HubVoice } from "./hub-request.ts";
import { createInspector, type Inspector } from "./inspect.ts";
import { createLocalWorkshop, type WorkshopActs } from "./local-workshop.ts";
import { passThrough } from "./pass-through.ts";
import { listPeople } from "./people.ts";
import { findFreePorts, PORT_OFFSETS } from "./ports.ts";
import { registrationBody } from "./registration.ts";
import { startTap, type Tap } from "./tap.ts";
import type { Visitor } from "./visitor.ts";
import { createVisitors } from "./visitors.ts";

/** How a workshop is started. */
export interface WorkshopOptions {
  /** The hub's port, and the first of those that are taken; 0 finds free ones. */
  port: number;
  kind: WorkshopKind;
  /**
   * Where the integration listens, or will: nothing has to be there yet. With a path when its proxy URL has one. Unless
   * given, a port of `localhost` beside the hub's.
   */
  upstream?: string;
  /** More redirect URIs that Acme Desk takes, besides `<connect base>/connect/callback`; `port` is the integration's own. */
  redirectUris?: (place: { port: number }) => readonly string[];
  openDatabase: () => Promise<OpenDatabase>;
  /** Where ids, secrets and what Acme Desk knows are kept between starts; nothing: in memory. */
  folder?: string;
  /** The built pages, of hub and workshop. */
  pagesFolder?: string;
  clock?: () => Date;
  /** Finds free ports when `port` is 0. */
  findPorts?: () => Promise<number>;
  /** Life of an access token of Acme Desk, in seconds. */
  accessTokenSeconds?: number;
  /** How long the slow faults of Acme Desk take, in milliseconds; 6,000 and 30,000 unless given. */
  slowFaultDelays?: SlowFaultDelays;
  log: Log;
}

/** A running workshop: hub, Acme Desk, and a tap in front of the integration. */
export interface RunningWorkshop extends AsyncDisposable {
  workshop: Workshop;
  hub: Hub;
  service: ExternalService;
  facts: WorkshopFacts;
  /** What the integration is to be started with. */
  environment: Readonly<Record<string, string>>;
  inspector: Inspector;
  /** A person's signed-in visit to the hub. */
  visitorOf(key: PersonKey): Promise<Visitor>;
  /** Port for the workshop's own server: inspector, fault panel, API. */
  workshopPort: number;
  close(): Promise<void>;
}

type Closable = () => Promise<unknown>;

/** Free ports are looked for first and taken later: somebody else may be faster. */
const TRIES_FOR_FREE_PORTS = 3;

/** Starts a workshop on loopback. What is already running is ended again when a later part fails. */
export async function startWorkshop(options: WorkshopOptions): Promise<RunningWorkshop> {
  const { findPorts = findFreePorts } = options;
  for (let left = options.port === 0 ? TRIES_FOR_FREE_PORTS : 1; ; left -= 1) {
    try {
      return await startAt(options.port === 0 ? await findPorts() : options.port, options);
    } catch (error) {
      const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
      if (!isTaken || left === 1) throw error;
    }
  }
}

async function startAt(port: number, options: WorkshopOptions): Promise<RunningWorkshop> {
  const closers: Closable[] = [];
  const close = () => closeAll(closers);
  try {
    return { ...(await startParts({ ...options, port }, closers)), close, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startParts(
  options: WorkshopOptions,
  closers: Closable[],
): Promise<Omit<RunningWorkshop, "close" | typeof Symbol.asyncDispose>> {
  const { kind, clock = () => new Date(), folder, port } = options;
  const upstream = new URL(options.upstream ?? `http://localhost:${port + PORT_OFFSETS.upstream}`);
  const places = placesOf(port, upstream);
  const facts = folder === undefined ? drawWorkshop() : loadOrDraw(join(folder, "workshop.json"), drawWorkshop);
  const inspector = createInspector({
    address: places.address.origin,
    recorder: createRecorder({ clock, secrets: secretsOf(facts), facts: () => seenBy(facts, kind, places) }),
  });
  const opening = options.openDatabase();
  // Awaited below; until then a failure is nobody's. It is closed also when what starts beside it fails.
  const opened = opening.catch(() => undefined);
  closers.push(async () => (await opened)?.close());

  const service = await startExternalService({
    port: port + PORT_OFFSETS.service,
    clock,
    watch: inspector.watchService,
    ...(folder === undefined ? {} : { folder: join(folder, "acme-desk") }),
    ...(options.slowFaultDelays === undefined ? {} : { slowFaultDelays: options.slowFaultDelays }),
    ...(options.accessTokenSeconds === undefined ? {} : { accessTokenSeconds: options.accessTokenSeconds }),
  });
  closers.push(() => service.close());
  const redirectUris = [
    `${places.address.origin}/connect/callback`,
    ...(options.redirectUris?.({ port: Number(upstream.port) }) ?? []),
  ];
  service.addClient({ ...facts, name: "Joinery", redirectUris });

  const database = await opening;
  await addDemoPeople(database, facts);
  const masterKey =
    folder === undefined ? new Uint8Array(randomBytes(32)) : loadOrCreateMasterKey(join(folder, VAULT_KEY));
  const { pagesFolder, log } = options;
  const { organisationId } = facts;
  const publicUrl = new URL(places.hub);
  const hub = await createHub({ db: database.db, masterKey, publicUrl, organisationId, pagesFolder, clock, log });
  const speaksPart2 = kind !== "blink";
  const around = (fetch: FetchLayer) => inspector.watchHub(speaksPart2 ? fetch : standInForBlink(fetch));
  const served = await serveHub(hub, { host: "127.0.0.1", port, around }).catch(async (error: unknown) => {
    await hub.close();
    throw error;
  });
  closers.push(() => served.close());

  const { proxy_secret: proxySecret, service_id: serviceId, auth_id: authId } = facts.integration;
  const sign = speaksPart2 ? signClaimsWith(await loadSigningKey(database.db, masterKey, clock())) : null;
  const means = { secrets: { current: proxySecret, old: facts.oldProxySecret }, sign };
  const faults = createFaultSwitches(service, means, {
    "link-forwarded": () => acts.connect({ user: "eve", openedBy: "bob" }),
    "token-expired": () => expireStored(hub, facts.organisationId),
  });
  const proxyPath = places.address.pathname.replace(/\/$/, "");
  const voice: HubVoice = { hub, serviceId, proxySecret, proxyPath, proxyHost: places.address.host, speaksPart2 };
  const pass = passThrough({ inspector, faults, means, speaksPart2 });
  const tap: Tap = await startTap({ port: port + PORT_OFFSETS.integration, upstream: upstream.origin, pass });
  closers.push(() => tap.close());
  await placeIntegration(hub, {
    facts,
    registration: facts.integration,
    body: registrationBody(kind, places.address),
  });

  const describe = async (): Promise<WorkshopView> => ({
    kind,
    hub: places.hub,
    service: service.issuer,
    workshop: places.workshop,
    integration: {
      address: places.address.href.replace(/\/$/, ""),
      upstream: upstream.href.replace(/\/$/, ""),
      state: (await takesConnections(Number(upstream.port || 80), upstream.hostname)) ? "running" : "stopped",
      service_id: serviceId,
      auth_id: authId,
      redirect_uris: redirectUris,
    },
    people: listPeople(facts),
    faults: faults.active(),
  });
  const visitorOf = createVisitors(places.hub, facts.people);
  const acts: WorkshopActs = createLocalWorkshop({
    kind,
    facts,
    voice,
    means,
    hubUrl: places.hub,
    service,
    tap,
    faults,
    visitorOf,
    describe,
  });
  return {
    workshop: inspector.complete(acts, { tap, voice }),
    hub,
    service,
    facts,
    environment: environmentOf(facts, { kind, ...places, service: service.issuer }),
    inspector,
    visitorOf,
    workshopPort: port + PORT_OFFSETS.workshop,
  };
}

/** Ends the latest first, and the others also when one can't be ended. */
async function closeAll(closers: Closable[]): Promise<void> {
  const failures: unknown[] = [];
  for (const closer of closers.splice(0).reverse()) {
    await closer().catch((error: unknown) => void failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

/** Three hosts, because cookies ignore ports: the hub's must not reach the integration, nor the other way round. */
function placesOf(port: number, upstream: URL) {
  return {
    hub: `http://127.0.0.1:${port + PORT_OFFSETS.hub}`,
    address: new URL(upstream.pathname, `http://localhost:${port + PORT_OFFSETS.integration}`),
    upstream,
    workshop: `http://127.0.0.1:${port + PORT_OFFSETS.workshop}`,
  };
}

function seenBy({ integration }: WorkshopFacts, kind: WorkshopKind, places: ReturnType<typeof placesOf>) {
  const { service_id, auth_id, proxy_secret } = integration;
  const connect_base = kind === "verified" ? places.address.origin : null;
  return { kind, service_id, auth_id, proxy_secret, hub: places.hub, connect_base };
}

function secretsOf({ integration, oldProxySecret, clientSecret }: WorkshopFacts): readonly string[] {
  return [integration.proxy_secret, integration.api_token, oldProxySecret, clientSecret];
}
