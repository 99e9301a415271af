import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { type Config, type Fault, findUnknownSettings, READ_NAMES, readConfig } from "@joinery/hub";
import { nearestOf } from "../nearest.ts";
import type { Session } from "../terminal/session.ts";

/** Names with the hub's prefix that other programs of ours read, so that nobody is warned of them. */
const OTHERS =
  /^JOINERY_(?:DEBUG|PORT|HUB|SERVICE_ID|AUTH_ID|PROXY_SECRET(?:_NEXT)?(?:_FILE)?|API_TOKEN(?:_FILE)?|CONNECT_BASE|WORKSHOP_TOKEN(?:_FILE)?|TEST_DATABASE(?:_URL)?)$/;

/** Reads the settings of a hub; `undefined` when they are wrong, which has been told then. */
export function readSettings(session: Session): Config | undefined {
  const { env, folder } = session;
  const read = readConfig({ env, readFile: (path) => readOrNothing(resolve(folder, path)) });
  for (const name of findUnknownSettings(env)) if (!OTHERS.test(name)) warn(name, session);
  if ("config" in read) return atFolder(read.config, folder);
  tellFaults(read.faults, session);
  return undefined;
}

function warn(name: string, { tell }: Session): void {
  const meant = nearestOf(name, READ_NAMES);
  tell(`${name} is no setting of the hub.${meant === undefined ? "" : ` Did you mean ${meant}?`}`);
}

function tellFaults(faults: readonly Fault[], { json, paint, result, tell }: Session): void {
  const sentence = faults.length === 1 ? "A setting is wrong." : `${faults.length} settings are wrong.`;
  const next = "docs/reference/configuration.md says what each setting means.";
  if (json) result({ error: { exit_code: 1, sentence, next, faults } }, "");
  tell(paint("red", sentence));
  for (const fault of faults) tell(`${paint("bold", fault.setting)}: ${fault.sentence}`);
  tell(next);
}

function readOrNothing(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Paths in settings are relative to the folder in which the command was called. */
function atFolder(config: Config, folder: string): Config {
  const { database } = config;
  return {
    ...config,
    dataFolder: resolve(folder, config.dataFolder),
    database: database.engine === "pglite" ? { ...database, folder: resolve(folder, database.folder) } : database,
  };
}
