import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, PostgresDialect } from "kysely";
import { Pool } from "pg";
import { fromPglite } from "pg-boss";
import { installJobs } from "../jobs/install-jobs.ts";
import { migrate } from "./migrate.ts";
import type { Db, Tables } from "./tables.ts";

/** Where the data lives: an embedded PostgreSQL in a folder (or in memory), or a PostgreSQL server. */
export type DatabaseLocation =
  | { engine: "pglite"; folder?: string; instance?: PGlite; schema?: string }
  | { engine: "postgres"; url: string; connections?: number; schema?: string };

/** An open database. */
export interface OpenDatabase {
  db: Db;
  engine: "pglite" | "postgres";
  /** Brings the schema up to date; answers the names of the steps that were taken. */
  migrate(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const CONNECTIONS = 10;

/** Opens the database and migrates it. */
export async function openDatabase(location: DatabaseLocation): Promise<OpenDatabase> {
  const open = connectDatabase(location);
  await open.migrate();
  return open;
}

/** Opens the database as it is. */
export function connectDatabase(location: DatabaseLocation): OpenDatabase {
  return location.engine === "postgres" ? openPostgres(location) : openPglite(location);
}

function openPostgres({ url, schema, connections }: DatabaseLocation & { engine: "postgres" }): OpenDatabase {
  const pool = new Pool({
    connectionString: url,
    max: connections ?? CONNECTIONS,
    ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
  });
  // An idle connection that breaks must not end the process; the next query gets a new one.
  pool.on("error", () => undefined);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const scripts = { executeSql: (text: string, values?: unknown[]) => pool.query(text, values) };
  return { db, engine: "postgres", migrate: () => migrateAll(db, scripts), close: () => db.destroy() };
}

function openPglite({ folder, instance }: DatabaseLocation & { engine: "pglite" }): OpenDatabase {
  const pglite = instance ?? new PGlite(folder);
  const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) });
  // A given instance belongs to whoever made it.
  const close = () => (instance === undefined ? db.destroy() : Promise.resolve());
  return { db, engine: "pglite", migrate: () => migrateAll(db, fromPglite(pglite)), close };
}

/** The hub's own tables, then those of its jobs, which come in scripts of several statements. */
async function migrateAll(db: Db, scripts: Parameters<typeof installJobs>[0]): Promise<readonly string[]> {
  const steps = await migrate(db);
  await installJobs(scripts);
  return steps;
}
