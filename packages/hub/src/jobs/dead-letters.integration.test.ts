import type { DeadJobsView } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { auditOf, codeOf } from "../testing/look-inside.ts";
import { dataOf, startHub, type TestHub } from "../testing/start-hub.ts";
import { createJobs } from "./create-jobs.ts";
import type { JobHandlers } from "./jobs.ts";

const DAY_SECONDS = 24 * 3600;
const TRIES = 21;

/** Lets a piece of work fail until it is dead; answers how often it was tried. */
async function letFail(hub: TestHub, organisationId: string): Promise<number> {
  const { db, clock, transact } = hub.hub.context;
  const jobs = await createJobs({ db, log: () => undefined });
  let tries = 0;
  const fail = async () => {
    tries += 1;
    throw new RangeError("canary");
  };
  const handlers: JobHandlers = { "disconnect.attempt": fail, "event.deliver": fail, "notice.mail": fail };
  await transact((tx) => jobs.send(tx, "event.deliver", { organisationId, deliveryId: "d-1" }));
  for (let day = 1; day <= TRIES + 3; day++) {
    await jobs.workOff(handlers, new Date(clock().getTime() + day * DAY_SECONDS * 1000));
  }
  await jobs.close();
  return tries;
}

const list = async (hub: TestHub) => (await dataOf<DeadJobsView>(await hub.as("ada").get("/api/admin/jobs"))).jobs;

test("work that fails for good is seen by administrators of its organisation, without what it threw", async () => {
  await using hub = await startHub();
  expect(await list(hub)).toEqual([]);
  expect(await letFail(hub, hub.organisationId)).toBe(TRIES);
  await letFail(hub, "o-another");
  const jobs = await list(hub);
  expect(jobs).toEqual([
    {
      job_id: expect.any(String),
      name: "event.deliver",
      created_at: expect.any(String),
      failed_at: expect.any(String),
      attempts: TRIES,
      about: { deliveryId: "d-1" },
      error: "RangeError",
    },
  ]);
  expect((await hub.as("bob").get("/api/admin/jobs")).status).toBe(403);
});

test("an administrator sends it again, once, and it is done", async () => {
  await using hub = await startHub();
  await letFail(hub, hub.organisationId);
  const [dead] = await list(hub);
  const again = () => hub.as("ada").post(`/api/admin/jobs/${dead?.job_id}/again`);
  expect((await again()).status).toBe(200);
  expect(await codeOf(await again())).toBe("JOB_NOT_FOUND");
  expect(await list(hub)).toEqual([]);
  await hub.work();
  expect(await list(hub)).toEqual([]);
  expect(await auditOf(hub, "job.sent_again")).toMatchObject([{ actor: { user_id: hub.users.ada } }]);
});

test("an id that is none, or of another organisation's work, is not found", async () => {
  await using hub = await startHub();
  await letFail(hub, "o-another");
  for (const id of ["x", "00000000-0000-4000-8000-000000000000"]) {
    const reply = await hub.as("ada").post(`/api/admin/jobs/${id}/again`);
    expect([reply.status, await codeOf(reply)]).toEqual([404, "JOB_NOT_FOUND"]);
  }
});
