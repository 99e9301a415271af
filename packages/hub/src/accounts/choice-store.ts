import { sql } from "kysely";
import type { Tx } from "../store/tables.ts";
import type { AccountRef, LinkedAccountRow } from "./store.ts";

/** `pending → active`, or `attention` when that is how it was saved; `undefined` when there is no choice left. */
export function markChosen(
  tx: Tx,
  ref: Omit<AccountRef, "serviceId">,
  now: Date,
): Promise<LinkedAccountRow | undefined> {
  return tx
    .updateTable("linked_accounts")
    .set((column) => ({
      state: sql`case when requires_reauthentication then 'attention' else 'active' end`,
      pending_for: null,
      updated_at: now,
      version: column("version", "+", 1),
    }))
    .where("organisation_id", "=", ref.organisationId) // owner: chosen account of the organisation
    .where("user_id", "=", ref.userId) // owner: chosen account of the user
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("state", "=", "pending")
    .returningAll()
    .executeTakeFirst();
}
