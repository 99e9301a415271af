import type { JobWithMetadata, PgBoss } from "pg-boss";
import { describeError, type Log } from "../log.ts";
import type { JobHandler, JobHandlers, JobName } from "./jobs.ts";

/** What doing a piece of work takes. */
export interface Doing {
  boss: PgBoss;
  handlers: JobHandlers;
  log: Log;
}

/**
 * Does one piece of work and settles it: done, to be tried again, or dead. Never throws: what can't even be settled has no
 * sign of life any more, and is found and taken up again. Settling concerns this attempt only, should another process have
 * taken the work for lost meanwhile.
 */
export async function runJob({ boss, handlers, log }: Doing, job: JobWithMetadata<object>): Promise<void> {
  const name = job.name as JobName;
  try {
    const error = await attempt(handlers[name] as JobHandler<JobName>, job.data as never);
    if (error === undefined) await boss.deleteJob(name, attemptOf(job));
    else {
      log("warn", "job.failed", { job: name, attempt: job.retryCount + 1, ...describeError(error) });
      await boss.fail(name, attemptOf(job), { error: error.name });
    }
  } catch (error) {
    log("warn", "job.unsettled", { job: name, ...describeError(error) });
  }
}

async function attempt(handle: JobHandler<JobName>, data: never): Promise<Error | undefined> {
  try {
    await handle(data);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error("unknown");
  }
}

/** Names the attempt, not only the job: a claim that has lapsed settles nothing. */
export function attemptOf({ id, retryCount }: JobWithMetadata<object>): { id: string; retryCount: number } {
  return { id, retryCount };
}
