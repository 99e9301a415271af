import { findAccountOfOrganisation } from "../accounts/store.ts";
import type { Context } from "../context.ts";
import { attemptDisconnect, isBeingRenewed } from "./attempt-disconnect.ts";
import { type DisconnectRef, findDisconnect } from "./store.ts";

/**
 * Within this a job that comes too early waits for its time: for another attempt, for a renewal, or because the database's
 * clock is ahead of ours. Whatever is due later than this has a job of its own.
 */
const WORTH_WAITING_MS = 90_000;

/** The job `disconnect.attempt`: tells the integration when that is due; one that is out of date does nothing. */
export async function doDueAttempt(context: Context, ref: DisconnectRef): Promise<void> {
  const now = context.clock();
  const disconnect = await findDisconnect(context.db, ref);
  const account = await findAccountOfOrganisation(context.db, ref);
  if (disconnect === undefined || account === undefined) return;
  if (disconnect.acknowledgement !== null || disconnect.stopped_at !== null) return;
  const dueAt = new Date(
    Math.max(
      disconnect.attempts === 0 ? 0 : (disconnect.next_attempt_at?.getTime() ?? 0),
      disconnect.attempting_until?.getTime() ?? 0,
      isBeingRenewed(account, now) ? (account.lease_until?.getTime() ?? 0) : 0,
    ),
  );
  const waitMs = dueAt.getTime() - now.getTime();
  if (waitMs > 0) {
    if (waitMs > WORTH_WAITING_MS) return;
    await context.transact((tx) => context.jobs.send(tx, "disconnect.attempt", ref, { waitMs }));
    return;
  }
  // Each attempt is a request of its own in the administrator's list.
  const asker = { actorId: disconnect.requested_by ?? disconnect.user_id, requestId: crypto.randomUUID() };
  await attemptDisconnect(context, account, asker, "due");
}
