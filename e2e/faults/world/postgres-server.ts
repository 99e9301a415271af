import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { freePort } from "../../../scripts/postgres/free-port.ts";
import { findServerBinaries } from "../../../scripts/postgres/server-binaries.ts";
import { serverUser } from "../../../scripts/postgres/server-user.ts";

/** A PostgreSQL server in a temporary folder that can be killed like a machine. */
export interface PostgresServer extends AsyncDisposable {
  port: number;
  url: string;
  /** Kills the server without a word (SIGKILL); its connections break as its processes notice. */
  kill(): Promise<void>;
}

/**
 * Durability against a power cut is not what is tested: without it everything is quicker. `synchronous_commit` stays on,
 * because with a standby it says what an acknowledged write is.
 */
const SETTINGS = {
  fsync: "off",
  full_page_writes: "off",
  synchronous_commit: "on",
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  timezone: "UTC",
};

/** Serves until its input closes, which it does when we end, however we end; the folder goes away then. Says its pid first. */
const SERVE = `
folder=$1; shift
exec 3<&0
LC_MESSAGES=C "$@" 3<&- &
server=$!
echo $server
( cat <&3 >/dev/null; kill -QUIT $server ) 2>/dev/null &
wait $server
cat <&3 >/dev/null
rm -rf "$folder"
`;

/** Starts an empty server. */
export async function startPostgres(): Promise<PostgresServer> {
  const folder = makeFolder("primary");
  const data = join(folder, "data");
  run("initdb", ["-D", data, "-U", "joinery", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"], folder);
  return serve(folder, data);
}

/**
 * Starts a streaming standby of a server, and lets the server acknowledge no write from now on before the standby has it:
 * what the guide calls synchronous.
 */
export async function startStandby(primary: PostgresServer): Promise<PostgresServer> {
  const folder = makeFolder("standby");
  const data = join(folder, "data");
  const source = `host=127.0.0.1 port=${primary.port} user=joinery application_name=standby`;
  run("pg_basebackup", ["-D", data, "-d", source, "-R", "-X", "stream", "-c", "fast", "--no-sync"], folder);
  return serve(folder, data);
}

/** The folder with all programs of PostgreSQL, also psql and pg_dump. */
export function serverTools(): string {
  const folder = findServerBinaries();
  if (folder === undefined) throw new Error("These suites need the server binaries of PostgreSQL.");
  // A folder on the PATH may hold links to the two main programs only.
  return dirname(realpathSync(join(folder, "postgres")));
}

function binary(name: string): string {
  return join(serverTools(), name);
}

function makeFolder(what: string): string {
  const folder = mkdtempSync(join(tmpdir(), `joinery-${what}-`));
  const user = serverUser();
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  return folder;
}

function run(name: string, args: readonly string[], cwd: string): void {
  execFileSync(binary(name), [...args], { cwd, env: { PATH: process.env.PATH }, stdio: "pipe", ...serverUser() });
}

async function serve(folder: string, data: string): Promise<PostgresServer> {
  const port = await freePort();
  const settings = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = spawn("/bin/sh", ["-c", SERVE, "sh", folder, binary("postgres"), "-D", data, ...settings], {
    cwd: folder,
    env: { PATH: process.env.PATH },
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
    ...serverUser(),
  });
  const ended = once(child, "exit");
  const end = async () => {
    child.stdin?.end();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const [pid] = await Promise.all([readPid(child), untilReady(child)]);
    return {
      port,
      url: `postgres://joinery@127.0.0.1:${port}/postgres`,
      async kill() {
        process.kill(pid, "SIGKILL");
      },
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

async function readPid(child: ChildProcess): Promise<number> {
  const [line] = (await once(child.stdout?.setEncoding("utf8") ?? child, "data")) as [string];
  return Number(line.trim());
}

function untilReady(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let log = "";
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`PostgreSQL did not start:\n${log}`)));
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      log = (log + text).slice(-20_000);
      if (/ready to accept (?:connections|read-only connections)/.test(log)) resolve();
    });
  });
}
