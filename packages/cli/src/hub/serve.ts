import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  type Config,
  createHub,
  ensureOrganisation,
  findMissingMigrations,
  type Hub,
  loadOrCreateMasterKey,
  type OpenDatabase,
  prepareFirstUse,
  serveHub,
  WrongMasterKey,
} from "@joinery/hub";
import type { CommandInput } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { couldNotRun } from "../refusal.ts";
import type { Session } from "../terminal/session.ts";
import { findPagesFolder } from "../workshop/pages-folder.ts";
import { createHubLog } from "./hub-log.ts";
import { migrateDatabase, withSentences } from "./migrate-database.ts";
import { openHubDatabase } from "./open-hub-database.ts";
import { readSettings } from "./read-settings.ts";

const LONGEST_ANNOUNCEMENT_SECONDS = 5;

const clock = () => new Date();

/** Runs a hub until it is asked to end. */
export async function serve({ options, session }: CommandInput): Promise<ExitCode> {
  const config = readSettings(session);
  if (config === undefined) return EXIT.foundWrong;
  const database = openHubDatabase(config);
  try {
    await bringUpToDate(database, options.flag("no-migrate"));
    const { hub, setupCode } = await withSentences(() => startHub(config, database, session));
    const served = await serveHub(hub, { ...config.listen, ...drainOf(config) }).catch(async (error) => {
      await hub.close();
      throw listenRefusal(error);
    });
    tellReady(config, served.port, session);
    if (setupCode !== undefined) tellSetupCode(config, setupCode, session);
    await untilAborted(session.signal);
    session.tell("Finishing what runs …");
    await served.close();
    return EXIT.ok;
  } finally {
    await database.close();
  }
}

async function bringUpToDate(database: OpenDatabase, leaveSchema: boolean): Promise<void> {
  if (!leaveSchema) return void (await migrateDatabase(database));
  const missing = await withSentences(() => findMissingMigrations(database.db));
  if (missing.length === 0) return;
  throw couldNotRun(`The database is behind: ${missing.join(", ")}.`, "Run joinery hub migrate first.");
}

async function startHub(
  config: Config,
  { db }: OpenDatabase,
  session: Session,
): Promise<{ hub: Hub; setupCode: string | undefined }> {
  const { publicUrl, signIn, mail, dataFolder, organisationName, logLevel } = config;
  const organisationId = await ensureOrganisation(db, organisationName, clock());
  try {
    const hub = await createHub({
      db,
      masterKey: config.masterKey ?? keptMasterKey(dataFolder),
      publicUrl,
      organisationId,
      pagesFolder: findPagesFolder(),
      signIn,
      mail,
      work: config.work,
      clock,
      log: createHubLog(session.stderr, logLevel, clock),
    });
    return { hub, setupCode: await prepareFirstUse(hub.context, organisationId, signIn) };
  } catch (error) {
    if (!(error instanceof WrongMasterKey)) throw error;
    throw couldNotRun(
      "This database was sealed with another master key.",
      "Give that one with JOINERY_MASTER_KEY_FILE; without it nothing sealed can be opened.",
    );
  }
}

function keptMasterKey(dataFolder: string): Uint8Array {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  return loadOrCreateMasterKey(join(dataFolder, "master.key"));
}

function tellReady(config: Config, port: number, session: Session): void {
  const { publicUrl, development, listen, database, signIn } = config;
  const event = {
    event: "ready",
    url: publicUrl.origin,
    listen: { host: listen.host, port },
    database: database.engine,
    development,
  };
  const lines = [
    `The hub is at ${publicUrl.origin}, and listens on ${listen.host}:${port}.`,
    database.engine === "pglite" && "It keeps everything in an embedded database: for trying, and for one process.",
    development &&
      signIn === undefined &&
      "This is a hub for trying: everybody who can open it may sign in as anybody.",
  ];
  session.result(event, lines.filter(Boolean).join("\n"));
}

/** Whoever can read what the hub prints could also change its settings: nobody gains anything by the code. */
function tellSetupCode({ publicUrl }: Config, code: string, session: Session): void {
  const url = `${publicUrl.origin}/setup`;
  const lines = [
    "Nobody administers this hub yet. Sign in and enter this code to be its administrator:",
    `${code} at ${url}`,
  ];
  session.result({ event: "setup_code", code, url }, lines.join("\n"));
}

/** A part of the time for load balancers that look every second or so; one process alone has none in front. */
function drainOf({ drainSeconds, database }: Config) {
  const announceSeconds = database.engine === "postgres" ? Math.min(LONGEST_ANNOUNCEMENT_SECONDS, drainSeconds / 5) : 0;
  return { announceSeconds, drainSeconds: drainSeconds - announceSeconds };
}

function listenRefusal(error: unknown): Error {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") return couldNotRun("Somebody else listens there already.", "Set JOINERY_LISTEN.");
  if (code === "EACCES" || code === "EADDRNOTAVAIL") {
    return couldNotRun(
      "The hub can't listen there.",
      "Set JOINERY_LISTEN to an address of this machine and a port above 1023.",
    );
  }
  return error instanceof Error ? error : new Error("The hub could not listen.");
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
