import { mkdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { flushFolder } from "./flush-folder.ts";

/** Milliseconds without a sign of life after which a process of another machine, or of another container, counts as ended. */
const SILENCE = 60_000;
/** Milliseconds between two signs of life, at least. */
const SIGN_EVERY = 5_000;
/** The file in a part of the spool that says whose it is; its time of change is the last sign of life. */
const SIGN = "owner.json";

/** Parts that this process has made. */
const ours = new Set<string>();

/** The part of a spool that belongs to this process. */
export interface SpoolOwner {
  name: string;
  folder: string;
  /** Says that this process lives; makes its part when there is none. */
  signLife(): Promise<void>;
  makePart(): Promise<void>;
}

/** Names a part of the spool for this process; it is made when something is put there. */
export function createOwner(spool: string): SpoolOwner {
  const name = `process-${crypto.randomUUID()}`;
  const folder = join(spool, name);
  ours.add(name);
  let signedAt = 0;

  async function signLife(): Promise<void> {
    const now = new Date();
    if (now.getTime() - signedAt < SIGN_EVERY) return;
    // Not there yet, or somebody took this process for dead and cleared up behind it.
    await utimes(join(folder, SIGN), now, now).catch(makePart);
    signedAt = now.getTime();
  }

  async function makePart(): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, SIGN), JSON.stringify({ pid: process.pid, host: hostname() }), { mode: 0o600 });
    // A flushed file in a folder that is not there any more would be lost all the same.
    await flushFolder(spool);
  }

  return { name, folder, signLife, makePart };
}

export function isOwnerName(name: string): boolean {
  return /^process-[0-9a-f-]{36}$/.test(name);
}

/**
 * Whether the process that owns a part has ended: there is no such process on this machine, or it has been silent for a
 * minute. Another process may have been given its number since, then its silence tells; when it is we who have it, as after
 * the restart of a container, we know what is ours.
 */
export async function hasEnded(part: string): Promise<boolean> {
  const file = join(part, SIGN);
  try {
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > SILENCE) return true;
    const { pid, host } = JSON.parse(await readFile(file, "utf8")) as { pid: number; host: string };
    if (host !== hostname()) return false;
    return pid === process.pid ? !ours.has(basename(part)) : !isRunning(pid);
  } catch {
    return isOld(part);
  }
}

/** Without a readable sign it is being made at this moment, or was left behind half made. */
async function isOld(part: string): Promise<boolean> {
  const found = await stat(part).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > SILENCE;
}

/** Whoever may not ask, as in Deno without `--allow-run`, takes it for running; then its silence tells. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}
