import type { LinkedAccountRow } from "../accounts/store.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../store/tables.ts";

/** What a person is told about a link of theirs. */
export interface Notification {
  account: LinkedAccountRow;
  kind: "account_broken" | "account_removed";
  /** Of a broken one `requires_reauthentication` | `rotation_lost`, of a removed one the cause. */
  reason: string;
  at: Date;
}

/** Tells the account's owner, once for each occurrence: on their page, and by e-mail when that is set up. */
export async function notify(_context: Context, tx: Tx, { account, kind, reason, at }: Notification): Promise<void> {
  await tx
    .insertInto("notices")
    .values({
      organisation_id: account.organisation_id,
      notice_id: crypto.randomUUID(),
      user_id: account.user_id,
      kind,
      linked_account_id: account.linked_account_id,
      service_id: account.service_id,
      external_account_id: account.external_account_id,
      reason,
      occurrence: String(account.version),
      created_at: at,
      dismissed_at: null,
      mail_state: "off",
      mailed_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
