import { Problem } from "@joinery/contract";
import { markGone } from "../accounts/store.ts";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { describeError } from "../log.ts";
import { publishDisconnected } from "./publish-disconnected.ts";
import { type DisconnectRef, findDisconnect, listOverdueDisconnects, markFinishedAnyway } from "./store.ts";

/** How long the tokens of a disconnect that nobody acknowledges are kept for withdrawing them (contract 2.5). */
export const KEPT_DAYS = 30;
const KEPT_MS = KEPT_DAYS * 24 * 3600 * 1000;
const AT_ONCE = 50;

/** Who ends a disconnect without the integration's word. */
export interface Finisher {
  /** null: the thirty days are over. */
  actorId: string | null;
  reason: string | null;
  requestId: string | null;
}

/** Ends a disconnect without the integration's word: its tokens are shredded, and what became of the grant stays unknown. */
export async function finishDisconnect(context: Context, ref: DisconnectRef, finisher: Finisher): Promise<void> {
  const now = context.clock();
  await context.transact(async (tx) => {
    // The account before its receipt, as everywhere; a refusal takes it back.
    const account = await markGone(tx, ref, now);
    const isFinished = await markFinishedAnyway(tx, ref, { finishedBy: finisher.actorId, now });
    if (!isFinished || account === undefined) {
      throw new Problem((await findDisconnect(tx, ref)) ? "DISCONNECT_FINISHED" : "DISCONNECT_NOT_FOUND");
    }
    await record(tx, {
      organisationId: ref.organisationId,
      at: now,
      action: "account.disconnect_finished_anyway",
      actorId: finisher.actorId,
      subjectId: account.user_id,
      serviceId: account.service_id,
      detail: { linked_account: ref.linkedAccountId, reason: finisher.reason },
      requestId: finisher.requestId,
    });
    await publishDisconnected(context, tx, account, now);
  });
}

/** Ends what was requested thirty days ago and never acknowledged. One that can't be ended keeps no other from it. */
export async function finishOverdueDisconnects(context: Context): Promise<void> {
  const before = new Date(context.clock().getTime() - KEPT_MS);
  for (const row of await listOverdueDisconnects(context.db, before, AT_ONCE)) {
    const ref = { organisationId: row.organisation_id, linkedAccountId: row.linked_account_id };
    try {
      await finishDisconnect(context, ref, { actorId: null, reason: `${KEPT_DAYS} days are over`, requestId: null });
    } catch (error) {
      // Another hub was faster, or the next round tries it again.
      if (error instanceof Problem && error.code === "DISCONNECT_FINISHED") continue;
      context.log("warn", "disconnect.not_finished", { linkedAccountId: ref.linkedAccountId, ...describeError(error) });
    }
  }
}

/** When the tokens of an open disconnect are shredded even if nobody does anything. */
export function shreddedAt({ requested_at }: { requested_at: Date }): Date {
  return new Date(requested_at.getTime() + KEPT_MS);
}
