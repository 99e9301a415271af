import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { wrongUse } from "../refusal.ts";

/** First line of a file that we may overwrite. */
const MARK = "# Written by joinery dev, anew at each start. It holds secrets of this machine only; don't commit it.";

/** Where the settings are written unless told otherwise. */
export const ENV_FILE = ".env.joinery";

/** Refuses to touch a file that somebody else has written. */
export function refuseForeignEnvFile(path: string, shown: string): void {
  if (!existsSync(path) || readFileSync(path, "utf8").startsWith(MARK)) return;
  throw wrongUse(
    `${shown} is there already, and joinery didn't write it, so it stays as it is.`,
    "Choose another with --env-file, or move it away.",
  );
}

/** Writes settings so that every reader of `.env` files, and a shell, takes them alike. */
export function writeEnvFile(path: string, settings: Readonly<Record<string, string>>): void {
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${quoted(value)}`);
  writeFileSync(path, `${[MARK, ...lines].join("\n")}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
}

/** Reads a file that we have written; empty when it is not ours. */
export function readEnvFile(path: string): Record<string, string> {
  if (!existsSync(path)) return {};
  const text = readFileSync(path, "utf8");
  if (!text.startsWith(MARK)) return {};
  const pairs = [...text.matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)];
  return Object.fromEntries(pairs.map(([, name = "", value = ""]) => [name, value.replace(/^'(.*)'$/, "$1")]));
}

function quoted(value: string): string {
  return /^[\w.:/@%+,=[\]-]*$/.test(value) ? value : `'${value.replaceAll("'", "")}'`;
}
