import { generateKeyPairSync, randomBytes } from "node:crypto";
import { appendFile, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JWK } from "oidc-provider";
import { LEDGER_LIMIT, type LedgerEntry } from "./ledger.ts";
import type { StoredRecord } from "./records.ts";
import type { Ticket } from "./tickets.ts";

/** What outlives a restart. */
export interface SavedState {
  /** Signs ID tokens: a private EC key, quick to make. */
  signingKey: JWK;
  /** Signs cookies and form tokens. */
  cookieKey: string;
  records: StoredRecord[];
  tickets: Ticket[];
}

/** Where the state lives between runs. Without a folder everything stays in memory. */
export interface StateFile {
  state: SavedState;
  ledger: LedgerEntry[];
  /** Says that the state has changed; it is written soon, and never twice at the same time. */
  touch(current: () => SavedState): void;
  append(entry: LedgerEntry): void;
  /** Resolves when everything is written. */
  settled(): Promise<void>;
}

const STATE_FILE = "acme-desk.json";
const LEDGER_FILE = "acme-desk-ledger.jsonl";

/** Opens the state of an earlier run, or begins anew. */
export async function openState(folder?: string): Promise<StateFile> {
  if (folder === undefined) {
    return { state: newState(), ledger: [], touch() {}, append() {}, settled: async () => {} };
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const statePath = join(folder, STATE_FILE);
  const ledgerPath = join(folder, LEDGER_FILE);
  const saved = await readIfThere(statePath);
  const state: SavedState = saved === undefined ? newState() : JSON.parse(saved);
  const ledger = parseLines((await readIfThere(ledgerPath)) ?? "");
  if (saved === undefined) await writeWhole(statePath, JSON.stringify(state));
  await writeWhole(ledgerPath, ledger.map((entry) => `${JSON.stringify(entry)}\n`).join(""));

  let latest: (() => SavedState) | undefined;
  let writing = Promise.resolve();
  let appending = Promise.resolve();
  let failure: unknown;

  /** A full disk must not end the process: the service goes on in memory and says so when it is closed. */
  function keepFailure(error: unknown): void {
    failure ??= error;
  }

  async function writeLatest(): Promise<void> {
    const current = latest;
    latest = undefined;
    if (current !== undefined) await writeWhole(statePath, JSON.stringify(current()));
  }

  return {
    state,
    ledger,
    touch(current) {
      const isDue = latest !== undefined;
      latest = current;
      if (!isDue) writing = writing.then(writeLatest).catch(keepFailure);
    },
    append(entry) {
      appending = appending.then(() => appendFile(ledgerPath, `${JSON.stringify(entry)}\n`)).catch(keepFailure);
    },
    settled: async () => {
      await Promise.all([writing, appending]);
      if (failure !== undefined) throw new Error("Acme Desk could not write its data.", { cause: failure });
    },
  };
}

function newState(): SavedState {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signingKey = { ...privateKey.export({ format: "jwk" }), alg: "ES256", use: "sig" } as JWK;
  return { signingKey, cookieKey: randomBytes(32).toString("base64url"), records: [], tickets: [] };
}

/** Half a line at the end, from a run that was killed, is left out. */
function parseLines(text: string): LedgerEntry[] {
  return text
    .split("\n")
    .slice(0, -1)
    .slice(-LEDGER_LIMIT)
    .map((line) => JSON.parse(line));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Writes beside and renames, so that a kill in between leaves the old file whole. */
async function writeWhole(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}
