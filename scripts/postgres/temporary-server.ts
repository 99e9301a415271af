import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { type ServerUser, serverUser } from "./server-user.ts";

/** A PostgreSQL server that leaves nothing behind. */
export interface TemporaryServer extends AsyncDisposable {
  /** Where to connect, as superuser, without a password: it listens on loopback only and holds test data only. */
  readonly url: string;
  /** What the server calls itself, for example `PostgreSQL 17.6`. */
  readonly version: string;
}

/** Speed instead of durability: the data is thrown away. */
const CARELESS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off" };
/** Many connections: every test worker has a pool. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  timezone: "UTC",
};

/**
 * Makes a cluster in its folder and serves it until its input closes, which it does when we end, however we end; then the
 * folder goes away. The server's own children see no terminal and no signal of ours.
 */
const SERVE = `
folder=$1 binaries=$2; shift 2
exec 3<&0
"$binaries/initdb" -D "$folder/data" -U joinery -A trust -E UTF8 --locale=C --no-sync >"$folder/initdb.log" 2>&1 || {
  cat "$folder/initdb.log" >&2; rm -rf "$folder"; exit 1
}
LC_MESSAGES=C "$binaries/postgres" -D "$folder/data" "$@" 3<&- &
server=$!
( cat <&3 >/dev/null; kill -INT $server ) 2>/dev/null &
wait $server
rm -rf "$folder"
`;

/** How a server is started. */
export interface TemporaryServerOptions {
  /** Whether it waits for the disk as PostgreSQL does unless told otherwise: when its speed matters. */
  durable?: boolean;
  /** For a port that somebody else takes in between. */
  attempts?: number;
}

/** Starts a server in a temporary folder. */
export async function startTemporaryServer(
  binaries: string,
  { durable = false, attempts = 3 }: TemporaryServerOptions = {},
): Promise<TemporaryServer> {
  try {
    return await start(binaries, { ...SETTINGS, ...(durable ? {} : CARELESS), port: await freePort() });
  } catch (error) {
    if (attempts <= 1 || !/could not bind/.test(String(error))) throw error;
    return await startTemporaryServer(binaries, { durable, attempts: attempts - 1 });
  }
}

async function start(binaries: string, chosen: typeof SETTINGS & { port: number }): Promise<TemporaryServer> {
  const user = serverUser();
  const folder = makeFolder(user);
  const settings = Object.entries(chosen).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn("/bin/sh", ["-c", SERVE, "sh", folder, binaries, ...settings], {
    cwd: folder,
    env: { PATH: process.env.PATH },
    detached: true,
    stdio: ["pipe", "ignore", "pipe"],
    ...user,
  });
  const ended = once(child, "exit");
  try {
    const version = await untilReady(child);
    return {
      url: `postgres://joinery@127.0.0.1:${chosen.port}/postgres`,
      version,
      async [Symbol.asyncDispose]() {
        child.stdin?.end();
        await ended;
      },
    };
  } catch (error) {
    child.stdin?.end();
    await ended;
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function makeFolder(user: ServerUser | undefined): string {
  const folder = mkdtempSync(join(tmpdir(), "joinery-postgres-"));
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  return folder;
}

function untilReady(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let log = "";
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-20_000);
      if (!log.includes("ready to accept connections")) return;
      resolve(/starting (PostgreSQL [\d.]+)/.exec(log)?.[1] ?? "PostgreSQL");
    });
  });
}
