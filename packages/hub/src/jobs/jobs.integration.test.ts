import { sql } from "kysely";
import { expect, onTestFinished, test, vi } from "vitest";
import { openTestDatabase } from "../testing/database.ts";
import { createJobs, type JobRunner } from "./create-jobs.ts";
import type { JobData, JobHandlers } from "./jobs.ts";

type Attempt = JobData["disconnect.attempt"];
const ABOUT: Attempt = { organisationId: "o-1", linkedAccountId: "k-1" };

/** Handlers that note what they were asked to do. */
function noting(handle: (data: Attempt) => Promise<void> = async () => undefined) {
  const done: string[] = [];
  const handlers: JobHandlers = {
    "disconnect.attempt": async (data) => {
      done.push(data.linkedAccountId);
      await handle(data);
    },
    "event.deliver": async ({ deliveryId }) => void done.push(deliveryId),
    "notice.mail": async ({ noticeId }) => void done.push(noticeId),
  };
  return { done, handlers };
}

async function openJobs() {
  const database = await openTestDatabase();
  const logged: string[] = [];
  const jobs = await createJobs({ db: database.db, log: (_level, event) => logged.push(event) });
  onTestFinished(async () => {
    await jobs.close();
    await database[Symbol.asyncDispose]();
  });
  return { db: database.db, jobs, logged };
}

const send = (db: Awaited<ReturnType<typeof openJobs>>["db"], jobs: JobRunner, id: string, dueAt?: Date) =>
  db.transaction().execute((tx) => jobs.send(tx, "disconnect.attempt", { ...ABOUT, linkedAccountId: id }, { dueAt }));

test("work of a transaction that is rolled back never was", async () => {
  const { db, jobs } = await openJobs();
  const { done, handlers } = noting();
  const sending = db.transaction().execute(async (tx) => {
    await jobs.send(tx, "disconnect.attempt", ABOUT);
    throw new Error("something else went wrong");
  });
  await expect(sending).rejects.toThrow("something else");
  await jobs.workOff(handlers, new Date());
  expect(done).toEqual([]);
});

test("work is done once it is due, each piece once, every kind", async () => {
  const { db, jobs } = await openJobs();
  const { done, handlers } = noting();
  const inAnHour = new Date(Date.now() + 3_600_000);
  await send(db, jobs, "later", inAnHour);
  await send(db, jobs, "now");
  await db.transaction().execute(async (tx) => {
    await jobs.send(tx, "event.deliver", { organisationId: "o-1", deliveryId: "delivery" });
    await jobs.send(tx, "notice.mail", { organisationId: "o-1", noticeId: "notice" });
  });
  await jobs.workOff(handlers, new Date());
  expect(done).toEqual(["now", "delivery", "notice"]);
  await jobs.workOff(handlers, inAnHour);
  expect(done).toEqual(["now", "delivery", "notice", "later"]);
});

test("what is thrown is tried again later, and its message stands nowhere", async () => {
  const { db, jobs, logged } = await openJobs();
  const { done, handlers } = noting(() => Promise.reject(new TypeError("canary")));
  await send(db, jobs, "k-1");
  await jobs.workOff(handlers, new Date());
  await jobs.workOff(handlers, new Date());
  expect([done, logged]).toEqual([["k-1"], ["job.failed"]]);
  const { rows } = await sql`select row_to_json(job) as kept from joinery_jobs.job`.execute(db);
  expect(JSON.stringify(rows)).toContain("TypeError");
  expect(JSON.stringify(rows)).not.toContain("canary");
  await jobs.workOff(handlers, new Date(Date.now() + 60_000));
  expect(done).toEqual(["k-1", "k-1"]);
});

test("a worker does at once what is due now, and soon what falls due", async () => {
  const { db, jobs } = await openJobs();
  const { done, handlers } = noting();
  jobs.work(handlers);
  await send(db, jobs, "now");
  await send(db, jobs, "soon", new Date(Date.now() + 500));
  await vi.waitFor(() => expect(done).toEqual(["now", "soon"]), { timeout: 3_000 });
});

test("closing waits for running work", async () => {
  const { db, jobs } = await openJobs();
  let release = () => undefined as unknown;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { done, handlers } = noting(() => held);
  await send(db, jobs, "k-1");
  jobs.work(handlers);
  await vi.waitFor(() => expect(done).toEqual(["k-1"]), { timeout: 3_000 });
  let isClosed = false;
  const closing = jobs.close().then(() => {
    isClosed = true;
  });
  await send(db, jobs, "k-2");
  expect(isClosed).toBe(false);
  release();
  await closing;
  const { rows } = await sql<{ state: string; data: Attempt }>`select state, data from joinery_jobs.job`.execute(db);
  expect(rows.map(({ state, data }) => [state, data.linkedAccountId])).toEqual([["created", "k-2"]]);
});
