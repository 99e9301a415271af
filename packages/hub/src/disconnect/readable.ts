import { type RawBuilder, sql } from "kysely";

/**
 * A condition on rows of linked accounts that are being disconnected: their integration is being asked to withdraw them at
 * this time, and may read the tokens for it (contract 2.5).
 */
export function isBeingWithdrawn(now: Date): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from disconnects
    where disconnects.organisation_id = linked_accounts.organisation_id
      and disconnects.linked_account_id = linked_accounts.linked_account_id
      and disconnects.readable_until > ${now}
  )`;
}
