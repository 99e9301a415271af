import type { Db, Tx } from "../store/tables.ts";
import type { DisconnectRef, DisconnectRow } from "./store.ts";

/** Which open disconnects an attempt may be made of. */
export type Claim =
  /** Those whose time has come. */
  | "due"
  /** Before their time as well: somebody has pressed. */
  | "open"
  /** Those that have stopped as well: an administrator asks. */
  | "any";

/**
 * Begins an attempt, one at a time for each account, whichever process makes it; `undefined` when another is under way, or
 * there is nothing to tell. From now on the integration may read the tokens, for withdrawing them.
 */
export async function markAttemptBegun(
  db: Db,
  ref: DisconnectRef,
  attempt: { claim: Claim; now: Date; attemptingUntil: Date; readableUntil: Date },
): Promise<DisconnectRow | undefined> {
  const { claim, now } = attempt;
  return db
    .updateTable("disconnects")
    .set((column) => ({
      attempts: column("attempts", "+", 1),
      last_attempt_at: now,
      attempting_until: attempt.attemptingUntil,
      readable_until: attempt.readableUntil,
    }))
    .where("organisation_id", "=", ref.organisationId) // owner: begun attempt of the organisation
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("acknowledgement", "is", null)
    .where((column) => column.or([column("attempting_until", "is", null), column("attempting_until", "<=", now)]))
    .$if(claim !== "any", (query) => query.where("stopped_at", "is", null))
    .$if(claim === "due", (query) =>
      query.where((column) => column.or([column("attempts", "=", 0), column("next_attempt_at", "<=", now)])),
    )
    .returningAll()
    .executeTakeFirst();
}

/** An attempt was not acknowledged; `false` when another one has begun or the disconnect is finished meanwhile. */
export async function markAttemptFailed(
  db: Db,
  ref: DisconnectRef,
  failed: { attemptingUntil: Date; problem: string; nextAttemptAt: Date | null; stoppedAt: Date | null },
): Promise<boolean> {
  const result = await db
    .updateTable("disconnects")
    .set({
      last_problem: failed.problem,
      attempting_until: null,
      next_attempt_at: failed.nextAttemptAt,
      stopped_at: failed.stoppedAt,
    })
    .where("organisation_id", "=", ref.organisationId) // owner: failed attempt of the organisation
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("acknowledgement", "is", null)
    .where("attempting_until", "=", failed.attemptingUntil)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Open disconnects of all organisations whose attempt is long overdue are due now, once; whichever hub looks first. */
export function markRemembered(
  tx: Tx,
  { dueBefore, now }: { dueBefore: Date; now: Date },
  limit: number,
): Promise<DisconnectRow[]> {
  return tx
    .updateTable("disconnects")
    .set({ next_attempt_at: now })
    .where(({ eb, refTuple, selectFrom }) =>
      eb(
        refTuple("organisation_id", "linked_account_id"),
        "in",
        selectFrom("disconnects as overdue")
          .select(["overdue.organisation_id", "overdue.linked_account_id"])
          .where("overdue.acknowledgement", "is", null)
          .where("overdue.next_attempt_at", "<=", dueBefore)
          .orderBy("overdue.requested_at")
          .limit(limit)
          .forUpdate()
          .skipLocked()
          .$asTuple("organisation_id", "linked_account_id"),
      ),
    )
    .returningAll()
    .execute();
}
