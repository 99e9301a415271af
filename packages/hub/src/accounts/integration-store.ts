import { sql } from "kysely";
import { isBeingWithdrawn } from "../disconnect/readable.ts";
import { inOrder, questionsTable } from "../store/questions.ts";
import type { Db } from "../store/tables.ts";
import { type AccountRef, LIVE_STATES, type LinkedAccountRow } from "./store.ts";

/**
 * Finds what integrations may read with its tokens, in the order of the questions: live accounts, and disconnecting ones
 * while their integration is being asked to withdraw them (contract 2.5). A pending account's tokens are nobody's until its
 * owner has chosen.
 */
export async function findReadableAccounts(
  db: Db,
  refs: readonly AccountRef[],
  now: Date,
): Promise<(LinkedAccountRow | undefined)[]> {
  const questions = refs.map(({ organisationId: organisation, userId: user, serviceId: service, linkedAccountId }) => {
    return { organisation, user, service, account: linkedAccountId };
  });
  const rows = await db
    .selectFrom(questionsTable(questions, ["organisation", "user", "service", "account"]))
    .innerJoin("linked_accounts", "linked_accounts.linked_account_id", "asked.account")
    .selectAll("linked_accounts")
    .select("asked.position")
    .where("linked_accounts.organisation_id", "=", sql.ref<string>("asked.organisation")) // owner: readable account of the organisation
    .where("linked_accounts.user_id", "=", sql.ref<string>("asked.user")) // owner: readable account of the user
    .where("linked_accounts.service_id", "=", sql.ref<string>("asked.service")) // owner: readable account of the integration
    .where((column) =>
      column.or([
        column("state", "in", LIVE_STATES),
        column.and([column("state", "=", "disconnecting"), column("deleted_at", "is", null), isBeingWithdrawn(now)]),
      ]),
    )
    .execute();
  return inOrder(rows, refs.length);
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
