import { type Migration, Migrator } from "kysely/migration";
import { first } from "./migrations/0001-first.ts";
import { signIn } from "./migrations/0002-sign-in.ts";
import { leases } from "./migrations/0003-leases.ts";
import { disconnectPromise } from "./migrations/0004-disconnect-promise.ts";
import { events } from "./migrations/0005-events.ts";
import { notices } from "./migrations/0006-notices.ts";
import type { Db } from "./tables.ts";

const MIGRATIONS: Record<string, Migration> = {
  "0001-first": first,
  "0002-sign-in": signIn,
  "0003-leases": leases,
  "0004-disconnect-promise": disconnectPromise,
  "0005-events": events,
  "0006-notices": notices,
};

/** Brings the schema up to date. Safe to run from several processes at once: kysely takes a lock. */
export async function migrate(db: Db, schema?: string): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: () => Promise.resolve(MIGRATIONS) },
    migrationTableName: "schema_migrations",
    migrationLockTableName: "schema_migrations_lock",
    ...(schema === undefined ? {} : { migrationTableSchema: schema }),
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
