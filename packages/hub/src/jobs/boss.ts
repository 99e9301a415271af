import { type Db, PgBoss } from "pg-boss";
import { describeError, type Log } from "../log.ts";
import type { JobName } from "./jobs.ts";

/** The schema of the jobs: pg-boss's own tables, apart from the hub's. */
export const JOBS_SCHEMA = "joinery_jobs";

/** Each kind of work has a queue of its name, so that one that is slow keeps none of the others waiting. */
export const JOB_NAMES = ["disconnect.attempt", "event.deliver", "notice.mail"] as const satisfies readonly JobName[];

/** Where work goes that failed for good. */
export const DEAD_QUEUE = "dead";

const HOUR_SECONDS = 3600;
/** pg-boss drops work that nobody took for so long; a hub may stand still for months. */
const KEPT_SECONDS = 365 * 24 * HOUR_SECONDS;

/** How pg-boss keeps work. What is thrown is tried again for about three hours, longer each time, and then it is dead. */
export const QUEUES = {
  [DEAD_QUEUE]: { retentionSeconds: KEPT_SECONDS },
  ...Object.fromEntries(
    JOB_NAMES.map((name) => [
      name,
      {
        deadLetter: DEAD_QUEUE,
        retentionSeconds: KEPT_SECONDS,
        retryLimit: 20,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 900,
        // Not how long it may take: how long it is believed in without a sign of life is `LOST_AFTER_SECONDS`.
        expireInSeconds: 23 * HOUR_SECONDS,
      },
    ]),
  ),
};

/** Makes a pg-boss that speaks through a connection of ours. It runs nothing of its own: no maintenance, no schedules. */
export function createBoss(db: Db, log: Log, { migrate }: { migrate: boolean }): PgBoss {
  const boss = new PgBoss({
    db,
    schema: JOBS_SCHEMA,
    migrate,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  boss.on("error", (error) => log("warn", "jobs.trouble", describeError(error)));
  return boss;
}
