import { Problem } from "@joinery/contract";
import { type RawBuilder, sql } from "kysely";
import { describe, expect, test, vi } from "vitest";
import { openTestDatabase, testEngine } from "../testing/database.ts";
import type { Db, Tx } from "./tables.ts";
import { createTransact } from "./transact.ts";

const addThing = (tx: Db | Tx) => sql`insert into things default values`.execute(tx);

async function openThings() {
  const database = await openTestDatabase();
  await sql`create table things (id serial primary key)`.execute(database.db);
  const count = async () => Number((await one<{ count: string }>(database.db, sql`select count(*) from things`)).count);
  return Object.assign(database, { transact: createTransact(database.db), count });
}

async function one<Row>(db: Db | Tx, query: RawBuilder<unknown>): Promise<Row> {
  const { rows } = await query.execute(db);
  return rows[0] as Row;
}

async function pidOf(db: Db | Tx): Promise<number> {
  return (await one<{ pid: number }>(db, sql`select pg_backend_pid() as pid`)).pid;
}

const kill = (db: Db, pid: number) => sql`select pg_terminate_backend(${pid})`.execute(db);

/** Kills the session that is busy with this, as soon as it is. */
async function killBusy(db: Db, marker: string): Promise<void> {
  const busy = await vi.waitUntil(
    async () =>
      one<{ pid: number } | undefined>(
        db,
        sql`select pid from pg_stat_activity
            where state = 'active' and query like ${`%${marker}%`} and pid <> pg_backend_pid()`,
      ),
    { timeout: 10_000 },
  );
  await kill(db, busy.pid);
}

describe.skipIf(testEngine() === "pglite")("with connections that can be lost (PGlite has none)", () => {
  test("a transaction whose connection is lost before COMMIT is done again, whole", async () => {
    await using things = await openThings();
    const pids: number[] = [];

    await things.transact(async (tx) => {
      pids.push(await pidOf(tx));
      await addThing(tx);
      if (pids.length === 1) await kill(things.db, pids[0] ?? 0);
      await addThing(tx);
    });

    expect(new Set(pids).size).toBe(2);
    expect(await things.count()).toBe(2);
  });

  test("two transactions that block each other both come through", async () => {
    await using things = await openThings();
    await addThing(things.db);
    await addThing(things.db);
    const meet = Promise.withResolvers<void>();
    let begun = 0;
    let holding = 0;
    const touch = (first: number, second: number) =>
      things.transact(async (tx) => {
        begun += 1;
        await sql`select from things where id = ${first} for update`.execute(tx);
        holding += 1;
        if (holding === 2) meet.resolve();
        await meet.promise;
        await sql`select from things where id = ${second} for update`.execute(tx);
      });

    await Promise.all([touch(1, 2), touch(2, 1)]);

    expect(begun).toBeGreaterThan(2);
  });

  test("work that wrote to a server that turned read-only is done again on another connection", async () => {
    await using things = await openThings();
    const pids: number[] = [];

    await things.transact(async (tx) => {
      pids.push(await pidOf(tx));
      if (pids.length === 1) await sql`set transaction read only`.execute(tx);
      await addThing(tx);
    });

    expect(new Set(pids).size).toBe(2);
    expect(await things.count()).toBe(1);
  });

  test("a connection that is lost during COMMIT is told as it is, and nothing is done again", async () => {
    await using things = await openThings();
    await sql`create function dawdle() returns trigger language plpgsql as
      'begin perform pg_sleep(30); return new; end'`.execute(things.db);
    await sql`create constraint trigger dawdling after insert on things deferrable initially deferred
      for each row execute function dawdle()`.execute(things.db);
    let times = 0;

    const committing = things.transact(async (tx) => {
      times += 1;
      await addThing(tx);
    });
    await Promise.all([
      expect(committing).rejects.toMatchObject({ code: "UNAVAILABLE", status: 503, retryAfterSeconds: 2 }),
      killBusy(things.db, "commit"),
    ]);

    expect(times).toBe(1);
  });

  test("a read whose connection is lost is asked again", async () => {
    await using things = await openThings();
    const [read] = await Promise.all([
      one<{ pid: number }>(things.db, sql`select pg_backend_pid() as pid, pg_sleep(0.5) as marker_read`),
      killBusy(things.db, "marker_read"),
    ]);
    expect(read.pid).toBeGreaterThan(0);
  });

  test("a write outside of a transaction whose connection is lost is not done again: it may have been done", async () => {
    await using things = await openThings();
    const writing = sql`insert into things select 100 from pg_sleep(30) as marker_write`.execute(things.db);
    await Promise.all([
      expect(writing).rejects.toMatchObject({ code: "UNAVAILABLE" }),
      killBusy(things.db, "marker_write"),
    ]);
    expect(await things.count()).toBe(0);
  });

  test("connections that broke while they were idle disturb nobody", async () => {
    await using things = await openThings();
    await Promise.all(Array.from({ length: 5 }, () => sql`select pg_sleep(0.05)`.execute(things.db)));
    const own = await pidOf(things.db);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(things.db);

    const reads = await Promise.all(Array.from({ length: 5 }, () => pidOf(things.db)));
    await Promise.all(Array.from({ length: 5 }, () => things.transact(addThing)));

    expect(new Set(reads)).toContain(own);
    expect(await things.count()).toBe(5);
  });

  test("what a use case refuses comes through, also when its connection is lost on the way back", async () => {
    await using things = await openThings();
    const refused = things.transact(async (tx) => {
      await kill(things.db, await pidOf(tx));
      throw new Problem("FLOW_BURNED");
    });
    await expect(refused).rejects.toMatchObject({ code: "FLOW_BURNED" });
  });
});

test("what would fail again is not tried again", async () => {
  await using things = await openThings();
  let times = 0;
  const failing = things.transact(async (tx) => {
    times += 1;
    await sql`insert into things values (1), (1)`.execute(tx);
  });
  await expect(failing).rejects.toMatchObject({ code: "23505" });
  expect(times).toBe(1);
});

test("a conflict that the database reports is tried again", async () => {
  await using things = await openThings();
  let times = 0;
  await things.transact(async (tx) => {
    times += 1;
    await addThing(tx);
    if (times === 1) await sql`do $$ begin raise sqlstate '40001'; end $$`.execute(tx);
  });
  expect(times).toBe(2);
  expect(await things.count()).toBe(1);
});
