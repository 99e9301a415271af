import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, PostgresDialect, sql } from "kysely";
import { Pool, type PoolConfig } from "pg";
import { fromPglite } from "pg-boss";
import { installJobs } from "../jobs/install-jobs.ts";
import { MIGRATION_LOCK, migrate } from "./migrate.ts";
import { SteadyDialect } from "./steady-dialect.ts";
import { createSteadyPool } from "./steady-pool.ts";
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

function openPostgres(location: DatabaseLocation & { engine: "postgres" }): OpenDatabase {
  const pool = createSteadyPool({ ...connectionOf(location), max: location.connections ?? CONNECTIONS });
  const db = new Kysely<Tables>({ dialect: new SteadyDialect({ pool }) });
  return { db, engine: "postgres", migrate: () => migratePostgres(location), close: () => db.destroy() };
}

function connectionOf({ url, schema }: DatabaseLocation & { engine: "postgres" }): PoolConfig {
  return { connectionString: url, ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }) };
}

/**
 * Migrates on a connection of its own, which waits as long as it has to: for another process, and for large tables. The lock
 * is the session's, so it is free again whatever becomes of us.
 */
async function migratePostgres(location: DatabaseLocation & { engine: "postgres" }): Promise<readonly string[]> {
  const pool = new Pool({ ...connectionOf(location), max: 1, idleTimeoutMillis: 0, connectionTimeoutMillis: 10_000 });
  pool.on("error", () => undefined).on("connect", (client) => client.on("error", () => undefined));
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await sql`select pg_advisory_lock(${sql.lit(MIGRATION_LOCK)})`.execute(db);
    return await migrateAll(db, { executeSql: (text, values) => pool.query(text, values) });
  } finally {
    await db.destroy();
  }
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
