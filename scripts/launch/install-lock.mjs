import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, realpathSync, rmdirSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** A holder touches its lock this often; one that has been silent for `STALE_MS` is dead. */
const HEARTBEAT_MS = 1_000;
const STALE_MS = 10_000;
const RETRY_MS = 100;

/**
 * Runs work while no other process works on the same repository: two installs at once would remove each other's files.
 * The lock lies in the system's temporary folder, because an install empties `node_modules`.
 *
 * @template Result
 * @param {string} root
 * @param {() => Promise<Result>} work
 * @param {{ onWait?: () => void, folder?: string }} [options]
 * @returns {Promise<Result>}
 */
export async function withInstallLock(root, work, { onWait, folder = tmpdir() } = {}) {
  const name = createHash("sha256").update(realpathSync(root)).digest("hex").slice(0, 16);
  const path = join(folder, `joinery-install-${name}.lock`);
  let told = false;
  while (!tryCreate(path)) {
    if (isStale(path)) removeStale(path);
    else {
      if (!told) onWait?.();
      told = true;
      await delay(RETRY_MS);
    }
  }
  const heartbeat = setInterval(() => touch(path), HEARTBEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(path, { force: true });
  }
}

/** @param {string} path */
function tryCreate(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} path */
function isStale(path) {
  return isOld(path) || holderIsDead(path);
}

/** @param {string} path */
function isOld(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > STALE_MS;
}

/**
 * Spares the next command the wait for a lock whose holder was killed.
 *
 * @param {string} path
 */
function holderIsDead(path) {
  try {
    const pid = Number(readFileSync(path, "utf8"));
    if (pid > 0) process.kill(pid, 0);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "ESRCH";
  }
}

/**
 * Only one of several waiters may remove a stale lock, and only after a second look: else a slow one would remove the
 * lock that a quick one has just taken.
 *
 * @param {string} path
 */
function removeStale(path) {
  const guard = `${path}.removing`;
  try {
    mkdirSync(guard);
  } catch {
    if (isOld(guard)) rmSync(guard, { recursive: true, force: true });
    return;
  }
  if (isStale(path)) rmSync(path, { force: true });
  rmdirSync(guard);
}

/** @param {string} path */
function touch(path) {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // Somebody cleaned the temporary folder: the install goes on, only the lock is gone.
  }
}
