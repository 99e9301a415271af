import { readFileSync } from "node:fs";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { openTestDatabase } from "../testing/database.ts";
import { describeSchema } from "./describe-schema.ts";
import { findMissingMigrations, MIGRATIONS, migrate, SchemaIsNewer } from "./migrate.ts";
import { old } from "./old-rows.fixture.ts";
import type { Db } from "./tables.ts";

const NAMES = Object.keys(MIGRATIONS);
const committed = readFileSync(new URL("schema.sql", import.meta.url), "utf8")
  .replaceAll(/^--.*\n/gm, "")
  .trim();

/** A database without any table, beside the one that every test has. */
async function openEmpty() {
  const database = await openTestDatabase();
  await dropTables(database.db);
  return database;
}

async function dropTables(db: Db): Promise<void> {
  const { rows } = await sql<{ relname: string }>`
    select relname from pg_class where relnamespace = current_schema()::regnamespace and relkind = 'r'`.execute(db);
  for (const { relname } of rows) await sql`drop table ${sql.ref(relname)} cascade`.execute(db);
}

/** Tables and steps, without the times at which they were taken. */
const describe = async (db: Db) => (await describeSchema(db)).trim();

test("the committed schema is what the migrations make", async () => {
  await using database = await openTestDatabase();
  expect(await describe(database.db), "run npm run generate").toBe(committed);
});

test("a database made from the committed schema is up to date, and the same", async () => {
  await using database = await openEmpty();
  for (const statement of committed.split(/;\n/)) await sql.raw(statement).execute(database.db);
  expect(await findMissingMigrations(database.db)).toEqual([]);
  expect(await migrate(database.db)).toEqual([]);
  expect(await describe(database.db)).toBe(committed);
});

test.each(NAMES)(
  "a database that stands at %s, with rows in it, becomes the same, and again is nothing to do",
  async (name) => {
    await using database = await openEmpty();
    const { db } = database;
    await migrate(db, NAMES[0]);
    for (const row of old.rows) await sql.raw(row).execute(db);
    await migrate(db, name);

    expect(await migrate(db)).toEqual(NAMES.slice(NAMES.indexOf(name) + 1));

    expect(await migrate(db)).toEqual([]);
    expect(await describe(db)).toBe(committed);
    expect(await old.read(db)).toEqual(old.become);
  },
);

test("steps are numbered in order, and none is taken back", () => {
  expect(NAMES.map((name) => Number(name.slice(0, 4)))).toEqual(NAMES.map((_, index) => index + 1));
  expect(Object.values(MIGRATIONS).filter((migration) => "down" in migration)).toEqual([]);
});

test("processes that start together take each step once", async () => {
  await using database = await openEmpty();
  const { db } = database;
  await Promise.all(Array.from({ length: 5 }, () => sql`select pg_sleep(0.05)`.execute(db)));
  const taken = await Promise.all(Array.from({ length: 5 }, () => migrate(db)));
  expect(taken.flat()).toEqual(NAMES);
});

test("a step that fails leaves nothing behind", async () => {
  await using database = await openEmpty();
  const { db } = database;
  await sql`create table notices (in_the_way text)`.execute(db);
  await expect(migrate(db)).rejects.toMatchObject({ code: "42P07" });
  await sql`drop table notices`.execute(db);
  expect(await findMissingMigrations(db)).toEqual(NAMES);
  expect(await migrate(db)).toEqual(NAMES);
});

test("a database that a newer hub has migrated is left alone", async () => {
  await using database = await openTestDatabase();
  await sql`insert into schema_migrations values ('9999-later', 'later')`.execute(database.db);
  await expect(migrate(database.db)).rejects.toThrow(SchemaIsNewer);
});
