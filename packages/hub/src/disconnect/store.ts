import type { Revocation } from "@joinery/contract";
import type { Selectable } from "kysely";
import type { LinkedAccountRow } from "../accounts/store.ts";
import type { Db, DisconnectCause, DisconnectTable } from "../store/tables.ts";

export type DisconnectRow = Selectable<DisconnectTable>;

/** Names one disconnect: it carries its linked account's id. */
export interface DisconnectRef {
  organisationId: string;
  linkedAccountId: string;
}

/** Opens the receipt of a linked account. Opening it twice changes nothing. */
export async function insertDisconnect(
  db: Db,
  account: LinkedAccountRow,
  request: {
    actorId: string | null;
    cause: DisconnectCause;
    offboardingId?: string | undefined;
    nextAttemptAt: Date;
    now: Date;
  },
): Promise<void> {
  await db
    .insertInto("disconnects")
    .values({
      ...namesOfAccount(account),
      requested_at: request.now,
      requested_by: request.actorId,
      cause: request.cause,
      offboarding_id: request.offboardingId ?? null,
      next_attempt_at: request.nextAttemptAt,
      attempts: 0,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Finds the receipt of a linked account. */
export function findDisconnect(db: Db, ref: DisconnectRef): Promise<DisconnectRow | undefined> {
  return db
    .selectFrom("disconnects")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: receipt of the organisation
    .where("linked_account_id", "=", ref.linkedAccountId)
    .executeTakeFirst();
}

/** An attempt begins: until then the integration may read the tokens. */
export async function markReadable(db: Db, ref: DisconnectRef, until: Date): Promise<void> {
  await db
    .updateTable("disconnects")
    .set({ readable_until: until })
    .where("organisation_id", "=", ref.organisationId) // owner: readable disconnect of the organisation
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("acknowledged_at", "is", null)
    .execute();
}

/** Counts an attempt that the integration did not acknowledge; nothing changes once another attempt was. */
export async function markAttemptFailed(db: Db, ref: DisconnectRef, problem: string, now: Date): Promise<void> {
  await db
    .updateTable("disconnects")
    .set((column) => ({ attempts: column("attempts", "+", 1), last_attempt_at: now, last_problem: problem }))
    .where("organisation_id", "=", ref.organisationId) // owner: failed attempt of the organisation
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("acknowledged_at", "is", null)
    .execute();
}

/** The integration has acknowledged, or says that it does not know the account. The first word counts: `false` later. */
export async function markAcknowledged(
  db: Db,
  ref: DisconnectRef,
  acknowledgement: "acknowledged" | "unknown_account",
  now: Date,
): Promise<boolean> {
  const result = await db
    .updateTable("disconnects")
    .set((column) => ({
      attempts: column("attempts", "+", 1),
      last_attempt_at: now,
      last_problem: null,
      acknowledged_at: now,
      acknowledgement,
    }))
    .where("organisation_id", "=", ref.organisationId) // owner: acknowledged receipt of the organisation
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("acknowledged_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The integration deleted the linked account of its own accord: nobody had to be told, so there was no attempt. */
export async function insertOwnAccord(db: Db, account: LinkedAccountRow, now: Date): Promise<void> {
  await db
    .insertInto("disconnects")
    .values({
      ...namesOfAccount(account),
      requested_at: now,
      requested_by: null,
      attempts: 0,
      acknowledged_at: now,
      acknowledgement: "acknowledged",
      cause: "integration",
    })
    .execute();
}

/** The integration has said what became of the grant. A later, better word replaces "failed" and nothing else. */
export async function markRevocation(
  db: Db,
  ref: DisconnectRef,
  report: { revocation: Revocation; detail: string | null },
  now: Date,
): Promise<void> {
  await db
    .updateTable("disconnects")
    .set({ revocation: report.revocation, revocation_detail: report.detail, revocation_at: now })
    .where("organisation_id", "=", ref.organisationId) // owner: revocation of the organisation
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where((where) => where.or([where("revocation", "is", null), where("revocation", "=", "failed")]))
    .execute();
}

/** Lists the latest receipts of a user, newest first, at one integration or all. */
export function listDisconnects(
  db: Db,
  ref: { organisationId: string; userId: string; serviceId?: string },
  limit: number,
): Promise<DisconnectRow[]> {
  return db
    .selectFrom("disconnects")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: listed receipts of the organisation
    .where("user_id", "=", ref.userId) // owner: listed receipts of the user
    .$if(
      ref.serviceId !== undefined,
      (query) => query.where("service_id", "=", ref.serviceId ?? ""), // owner: listed receipts of the integration
    )
    .orderBy("requested_at", "desc")
    .orderBy("linked_account_id")
    .limit(limit)
    .execute();
}

/** What a receipt keeps of its account. */
function namesOfAccount(account: LinkedAccountRow) {
  const { organisation_id, linked_account_id, user_id, service_id, external_account_id } = account;
  return { organisation_id, linked_account_id, user_id, service_id, external_account_id };
}
