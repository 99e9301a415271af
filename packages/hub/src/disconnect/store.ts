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

/** Nothing more is due: neither an attempt nor a look at the tokens. */
const OVER = { next_attempt_at: null, attempting_until: null, readable_until: null };

/** The integration has acknowledged, or says that it does not know the account. The first word counts: `false` later. */
export async function markAcknowledged(
  db: Db,
  ref: DisconnectRef,
  acknowledgement: "acknowledged" | "unknown_account",
  now: Date,
): Promise<boolean> {
  const result = await db
    .updateTable("disconnects")
    .set({ ...OVER, last_problem: null, acknowledged_at: now, acknowledgement })
    .where("organisation_id", "=", ref.organisationId) // owner: acknowledged receipt of the organisation
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("acknowledgement", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Ends an open disconnect without the integration's word; `false` when it is not open. `finishedBy` null: a clock. */
export async function markFinishedAnyway(
  db: Db,
  ref: DisconnectRef,
  { finishedBy, now }: { finishedBy: string | null; now: Date },
): Promise<boolean> {
  const result = await db
    .updateTable("disconnects")
    .set({
      ...OVER,
      acknowledgement: "finished_anyway",
      finished_at: now,
      finished_by: finishedBy,
      shredded_at: now,
    })
    .where("organisation_id", "=", ref.organisationId) // owner: disconnect finished anyway of the organisation
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("acknowledgement", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Lists the open disconnects of an organisation: those that have stopped, or those under way; the oldest first. */
export function listOpenDisconnects(
  db: Db,
  ref: { organisationId: string; stopped: boolean },
  limit: number,
): Promise<DisconnectRow[]> {
  return db
    .selectFrom("disconnects")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: open disconnects of the organisation
    .where("acknowledgement", "is", null)
    .where("stopped_at", ref.stopped ? "is not" : "is", null)
    .orderBy("requested_at")
    .orderBy("linked_account_id")
    .limit(limit)
    .execute();
}

/** Lists open disconnects of all organisations that were requested before a time, for the clock that ends them. */
export function listOverdueDisconnects(db: Db, before: Date, limit: number): Promise<DisconnectRow[]> {
  return db
    .selectFrom("disconnects")
    .selectAll()
    .where("acknowledgement", "is", null)
    .where("requested_at", "<=", before)
    .orderBy("requested_at")
    .limit(limit)
    .execute();
}

/** What Connect waits for: the oldest open disconnect of a person at one integration. */
export async function findWaitingFor(
  db: Db,
  ref: { organisationId: string; userId: string; serviceId: string },
): Promise<{ linked_account_id: string; external_account_id: string; next_attempt_at: string | null } | null> {
  const row = await db
    .selectFrom("disconnects")
    .select(["linked_account_id", "external_account_id", "next_attempt_at"])
    .where("organisation_id", "=", ref.organisationId) // owner: disconnect that Connect waits for of the organisation
    .where("user_id", "=", ref.userId) // owner: disconnect that Connect waits for of the user
    .where("service_id", "=", ref.serviceId) // owner: disconnect that Connect waits for of the integration
    .where("acknowledgement", "is", null)
    .orderBy("requested_at")
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? null : { ...row, next_attempt_at: row.next_attempt_at?.toISOString() ?? null };
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
