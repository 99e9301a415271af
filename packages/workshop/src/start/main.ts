import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describeError, type LogFields, type OpenDatabase, openDatabase } from "@joinery/hub";
import { type DataFolder, takeDataFolder } from "../demo/data-folder.ts";
import { StartRefusal } from "../demo/refusal.ts";
import { readSettings, type StartSettings } from "../demo/settings.ts";
import { type Demo, startDemo } from "../demo/start-demo.ts";

/** What `npm start` runs: the whole workshop on this machine, until Ctrl-C. */

const PAGES_FOLDER = fileURLToPath(new URL("../../../web/dist", import.meta.url));
/** Written when the pages are complete. */
const PAGES_MARK = `${PAGES_FOLDER}/.inputs`;
const PAGES_WITHIN_MS = 60_000;

let folder: DataFolder | undefined;
let demo: Demo | undefined;
let isStopping = false;

async function stop(): Promise<void> {
  if (isStopping) return;
  isStopping = true;
  await demo?.close();
  folder?.release();
  process.exit();
}

async function start(): Promise<void> {
  const settings = readSettings(process.env, process.argv.slice(2));
  folder = takeDataFolder(settings.folder, settings);
  console.log("Starting hub, Acme Desk and two integrations …");
  const options = { ...settings, openDatabase: () => openStore(settings), pagesFolder: PAGES_FOLDER, log };
  const [started] = await Promise.all([startDemo(options), pagesAreBuilt()]);
  demo = started;
  if (isStopping) return;
  console.log(introduction(demo, relative(process.cwd(), settings.folder)));
}

function openStore({ databaseUrl, folder }: StartSettings): Promise<OpenDatabase> {
  if (databaseUrl === undefined) return openDatabase({ engine: "pglite", folder: join(folder, "database") });
  return openDatabase({ engine: "postgres", url: databaseUrl }).catch((cause) => {
    const sentence = "The database at JOINERY_DATABASE_URL can't be used. Check that it runs and lets you in.";
    throw new StartRefusal(sentence, { cause });
  });
}

async function pagesAreBuilt(): Promise<void> {
  const deadline = performance.now() + PAGES_WITHIN_MS;
  while (!existsSync(PAGES_MARK) && performance.now() < deadline) await wait(50);
}

function introduction({ addresses, service }: Demo, dataFolder: string): string {
  return [
    "",
    `  Joinery is ready:  ${addresses.hub}`,
    "",
    `  Integrations       ${addresses.desk} (verified), ${addresses.plain} (plain)`,
    `  External service   ${service.issuer} (Acme Desk, on this machine only)`,
    "  Next: open the hub, sign in as Ada, choose Acme Desk, press Connect, log in as john.doe with the password demo.",
    `  Ctrl-C stops everything; the data stays in ${dataFolder}. Begin anew with: npm start -- --fresh`,
  ].join("\n");
}

/** Warnings and errors only: the first lines belong to the person who starts. */
function log(level: string, event: string, fields: LogFields = {}): void {
  if (level !== "info") console.error(JSON.stringify({ level, event, ...fields }));
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());

start().catch(async (error: unknown) => {
  if (isStopping) return;
  console.error(
    error instanceof StartRefusal ? error.message : `Joinery could not start. ${JSON.stringify(describeError(error))}`,
  );
  process.exitCode = 1;
  await stop();
});
