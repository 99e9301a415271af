import type { LinkedAccountRow } from "../accounts/store.ts";
import type { Context } from "../context.ts";
import { findPerson } from "../directory/people.ts";
import type { Tx } from "../store/tables.ts";
import { recipientOf } from "./recipient.ts";
import { insertNotice, markSettled } from "./store.ts";

/** What a person is told about a link of theirs. */
export interface Notification {
  account: LinkedAccountRow;
  kind: "account_broken" | "account_removed";
  /** Of a broken one `requires_reauthentication` | `rotation_lost`, of a removed one the cause. */
  reason: string;
  at: Date;
}

/** Tells the account's owner, once for each occurrence: on their page, and by e-mail when that is set up. */
export async function notify(context: Context, tx: Tx, { account, kind, reason, at }: Notification): Promise<void> {
  const { organisation_id: organisationId, user_id: userId } = account;
  const noticeId = crypto.randomUUID();
  const isMailed =
    context.mailer !== undefined && recipientOf(await findPerson(tx, { organisationId, userId })) !== undefined;
  const isNew = await insertNotice(tx, {
    organisation_id: organisationId,
    notice_id: noticeId,
    user_id: userId,
    kind,
    linked_account_id: account.linked_account_id,
    service_id: account.service_id,
    external_account_id: account.external_account_id,
    reason,
    occurrence: String(account.version),
    created_at: at,
    mail_state: isMailed ? "waiting" : "off",
  });
  if (isNew && isMailed) await context.jobs.send(tx, "notice.mail", { organisationId, noticeId });
}

/** Takes back what was said about a broken account: it works again, or is no more. */
export async function settleNotices(
  tx: Tx,
  account: Pick<LinkedAccountRow, "organisation_id" | "linked_account_id">,
  at: Date,
): Promise<void> {
  await markSettled(tx, { organisationId: account.organisation_id, linkedAccountId: account.linked_account_id }, at);
}
