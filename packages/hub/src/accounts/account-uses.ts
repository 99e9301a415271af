import { sql } from "kysely";
import type { Note } from "../store/notebook.ts";
import type { Db } from "../store/tables.ts";

/** Which account was used: its tokens were read, or its lease was taken. */
export type AccountUse = { organisationId: string; linkedAccountId: string };

/** Writes down when accounts were last used; a time that is there already and later stays. */
export async function writeAccountUses(db: Db, notes: readonly Note<AccountUse>[]): Promise<void> {
  await sql`
    update linked_accounts as account
    set last_used_at = greatest(account.last_used_at, used.at)
    from jsonb_to_recordset(${JSON.stringify(notes)}::jsonb)
      as used("organisationId" text, "linkedAccountId" text, at timestamptz)
    where account.organisation_id = used."organisationId" and account.linked_account_id = used."linkedAccountId"
  `.execute(db);
}
