import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Store } from "../store/store.ts";

/** Milliseconds after which a guard counts as left behind by a process that died; it is held for a few file operations. */
const GUARD_MILLISECONDS = 10_000;
/** Milliseconds between two looks at a guard. */
const PAUSE = 5;
/** Milliseconds between two clearings of what has expired. */
const CLEARING_MILLISECONDS = 60_000;

/** One file: what is remembered, and until when, in milliseconds since 1970. */
interface Kept {
  value: string;
  until: number;
}

/**
 * Keeps a `Store` in a folder, for processes of one machine that serve the same integration; the folder is made when it
 * is not there. It is good for a few requests a second: a busier integration gives a store of its database. It needs a
 * file system of this machine: on network drives creating a file is not always atomic.
 *
 * @example
 * ```ts
 * import { createIntegration, oauth2, readHubSettings } from "@joinery/sdk";
 * import { fileStore } from "@joinery/sdk/node";
 *
 * const integration = createIntegration({
 *   ...readHubSettings(process.env),
 *   name: "Acme Desk",
 *   auth: oauth2({ issuer: "https://login.acme.example", clientId: "joinery", scopes: ["openid", "offline_access"] }),
 *   store: fileStore("/var/lib/acme-desk"),
 * });
 * ```
 */
export function fileStore(folder: string): Store {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let clearedAt = 0;

  return {
    find: async (key) => (await readLive(fileOf(folder, key)))?.value,

    async putIfAbsent(key, value, ttlSeconds) {
      await clearSometimes();
      const file = fileOf(folder, key);
      return guarded(file, async () => {
        if ((await readLive(file)) !== undefined) return false;
        await replace(file, { value, until: Date.now() + ttlSeconds * 1_000 });
        return true;
      });
    },

    async remove(key, value) {
      const file = fileOf(folder, key);
      await guarded(file, async () => {
        if ((await readKept(file))?.value === value) await rm(file, { force: true });
      });
    },
  };

  async function clearSometimes(): Promise<void> {
    if (Date.now() - clearedAt < CLEARING_MILLISECONDS) return;
    clearedAt = Date.now();
    const names = (await readdir(folder)).filter((name) => name.endsWith(".json"));
    // A file that can't be read is a matter for whoever asks for its key.
    for (const file of names.map((name) => join(folder, name))) await removeExpired(file).catch(() => undefined);
  }
}

async function removeExpired(file: string): Promise<void> {
  if ((await readLive(file)) !== undefined) return;
  await guarded(file, async () => {
    if ((await readLive(file)) === undefined) await rm(file, { force: true });
  });
}

/** A key may hold any character, a file name not; and a folder's listing need not tell the keys. */
function fileOf(folder: string, key: string): string {
  return join(folder, `${createHash("sha256").update(key).digest("hex")}.json`);
}

async function readLive(file: string): Promise<Kept | undefined> {
  const kept = await readKept(file);
  return kept !== undefined && kept.until > Date.now() ? kept : undefined;
}

async function readKept(file: string): Promise<Kept | undefined> {
  const text = await readFile(file, "utf8").catch(unlessCode("ENOENT"));
  return text === undefined ? undefined : (JSON.parse(text) as Kept);
}

/** Writes a file that is never seen half written, not even after a power cut in between. */
async function replace(file: string, kept: Kept): Promise<void> {
  const draft = `${file}.draft`;
  await writeFile(draft, JSON.stringify(kept), { mode: 0o600, flush: true });
  await rename(draft, file);
}

/** Does something to a file while no other process does: a guard beside it, which only one can create. */
async function guarded<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  const guard = `${file}.guard`;
  while (!(await isCreated(guard))) {
    if (await isLeftBehind(guard)) await removeLeftBehind(guard);
    else await sleep(PAUSE);
  }
  try {
    return await work();
  } finally {
    await rm(guard, { force: true });
  }
}

/** By one process at a time, and after a second look: another would remove the guard that comes after. */
async function removeLeftBehind(guard: string): Promise<void> {
  const breaking = `${guard}.breaking`;
  if (await isCreated(breaking)) {
    if (await isLeftBehind(guard)) await rm(guard, { force: true });
    await rm(breaking, { force: true });
  } else {
    if (await isLeftBehind(breaking)) await rm(breaking, { force: true });
    await sleep(PAUSE);
  }
}

async function isCreated(guard: string): Promise<boolean> {
  const handle = await open(guard, "wx", 0o600).catch(unlessCode("EEXIST"));
  await handle?.close();
  return handle !== undefined;
}

async function isLeftBehind(guard: string): Promise<boolean> {
  const found = await stat(guard).catch(unlessCode("ENOENT"));
  return found !== undefined && Date.now() - found.mtimeMs > GUARD_MILLISECONDS;
}

function unlessCode(code: string) {
  return (error: unknown): undefined => {
    if (error instanceof Error && "code" in error && error.code === code) return undefined;
    throw error;
  };
}
