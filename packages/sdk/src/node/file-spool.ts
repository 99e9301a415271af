import { accessSync, constants, mkdirSync } from "node:fs";
import { open, readdir, readFile, rename, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import type { Spool, SpoolEntry } from "../spool/spool.ts";
import { flushFolder } from "./flush-folder.ts";
import { createOwner, hasEnded, isOwnerName } from "./spool-owners.ts";

/**
 * Keeps a `Spool` in a folder, one file for each thing that is unfinished, mode 0600. What was put survives `kill -9` at any
 * moment and a power cut: a file is written beside, flushed, renamed, and the folder flushed. Several processes of one
 * integration may share the folder; each writes into a part of its own, and takes over the part of one that has ended.
 * It needs a file system of this machine. `serve` uses it by itself.
 *
 * @example
 * ```ts
 * import { createIntegration, oauth2, readHubSettings } from "@joinery/sdk";
 * import { fileSpool } from "@joinery/sdk/node";
 *
 * const integration = createIntegration({
 *   ...readHubSettings(process.env),
 *   name: "Acme Desk",
 *   auth: oauth2({ issuer: "https://login.acme.example", clientId: "joinery", scopes: ["openid", "offline_access"] }),
 *   spool: fileSpool("/var/lib/acme-desk/spool"),
 * });
 * ```
 */
export function fileSpool(folder: string): Spool {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  accessSync(folder, constants.W_OK);
  const owner = createOwner(folder);
  let hasPut = false;

  return {
    async put(name, sealed) {
      hasPut = true;
      await owner.signLife();
      const write = () => writeWhole(owner.folder, name, sealed);
      // Somebody who took this process for dead may have cleared up behind it a moment ago.
      if ((await write().catch(unlessGone)) === undefined) await owner.makePart().then(write);
    },
    remove: (name) => rm(join(owner.folder, fileOf(name)), { force: true }),
    async list() {
      const ended = await listEnded();
      if (ended.length > 0 || hasPut) await owner.signLife();
      for (const part of ended) await takeOver(part);
      const names = await listSealed(owner.folder);
      return (await Promise.all(names.map((name) => readEntry(owner.folder, name)))).flat();
    },
  };

  async function listEnded(): Promise<string[]> {
    const others = (await readdir(folder)).filter((name) => isOwnerName(name) && name !== owner.name);
    const parts = others.map((name) => join(folder, name));
    const ended = await Promise.all(parts.map(hasEnded));
    return parts.filter((_part, index) => ended[index]);
  }

  /** Moves what an ended process has left into our own part: of two that try, one finds nothing any more. */
  async function takeOver(part: string): Promise<void> {
    for (const file of await listSealed(part)) {
      await rename(join(part, file), join(owner.folder, file)).catch(unlessGone);
    }
    await flushFolder(owner.folder);
    await removeEmptied(part);
  }
}

async function listSealed(part: string): Promise<string[]> {
  const names = (await readdir(part).catch(unlessGone)) ?? [];
  return names.filter((name) => name.endsWith(".sealed"));
}

/** Of a process that has ended, everything but sealed files: drafts that were never whole, its sign of life. */
async function removeEmptied(part: string): Promise<void> {
  if ((await listSealed(part)).length > 0) return;
  const left = (await readdir(part).catch(unlessGone)) ?? [];
  for (const name of left) await rm(join(part, name), { force: true });
  await rmdir(part).catch(unlessGone);
}

/** Writes a file that is never seen half written, and is there once this resolves, also after a power cut. */
async function writeWhole(part: string, name: string, sealed: string): Promise<"written"> {
  const draft = join(part, `${fileOf(name)}.draft`);
  const handle = await open(draft, "w", 0o600);
  try {
    await handle.writeFile(sealed);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, join(part, fileOf(name)));
  await flushFolder(part);
  return "written";
}

async function readEntry(part: string, file: string): Promise<SpoolEntry[]> {
  const sealed = await readFile(join(part, file), "utf8").catch(unlessGone);
  return sealed === undefined ? [] : [{ name: decodeURIComponent(file.replace(/\.sealed$/, "")), sealed }];
}

/** Names are random ids; whatever else somebody uses must not leave the folder. */
function fileOf(name: string): string {
  return `${encodeURIComponent(name).replaceAll(".", "%2E")}.sealed`;
}

function unlessGone(error: unknown): undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTEMPTY" || code === "EEXIST") return undefined;
  throw error;
}
