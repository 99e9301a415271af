import type { LinkedAccountRow } from "../../accounts/store.ts";
import type { Context } from "../../context.ts";
import { describeError } from "../../log.ts";
import { attemptDisconnect } from "../attempt-disconnect.ts";

/** How long whoever offboards somebody waits for integrations; the jobs go on after that. */
const PATIENCE_MS = 3_000;
/** How many of one person's accounts one integration hears of at the same moment. */
const AT_THE_SAME_TIME = 4;

/**
 * Makes the first attempts, so that the report is true as soon as the integrations answer. Each integration has its own
 * queue, and a sick one keeps nobody waiting: attempts that are not begun when time is up are left to the jobs.
 */
export async function tellAtOnce(
  context: Context,
  accounts: readonly LinkedAccountRow[],
  asker: { requestedBy: string | null },
): Promise<void> {
  if (accounts.length === 0) return;
  const over = AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), context.closing]);
  const queues = [...Map.groupBy(accounts, (account) => account.service_id).values()];
  const told = Promise.all(
    queues.flatMap((queue) => {
      const waiting = queue.values();
      return Array.from({ length: Math.min(AT_THE_SAME_TIME, queue.length) }, () => tellNext(waiting));
    }),
  );
  await Promise.race([told, hasAborted(over)]);

  async function tellNext(waiting: Iterator<LinkedAccountRow>): Promise<void> {
    for (let next = waiting.next(); next.done !== true && !over.aborted; next = waiting.next()) {
      await tellOf(next.value);
    }
  }

  async function tellOf(account: LinkedAccountRow): Promise<void> {
    try {
      await attemptDisconnect(context, account, {
        actorId: asker.requestedBy ?? account.user_id,
        // Each is a request of its own in the administrator's list.
        requestId: crypto.randomUUID(),
      });
    } catch (error) {
      context.log("warn", "offboarding.attempt_failed", {
        linkedAccountId: account.linked_account_id,
        ...describeError(error),
      });
    }
  }
}

function hasAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
