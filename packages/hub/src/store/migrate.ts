import { sql } from "kysely";
import type { Migration } from "kysely/migration";
import { first } from "./migrations/0001-first.ts";
import { signIn } from "./migrations/0002-sign-in.ts";
import { leases } from "./migrations/0003-leases.ts";
import { disconnectPromise } from "./migrations/0004-disconnect-promise.ts";
import { events } from "./migrations/0005-events.ts";
import { notices } from "./migrations/0006-notices.ts";
import { openDisconnects } from "./migrations/0007-open-disconnects.ts";
import { leaseWritten } from "./migrations/0008-lease-written.ts";
import type { Db, Tx } from "./tables.ts";

/** Every step of the schema, by name, in the order of their numbers. Released ones never change; there is no way back. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
  "0001-first": first,
  "0002-sign-in": signIn,
  "0003-leases": leases,
  "0004-disconnect-promise": disconnectPromise,
  "0005-events": events,
  "0006-notices": notices,
  "0007-open-disconnects": openDisconnects,
  "0008-lease-written": leaseWritten,
};

/** The advisory lock of whoever migrates. Any number will do, as long as all processes take the same. */
export const MIGRATION_LOCK = 7_315_226_104;

/** The database was migrated by a newer hub than this one, which can't know whether it may write there. */
export class SchemaIsNewer extends Error {
  override readonly name = "SchemaIsNewer";
}

/**
 * Brings the schema up to date; answers the names of the steps it took. Processes that start together wait for the first
 * one. Everything is one transaction that also holds the lock, so one that is killed half-way leaves nothing behind.
 *
 * @param until the last step to take; for tests of what a later one makes of the rows
 */
export async function migrate(db: Db, until = "~"): Promise<readonly string[]> {
  return db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(MIGRATION_LOCK)})`.execute(tx);
    await sql`create table if not exists schema_migrations (
      name varchar(255) primary key, timestamp varchar(255) not null
    )`.execute(tx);
    const missing = missingOf(await listApplied(tx)).filter((name) => name <= until);
    for (const name of missing) {
      await MIGRATIONS[name]?.up(tx);
      await sql`insert into schema_migrations values (${name}, ${new Date().toISOString()})`.execute(tx);
    }
    return missing;
  });
}

/** Names the steps that this database still needs. */
export async function findMissingMigrations(db: Db): Promise<readonly string[]> {
  const { rows } = await sql<{ known: boolean }>`
    select to_regclass('schema_migrations') is not null as known`.execute(db);
  return missingOf(rows[0]?.known ? await listApplied(db) : []);
}

async function listApplied(db: Db | Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select name from schema_migrations order by name`.execute(db);
  return rows.map(({ name }) => name);
}

function missingOf(applied: readonly string[]): readonly string[] {
  const known = Object.keys(MIGRATIONS).sort();
  if (applied.some((name) => !known.includes(name))) {
    throw new SchemaIsNewer("The database was migrated by a newer hub.");
  }
  return known.filter((name) => !applied.includes(name));
}
