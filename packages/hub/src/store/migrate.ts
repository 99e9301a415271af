import { type Migration, Migrator } from "kysely/migration";
import { first } from "./migrations/0001-first.ts";
import type { Db } from "./tables.ts";

const MIGRATIONS: Record<string, Migration> = { "0001-first": first };

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
