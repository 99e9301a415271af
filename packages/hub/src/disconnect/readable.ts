import { type RawBuilder, sql } from "kysely";

/** Nothing has ended an attempt that was to be over so long ago: its process was killed, and nobody has taken it up. */
const SURELY_DEAD_MS = 3600 * 1000;

/**
 * A condition on rows of linked accounts that are being disconnected: their integration is being asked to withdraw them at
 * this time, or was a moment ago, and may read the tokens for it (contract 2.5). While it is being asked no clock decides: an
 * integration that is told by one hub and refused by another, whose clock is ahead, would say that it knows no such account,
 * and the grant would never be withdrawn.
 */
export function isBeingWithdrawn(now: Date): RawBuilder<boolean> {
  const dead = new Date(now.getTime() - SURELY_DEAD_MS);
  return sql<boolean>`exists (
    select from disconnects
    where disconnects.organisation_id = linked_accounts.organisation_id
      and disconnects.linked_account_id = linked_accounts.linked_account_id
      and (disconnects.attempting_until > ${dead} or disconnects.readable_until > ${now})
  )`;
}
