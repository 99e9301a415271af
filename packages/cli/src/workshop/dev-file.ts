import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where `joinery dev` says that it runs; the other commands look for it. */
export const DEV_FILE = ".joinery/dev.json";

/** What the other commands need to talk to a running `joinery dev`. */
export interface DevFile {
  workshop: string;
  /** Lets programs switch faults and send requests; for this machine only. */
  token: string;
  pid: number;
  /** Where the settings of the integration are. */
  env_file?: string;
}

/** Writes the file for its owner's eyes only. */
export function writeDevFile(folder: string, content: DevFile): void {
  const path = join(folder, DEV_FILE);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
}

/** Removes the file, unless another process has written it since. */
export function removeDevFile(folder: string, pid: number): void {
  if (readDevFile(folder)?.pid === pid) rmSync(join(folder, DEV_FILE), { force: true });
}

/** Reads the file of one folder; `undefined` when there is none, or half of one. */
export function readDevFile(folder: string): DevFile | undefined {
  try {
    const read = JSON.parse(readFileSync(join(folder, DEV_FILE), "utf8")) as Partial<DevFile>;
    const { workshop, token, pid, env_file: envFile } = read;
    if (typeof workshop !== "string" || typeof token !== "string" || typeof pid !== "number") return undefined;
    return { workshop, token, pid, ...(typeof envFile === "string" ? { env_file: envFile } : {}) };
  } catch {
    return undefined;
  }
}

/** Finds the file in this folder or in one above it, so that commands work from everywhere in a project. */
export function findDevFile(folder: string): { folder: string; file: DevFile } | undefined {
  if (existsSync(join(folder, DEV_FILE))) {
    const file = readDevFile(folder);
    if (file !== undefined) return { folder, file };
  }
  const above = dirname(folder);
  return above === folder ? undefined : findDevFile(above);
}

/** Whether the process that wrote the file is still there. */
export function isAlive({ pid }: DevFile): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
