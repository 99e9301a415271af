import type { Insertable, Selectable, Updateable } from "kysely";
import type { Db, NoticeTable, Tx } from "../store/tables.ts";

export type NoticeRow = Selectable<NoticeTable>;

/** Names one notice of one organisation. */
export interface NoticeRef {
  organisationId: string;
  noticeId: string;
}

/** A page shows this many; whoever has more has not looked for long. */
const SHOWN = 50;

/** Stores a notice; `false` when the person has been told of this before. */
export async function insertNotice(tx: Tx, row: Insertable<NoticeTable>): Promise<boolean> {
  const result = await tx
    .insertInto("notices")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Lists what a person has not dismissed and what is not over, newest first. */
export function listNotices(db: Db, organisationId: string, userId: string): Promise<NoticeRow[]> {
  return db
    .selectFrom("notices")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: notices of the organisation
    .where("user_id", "=", userId) // owner: notices of the user
    .where("dismissed_at", "is", null)
    .where("settled_at", "is", null)
    .orderBy("created_at", "desc")
    .orderBy("notice_id")
    .limit(SHOWN)
    .execute();
}

/** Finds a notice. */
export function findNotice(db: Db, ref: NoticeRef): Promise<NoticeRow | undefined> {
  return db
    .selectFrom("notices")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: notice of the organisation
    .where("notice_id", "=", ref.noticeId)
    .executeTakeFirst();
}

/** The person has read it; `false` when it is not theirs. Doing it twice changes nothing. */
export async function markDismissed(db: Db, ref: NoticeRef & { userId: string }, now: Date): Promise<boolean> {
  const result = await db
    .updateTable("notices")
    .set((column) => ({ dismissed_at: column.fn.coalesce("dismissed_at", column.val(now)) }))
    .where("organisation_id", "=", ref.organisationId) // owner: dismissed notice of the organisation
    .where("user_id", "=", ref.userId) // owner: dismissed notice of the user
    .where("notice_id", "=", ref.noticeId)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** The account works again, or is no more: nothing is left to be done about it. */
export async function markSettled(
  tx: Tx,
  ref: { organisationId: string; linkedAccountId: string },
  now: Date,
): Promise<void> {
  await tx
    .updateTable("notices")
    .set({ settled_at: now })
    .where("organisation_id", "=", ref.organisationId) // owner: settled notice of the organisation
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("kind", "=", "account_broken")
    .where("settled_at", "is", null)
    .execute();
}

/** Notes what has become of a notice's mail, as long as that is open. */
export async function markMail(
  tx: Tx,
  ref: NoticeRef,
  change: Pick<Updateable<NoticeTable>, "mail_state" | "mailed_at" | "mail_attempts">,
): Promise<void> {
  await tx
    .updateTable("notices")
    .set(change)
    .where("organisation_id", "=", ref.organisationId) // owner: mailed notice of the organisation
    .where("notice_id", "=", ref.noticeId)
    .where("mail_state", "=", "waiting")
    .execute();
}

/** Forgets what is over or was read long ago. */
export async function forgetOldNotices(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom("notices")
    .where("created_at", "<", before)
    .where((column) => column.or([column("dismissed_at", "is not", null), column("settled_at", "is not", null)]))
    .execute();
}
