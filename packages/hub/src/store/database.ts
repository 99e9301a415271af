import { PGlite } from "@electric-sql/pglite";
import { Kysely, PGliteDialect, PostgresDialect } from "kysely";
import { Pool } from "pg";
import { migrate } from "./migrate.ts";
import type { Db, Tables } from "./tables.ts";

/** Where the data lives: an embedded PostgreSQL in a folder (or in memory), or a PostgreSQL server. */
export type DatabaseLocation =
  | { engine: "pglite"; folder?: string; instance?: PGlite; schema?: string }
  | { engine: "postgres"; url: string; schema?: string };

/** An open database with its schema up to date. */
export interface OpenDatabase {
  db: Db;
  engine: "pglite" | "postgres";
  close(): Promise<void>;
}

const CONNECTIONS = 10;

/** Opens the database and migrates it. */
export async function openDatabase(location: DatabaseLocation): Promise<OpenDatabase> {
  const open = location.engine === "postgres" ? openPostgres(location) : openPglite(location);
  await migrate(open.db, location.schema);
  return open;
}

function openPostgres({ url, schema }: { url: string; schema?: string }): OpenDatabase {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
  });
  // An idle connection that breaks must not end the process; the next query gets a new one.
  pool.on("error", () => undefined);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { db, engine: "postgres", close: () => db.destroy() };
}

function openPglite({ folder, instance }: { folder?: string; instance?: PGlite }): OpenDatabase {
  const pglite = instance ?? new PGlite(folder);
  const db = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite }) });
  // A given instance belongs to whoever made it.
  return { db, engine: "pglite", close: () => (instance === undefined ? db.destroy() : Promise.resolve()) };
}
