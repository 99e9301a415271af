import type { Context } from "../context.ts";
import { markRemembered } from "./attempt-store.ts";

/** A job that throws is tried again for about three hours. What is overdue for longer has none any more. */
const FORGOTTEN_AFTER_MS = 4 * 3600 * 1000;
const AT_ONCE = 50;

/**
 * Sends jobs for disconnects whose attempt is long overdue: the job has become a dead letter, was dropped because clocks
 * differ, or never was, because the disconnect is older than jobs are. The promise does not hang on one row of a queue.
 */
export async function sendForgottenAttempts(context: Context): Promise<void> {
  const now = context.clock();
  const dueBefore = new Date(now.getTime() - FORGOTTEN_AFTER_MS);
  await context.transact(async (tx) => {
    for (const row of await markRemembered(tx, { dueBefore, now }, AT_ONCE)) {
      const ref = { organisationId: row.organisation_id, linkedAccountId: row.linked_account_id };
      await context.jobs.send(tx, "disconnect.attempt", ref);
    }
  });
}
