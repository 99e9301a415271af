import { fromKysely, type JobWithMetadata } from "pg-boss";
import type { Log } from "../log.ts";
import type { Db } from "../store/tables.ts";
import { createBoss, JOB_NAMES } from "./boss.ts";
import type { JobHandlers, JobName, Jobs } from "./jobs.ts";
import { runJob } from "./run-job.ts";
import { bringForward } from "./store.ts";
import { startWorker, type Worker } from "./worker.ts";

/** The jobs of one hub: sent by its rooms, and done here too once somebody calls `work`. */
export interface JobRunner extends Jobs {
  /** Begins to do what is due, whichever hub it was sent by. */
  work(handlers: JobHandlers): void;
  /** Does everything that is due at this time and what follows from it at once; each piece one time. For clocks that jump. */
  workOff(handlers: JobHandlers, now: Date): Promise<void>;
  /** Takes nothing new; what runs may end, and what doesn't goes back. */
  close(): Promise<void>;
}

const BATCH = 20;

/** Opens the jobs of a database that `installJobs` has prepared. */
export async function createJobs({ db, log }: { db: Db; log: Log }): Promise<JobRunner> {
  const boss = createBoss(fromKysely(db), log, { migrate: false });
  // Reads the queues, so that sending asks nothing outside of the transaction it belongs to.
  await boss.start();
  let worker: Worker | undefined;

  async function workOffQueue(name: JobName, handlers: JobHandlers): Promise<number> {
    const jobs = await boss.fetch<object>(name, { batchSize: BATCH, includeMetadata: true });
    for (const job of jobs as JobWithMetadata<object>[]) await runJob({ boss, handlers, log }, job);
    return jobs.length;
  }

  return {
    async send(tx, name, data, when = {}) {
      const startAfter = "waitMs" in when ? Math.max(when.waitMs, 1) / 1000 : when.dueAt;
      await boss.send(name, data, { db: fromKysely(tx), ...(startAfter === undefined ? {} : { startAfter }) });
    },
    work(handlers) {
      worker ??= startWorker({ boss, db, handlers, log });
    },
    async workOff(handlers, now) {
      await bringForward(db, now);
      for (let done = 1; done > 0; ) {
        done = 0;
        for (const name of JOB_NAMES) done += await workOffQueue(name, handlers);
      }
    },
    async close() {
      await worker?.stop();
      await boss.stop({ graceful: false, close: false });
    },
  };
}
