import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Db, LinkedAccountTable } from "../store/tables.ts";

export type LinkedAccountRow = Selectable<LinkedAccountTable>;

/** Names one linked account of one user, as its integration or its owner sees it. */
export interface AccountRef {
  organisationId: string;
  userId: string;
  serviceId: string;
  linkedAccountId: string;
}

/** What makes two live accounts the same one (contract 1.2). */
export interface Identity {
  organisationId: string;
  userId: string;
  authId: string;
  identityKey: string;
}

const LIVE_STATES = ["active", "attention"] as const;

/** Finds a live account of a user and an integration. */
export function findLiveAccount(db: Db, ref: AccountRef): Promise<LinkedAccountRow | undefined> {
  return db
    .selectFrom("linked_accounts")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: live account of the organisation
    .where("user_id", "=", ref.userId) // owner: live account of the user
    .where("service_id", "=", ref.serviceId) // owner: live account of the integration
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("state", "in", LIVE_STATES)
    .executeTakeFirst();
}

/** Finds what an integration may still read: live accounts, and pending or disconnecting ones for withdrawal. */
export function findReadableAccount(db: Db, ref: AccountRef): Promise<LinkedAccountRow | undefined> {
  return db
    .selectFrom("linked_accounts")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: readable account of the organisation
    .where("user_id", "=", ref.userId) // owner: readable account of the user
    .where("service_id", "=", ref.serviceId) // owner: readable account of the integration
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

/** Lists every live or pending account of a user, oldest first. */
export function listAccountsOfUser(
  db: Db,
  ref: { organisationId: string; userId: string },
): Promise<LinkedAccountRow[]> {
  return db
    .selectFrom("linked_accounts")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: accounts on the pages of the organisation
    .where("user_id", "=", ref.userId) // owner: accounts on the pages of the user
    .where("state", "in", LIVE_STATES)
    .orderBy("created_at")
    .orderBy("linked_account_id")
    .execute();
}

/** Lists what a person must lose when they leave: every account that is not being removed already, in the order of their ids. */
export function listAccountsToRemove(
  db: Db,
  ref: { organisationId: string; userId: string },
): Promise<LinkedAccountRow[]> {
  return db
    .selectFrom("linked_accounts")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: accounts of a leaver of the organisation
    .where("user_id", "=", ref.userId) // owner: accounts of a leaver
    .where("state", "in", KEPT_STATES)
    .orderBy("linked_account_id")
    .execute();
}

/** Finds an account of a user whatever its integration, in any state but gone: for the account page. */
export function findAccountOfUser(
  db: Db,
  ref: { organisationId: string; userId: string; linkedAccountId: string },
): Promise<LinkedAccountRow | undefined> {
  return db
    .selectFrom("linked_accounts")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: account page of the organisation
    .where("user_id", "=", ref.userId) // owner: account page of the user
    .where("linked_account_id", "=", ref.linkedAccountId)
    .executeTakeFirst();
}

/** Finds an account of an organisation, in any state: for administrators. */
export function findAccountOfOrganisation(
  db: Db,
  ref: { organisationId: string; linkedAccountId: string },
): Promise<LinkedAccountRow | undefined> {
  return db
    .selectFrom("linked_accounts")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: administered account of the organisation
    .where("linked_account_id", "=", ref.linkedAccountId)
    .executeTakeFirst();
}

/** Locks and reads the live account of an identity. */
export function lockLiveAccount(db: Db, identity: Identity): Promise<LinkedAccountRow | undefined> {
  return db
    .selectFrom("linked_accounts")
    .selectAll()
    .where("organisation_id", "=", identity.organisationId) // owner: account of an identity of the organisation
    .where("user_id", "=", identity.userId) // owner: account of an identity of the user
    .where("auth_id", "=", identity.authId) // owner: account of an identity of the integration by Auth ID
    .where("identity_key", "=", identity.identityKey)
    .where("state", "in", LIVE_STATES)
    .forUpdate()
    .executeTakeFirst();
}

/** Stores a new account; `undefined` when a live one of the same identity exists. */
export function insertAccount(db: Db, row: Insertable<LinkedAccountTable>): Promise<LinkedAccountRow | undefined> {
  return db
    .insertInto("linked_accounts")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** Changes a live account whose version is still the expected one; `undefined` when it has moved on. */
export function updateLiveAccount(
  db: Db,
  ref: { organisationId: string; linkedAccountId: string; version: number },
  change: Updateable<LinkedAccountTable>,
): Promise<LinkedAccountRow | undefined> {
  return db
    .updateTable("linked_accounts")
    .set({ ...change, version: ref.version + 1 })
    .where("organisation_id", "=", ref.organisationId) // owner: changed account of the organisation
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("version", "=", ref.version)
    .where("state", "in", LIVE_STATES)
    .returningAll()
    .executeTakeFirst();
}

/** `pending | active | attention → disconnecting`: out of every list from this statement on (contract 2.5). */
export function markDisconnecting(
  db: Db,
  ref: { organisationId: string; userId: string; linkedAccountId: string },
  now: Date,
): Promise<LinkedAccountRow | undefined> {
  return db
    .updateTable("linked_accounts")
    .set((column) => ({ state: "disconnecting", updated_at: now, version: column("version", "+", 1) }))
    .where("organisation_id", "=", ref.organisationId) // owner: disconnecting account of the organisation
    .where("user_id", "=", ref.userId) // owner: disconnecting account of the user
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("state", "in", ["pending", ...LIVE_STATES])
    .returningAll()
    .executeTakeFirst();
}

/**
 * The integration has deleted the account: its tokens are shredded. One that is being disconnected stays `disconnecting`,
 * because *Delete* alone does not acknowledge that (contract 2.5); any other is `gone`. `undefined` the second time.
 */
export function markDeleted(db: Db, ref: AccountRef, now: Date): Promise<LinkedAccountRow | undefined> {
  return db
    .updateTable("linked_accounts")
    .set((column) => ({
      state: sql`case when state = 'disconnecting' then state else 'gone' end`,
      sealed_access_token: null,
      sealed_refresh_token: null,
      deleted_at: now,
      updated_at: now,
      version: column("version", "+", 1),
    }))
    .where("organisation_id", "=", ref.organisationId) // owner: deleted account of the organisation
    .where("user_id", "=", ref.userId) // owner: deleted account of the user
    .where("service_id", "=", ref.serviceId) // owner: deleted account of the integration
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("state", "!=", "gone")
    .where("deleted_at", "is", null)
    .returningAll()
    .executeTakeFirst();
}

/** `… → gone`: the tokens are shredded. */
export function markGone(
  db: Db,
  ref: { organisationId: string; linkedAccountId: string },
  now: Date,
): Promise<LinkedAccountRow | undefined> {
  return db
    .updateTable("linked_accounts")
    .set((column) => ({
      state: "gone",
      sealed_access_token: null,
      sealed_refresh_token: null,
      updated_at: now,
      version: column("version", "+", 1),
    }))
    .where("organisation_id", "=", ref.organisationId) // owner: gone account of the organisation
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("state", "!=", "gone")
    .returningAll()
    .executeTakeFirst();
}

/** Notes that an integration read an account's tokens. */
export async function touchAccount(db: Db, ref: AccountRef, now: Date): Promise<void> {
  await db
    .updateTable("linked_accounts")
    .set({ last_used_at: now })
    .where("organisation_id", "=", ref.organisationId) // owner: read account of the organisation
    .where("linked_account_id", "=", ref.linkedAccountId)
    .execute();
}

/** Whether an earlier link of this user is still being removed. */
export async function isDisconnecting(
  db: Db,
  ref: { organisationId: string; userId: string; authId: string },
): Promise<boolean> {
  const row = await db
    .selectFrom("linked_accounts")
    .select("linked_account_id")
    .where("organisation_id", "=", ref.organisationId) // owner: link being removed of the organisation
    .where("user_id", "=", ref.userId) // owner: link being removed of the user
    .where("auth_id", "=", ref.authId) // owner: link being removed of the integration by Auth ID
    .where("state", "=", "disconnecting")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Counts live accounts by integration and by person. */
export async function countLiveAccounts(db: Db, organisationId: string) {
  const rows = await db
    .selectFrom("linked_accounts")
    .select((column) => ["service_id", "user_id", column.fn.countAll<string>().as("count")])
    .where("organisation_id", "=", organisationId) // owner: counted accounts of the organisation
    .where("state", "in", LIVE_STATES)
    .groupBy(["service_id", "user_id"])
    .execute();
  const byService = new Map<string, number>();
  const byUser = new Map<string, number>();
  for (const row of rows) {
    byService.set(row.service_id, (byService.get(row.service_id) ?? 0) + Number(row.count));
    byUser.set(row.user_id, (byUser.get(row.user_id) ?? 0) + Number(row.count));
  }
  return { byService, byUser };
}
