import { PGlite } from "@electric-sql/pglite";
import { Client } from "pg";
import { type OpenDatabase, openDatabase } from "../store/database.ts";

let pglite: Promise<PGlite> | undefined;
let schemas = 0;

/** Which engine a test run uses: PostgreSQL when `JOINERY_TEST_DATABASE_URL` names one, PGlite otherwise. */
export function testEngine(): "postgres" | "pglite" {
  return process.env.JOINERY_TEST_DATABASE_URL === undefined ? "pglite" : "postgres";
}

/** Opens a database of a test's own: a schema in the run's PostgreSQL, or in this worker's PGlite. */
export async function openTestDatabase(): Promise<OpenDatabase & AsyncDisposable> {
  schemas += 1;
  const schema = `test_${process.pid}_${schemas}_${Date.now()}`;
  const url = process.env.JOINERY_TEST_DATABASE_URL;
  return url === undefined ? openInPglite(schema) : openInPostgres(url, schema);
}

async function openInPostgres(url: string, schema: string): Promise<OpenDatabase & AsyncDisposable> {
  const database = await connected(url, async (client) => {
    await client.query(`select pg_advisory_lock_shared(${SCHEMAS_LOCK})`);
    await client.query(`create schema ${schema}`);
    return openDatabase({ engine: "postgres", url, schema });
  });
  return Object.assign(database, {
    async [Symbol.asyncDispose]() {
      await database.close();
      await connected(url, async (client) => {
        await client.query(`select pg_advisory_lock(${SCHEMAS_LOCK})`);
        await client.query(`drop schema ${schema} cascade`);
      });
    },
  });
}

/** The migrator looks through every schema of the database, and fails when another worker drops one meanwhile. */
const SCHEMAS_LOCK = 20_261_123;

async function connected<Result>(url: string, use: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** PGlite has one session, so one schema at a time is in its path: a test opens its database before it does anything else. */
async function openInPglite(schema: string): Promise<OpenDatabase & AsyncDisposable> {
  pglite ??= PGlite.create();
  const instance = await pglite;
  await instance.exec(`create schema ${schema}; set search_path to ${schema}`);
  const database = await openDatabase({ engine: "pglite", instance, schema });
  return Object.assign(database, {
    async [Symbol.asyncDispose]() {
      await database.close();
      await instance.exec(`drop schema ${schema} cascade`);
    },
  });
}
