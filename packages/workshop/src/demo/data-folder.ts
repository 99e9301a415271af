import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StartRefusal } from "./refusal.ts";

/** The folder of one running demonstration. */
export interface DataFolder {
  path: string;
  /** Makes it free for the next start. */
  release(): void;
}

/** What a start wants of the folder. */
export interface FolderUse {
  /** Empties it first. */
  fresh: boolean;
  /** A database elsewhere is not emptied with the folder, so the key that it is sealed with stays. */
  databaseUrl?: string | undefined;
}

const LOCK = "running.json";
/** The key that everything sealed depends on. */
export const VAULT_KEY = "vault.key";

/**
 * Takes the data folder for this process: the embedded database has no lock of its own, and two processes on it would spoil
 * it. A lock left behind by a killed process is taken over.
 */
export function takeDataFolder(path: string, { fresh, databaseUrl }: FolderUse): DataFolder {
  const lock = join(path, LOCK);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    takeLock(lock);
    if (fresh) emptyFolder(path, databaseUrl === undefined ? [LOCK] : [LOCK, VAULT_KEY]);
  } catch (error) {
    if (error instanceof StartRefusal) throw error;
    throw new StartRefusal(
      `The data folder can't be written to (${codeOf(error)}). Set JOINERY_DATA to a folder of yours.`,
    );
  }
  return { path, release: () => rmSync(lock, { force: true }) };
}

function takeLock(lock: string): void {
  try {
    writeFileSync(lock, JSON.stringify(describeProcess(process.pid)), { flag: "wx" });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
    if (isHolderAlive(lock)) {
      throw new StartRefusal(
        "Joinery is running on this data already. Stop it first, or set JOINERY_DATA and JOINERY_PORT for a second one.",
      );
    }
    rmSync(lock, { force: true });
    takeLock(lock);
  }
}

function isHolderAlive(lock: string): boolean {
  try {
    const holder = JSON.parse(readFileSync(lock, "utf8")) as ReturnType<typeof describeProcess>;
    process.kill(holder.pid, 0);
    return holder.pid !== process.pid && describeProcess(holder.pid).startedAt === holder.startedAt;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

/** A process id alone may have been given to somebody else since; on Linux the start time tells them apart (proc(5)). */
function describeProcess(pid: number): { pid: number; startedAt: string | null } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
    return { pid, startedAt: fields?.[19] ?? null };
  } catch {
    return { pid, startedAt: null };
  }
}

function emptyFolder(path: string, kept: readonly string[]): void {
  for (const name of readdirSync(path)) {
    if (!kept.includes(name)) rmSync(join(path, name), { recursive: true, force: true });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
