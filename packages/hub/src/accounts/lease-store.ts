import { sql, type Updateable } from "kysely";
import type { Db, LinkedAccountTable } from "../store/tables.ts";
import { type AccountRef, LIVE_STATES, type LinkedAccountRow } from "./store.ts";

const WAS_NOT_GIVEN_BACK = sql<boolean>`lease_lost or lease_until is not null`;

/** A live account's lease goes to whoever comes first; `undefined` while somebody holds it, and when the account is not live. */
export function markLeased(
  db: Db,
  ref: AccountRef,
  { lease, until, now }: { lease: string; until: Date; now: Date },
): Promise<LinkedAccountRow | undefined> {
  return db
    .updateTable("linked_accounts")
    .set({
      lease,
      lease_written: null,
      lease_until: until,
      // What is still written here was never given back: it has run out.
      lease_lost: WAS_NOT_GIVEN_BACK,
    })
    .where("organisation_id", "=", ref.organisationId) // owner: leased account of the organisation
    .where("user_id", "=", ref.userId) // owner: leased account of the user
    .where("service_id", "=", ref.serviceId) // owner: leased account of the integration
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("state", "in", LIVE_STATES)
    .where((column) => column.or([column("lease_until", "is", null), column("lease_until", "<=", now)]))
    .returningAll()
    .executeTakeFirst();
}

/** The newest lease is given back; again changes nothing. `undefined` when somebody has a newer one. */
export function markReleased(
  db: Db,
  ref: AccountRef,
  { lease, isOutcomeUnknown }: { lease: string; isOutcomeUnknown: boolean },
): Promise<LinkedAccountRow | undefined> {
  return db
    .updateTable("linked_accounts")
    .set({
      lease_until: null,
      // Once tokens were written under it nothing is in doubt, whatever is said later.
      ...(isOutcomeUnknown ? { lease_lost: WAS_NOT_GIVEN_BACK } : {}),
    })
    .where("organisation_id", "=", ref.organisationId) // owner: released account of the organisation
    .where("user_id", "=", ref.userId) // owner: released account of the user
    .where("service_id", "=", ref.serviceId) // owner: released account of the integration
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("lease", "=", lease)
    .where("state", "in", ["disconnecting", ...LIVE_STATES])
    .where("deleted_at", "is", null)
    .returningAll()
    .executeTakeFirst();
}

/**
 * What a renewal brings to an account that is being disconnected meanwhile: the newest token is the one to withdraw. Only
 * under the newest lease; `undefined` otherwise.
 */
export function updateDisconnectingAccount(
  db: Db,
  ref: AccountRef,
  { lease, change }: { lease: string; change: Updateable<LinkedAccountTable> },
): Promise<LinkedAccountRow | undefined> {
  return db
    .updateTable("linked_accounts")
    .set((column) => ({ ...change, lease_until: null, version: column("version", "+", 1) }))
    .where("organisation_id", "=", ref.organisationId) // owner: late tokens of the organisation
    .where("user_id", "=", ref.userId) // owner: late tokens of the user
    .where("service_id", "=", ref.serviceId) // owner: late tokens of the integration
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("lease", "=", lease)
    .where("state", "=", "disconnecting")
    .where("deleted_at", "is", null)
    .returningAll()
    .executeTakeFirst();
}
