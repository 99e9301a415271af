import { readFileSync } from "node:fs";
import { sql } from "kysely";
import { Client } from "pg";
import { type OpenDatabase, openDatabase } from "../../packages/hub/src/index.ts";
import { OTHER_CORES, pin } from "./machine.ts";

/** A database of the benchmark's own on the PostgreSQL of the run; it goes away with the benchmark. */
export interface BenchDatabase extends AsyncDisposable {
  url: string;
  open: OpenDatabase;
}

/** Makes the database, and keeps its server from the hub's core. */
export async function createBenchDatabase(server: string): Promise<BenchDatabase> {
  const name = `joinery_bench_${process.pid}`;
  const own = new URL(server);
  own.pathname = `/${name}`;
  await askServer(server, `create database ${name}`);
  const open = await openDatabase({ engine: "postgres", url: own.href });
  await pinServer(open);
  return {
    url: own.href,
    open,
    async [Symbol.asyncDispose]() {
      await open.close();
      await askServer(server, `drop database ${name} with (force)`);
    },
  };
}

async function askServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** The server, what it runs beside, and the sessions that are open; later ones take the cores of the server. */
async function pinServer({ db }: OpenDatabase): Promise<void> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
  const server = parentOf(rows[0]?.pid ?? 0);
  if (server === undefined) return console.log("The database is on another machine, or in another container.");
  const children = readFileSync(`/proc/${server}/task/${server}/children`, "utf8").trim().split(" ");
  for (const pid of [server, ...children]) pin(Number(pid), OTHER_CORES);
}

/** The process that started this one, when this one is a PostgreSQL of this machine. */
function parentOf(pid: number): number | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const [, parent] = /PPid:\s+(\d+)/.exec(status) ?? [];
    return /^Name:\s+postgres$/m.test(status) && parent !== undefined ? Number(parent) : undefined;
  } catch {
    return undefined;
  }
}
