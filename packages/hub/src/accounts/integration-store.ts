import { isBeingWithdrawn } from "../disconnect/readable.ts";
import type { Db } from "../store/tables.ts";
import { type AccountRef, LIVE_STATES, type LinkedAccountRow } from "./store.ts";

/**
 * Finds what an integration may read with its tokens: live accounts, and disconnecting ones while it is being asked to
 * withdraw them (contract 2.5). A pending account's tokens are nobody's until its owner has chosen.
 */
export function findReadableAccount(db: Db, ref: AccountRef, now: Date): Promise<LinkedAccountRow | undefined> {
  return db
    .selectFrom("linked_accounts")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: readable account of the organisation
    .where("user_id", "=", ref.userId) // owner: readable account of the user
    .where("service_id", "=", ref.serviceId) // owner: readable account of the integration
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where((column) =>
      column.or([
        column("state", "in", LIVE_STATES),
        column.and([column("state", "=", "disconnecting"), column("deleted_at", "is", null), isBeingWithdrawn(now)]),
      ]),
    )
    .executeTakeFirst();
}

/** Finds an account in any state but gone, for what has to be said about it and not for its tokens. */
export function findStandingAccount(db: Db, ref: AccountRef): Promise<LinkedAccountRow | undefined> {
  return db
    .selectFrom("linked_accounts")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: standing account of the organisation
    .where("user_id", "=", ref.userId) // owner: standing account of the user
    .where("service_id", "=", ref.serviceId) // owner: standing account of the integration
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("state", "!=", "gone")
    .where("deleted_at", "is", null)
    .executeTakeFirst();
}

/** Lists a user's live accounts at one integration, oldest first. */
export function listLiveAccounts(
  db: Db,
  ref: { organisationId: string; userId: string; serviceId: string },
): Promise<LinkedAccountRow[]> {
  return db
    .selectFrom("linked_accounts")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: listed accounts of the organisation
    .where("user_id", "=", ref.userId) // owner: listed accounts of the user
    .where("service_id", "=", ref.serviceId) // owner: listed accounts of the integration
    .where("state", "in", LIVE_STATES)
    .orderBy("created_at")
    .orderBy("linked_account_id")
    .execute();
}
