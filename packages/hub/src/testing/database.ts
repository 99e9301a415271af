import { PGlite } from "@electric-sql/pglite";
import { sql } from "kysely";
import { Client } from "pg";
import { type OpenDatabase, openDatabase } from "../store/database.ts";
import type { Db } from "../store/tables.ts";

let pglite: Promise<PGlite> | undefined;
let ownDatabase: Promise<string> | undefined;
let schemas = 0;

const OWN_DATABASE = "joinery_test_";
const LEFT_OVER_MS = 6 * 60 * 60_000;

/** Which engine a test run uses: PostgreSQL when `JOINERY_TEST_DATABASE_URL` names one, PGlite otherwise. */
export function testEngine(): "postgres" | "pglite" {
  return process.env.JOINERY_TEST_DATABASE_URL === undefined ? "pglite" : "postgres";
}

/** Opens a database of a test's own: a schema in the run's PostgreSQL, or in this worker's PGlite. */
export async function openTestDatabase(): Promise<OpenDatabase & AsyncDisposable> {
  schemas += 1;
  const schema = `test_${process.pid}_${schemas}_${Date.now()}`;
  const url = process.env.JOINERY_TEST_DATABASE_URL;
  const database = await (url === undefined ? openInPglite(schema) : openInPostgres(url, schema));
  await forgetJobs(database.db);
  return database;
}

/**
 * The jobs have one schema for all tests of a process: installing it costs more than all else of a hub's start. Tests run
 * one after the other, so each begins by forgetting what the one before has left.
 */
async function forgetJobs(db: Db): Promise<void> {
  await sql`delete from joinery_jobs.job`.execute(db);
}

async function openInPostgres(url: string, schema: string): Promise<OpenDatabase & AsyncDisposable> {
  ownDatabase ??= createOwnDatabase(url);
  const own = await ownDatabase;
  await connected(own, (client) => client.query(`create schema ${schema}`));
  const database = await openDatabase({ engine: "postgres", url: own, schema });
  return Object.assign(database, {
    async [Symbol.asyncDispose]() {
      await database.close();
      await connected(own, (client) => client.query(`drop schema ${schema} cascade`));
    },
  });
}

/**
 * Makes a database for this process alone, because the migrator looks through every schema of its database and fails when
 * another worker drops a table meanwhile. A worker can't clean up when it ends, so each removes what old runs have left.
 */
async function createOwnDatabase(url: string): Promise<string> {
  const name = `${OWN_DATABASE}${Date.now()}_${process.pid}`;
  await connected(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(`select datname from pg_database where datname like $1`, [
      `${OWN_DATABASE}%`,
    ]);
    for (const { datname } of rows) {
      const madeAt = Number(datname.slice(OWN_DATABASE.length).split("_")[0]);
      if (madeAt < Date.now() - LEFT_OVER_MS) await client.query(`drop database if exists ${datname}`);
    }
    await client.query(`create database ${name}`);
  });
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}

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
