import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import { inOrder, questionsTable } from "../store/questions.ts";
import type { Db, LinkedAccountTable, Tx } from "../store/tables.ts";

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

/** An account that its integration works with. */
export const LIVE_STATES = ["active", "attention"] as const;
/** Live, or waiting for its owner's choice (contract 2.3): one account for each identity, of these. */
const KEPT_STATES = ["pending", ...LIVE_STATES] as const;

/** Whether an integration works with the account. */
export function isLive(account: Pick<LinkedAccountRow, "state">): boolean {
  return LIVE_STATES.some((state) => state === account.state);
}

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

/** Locks and reads an account that may still be changed: a live one, or a disconnecting one for its last tokens. */
export function lockChangeableAccount(tx: Tx, ref: AccountRef): Promise<LinkedAccountRow | undefined> {
  return tx
    .selectFrom("linked_accounts")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: account to change of the organisation
    .where("user_id", "=", ref.userId) // owner: account to change of the user
    .where("service_id", "=", ref.serviceId) // owner: account to change of the integration
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("state", "in", ["disconnecting", ...LIVE_STATES])
    .where("deleted_at", "is", null)
    .forUpdate()
    .executeTakeFirst();
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
    .where("state", "in", KEPT_STATES)
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
    .where("user_id", "=", ref.userId)
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

/** Locks and reads the account of an identity, live or pending. */
export function lockAccountOfIdentity(tx: Tx, identity: Identity): Promise<LinkedAccountRow | undefined> {
  return tx
    .selectFrom("linked_accounts")
    .selectAll()
    .where("organisation_id", "=", identity.organisationId) // owner: account of an identity of the organisation
    .where("user_id", "=", identity.userId) // owner: account of an identity of the user
    .where("auth_id", "=", identity.authId) // owner: account of an identity of the integration by Auth ID
    .where("identity_key", "=", identity.identityKey)
    .where("state", "in", KEPT_STATES)
    .forUpdate()
    .executeTakeFirst();
}

/** Stores a new account; `undefined` when there is one of the same identity. */
export function insertAccount(db: Db, row: Insertable<LinkedAccountTable>): Promise<LinkedAccountRow | undefined> {
  return db
    .insertInto("linked_accounts")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
}

/** What must still be true of an account for a change to be written. */
export interface Fence {
  version: number;
  /** Written only as long as nobody has a newer lease than this (contract 2.4). */
  lease?: string | undefined;
  /** Written only while nobody holds a lease at this time. */
  unheldAt?: Date | undefined;
}

/** Changes a live or pending account behind a fence; `undefined` when it has moved on. */
export function updateAccount(
  db: Db,
  ref: { organisationId: string; linkedAccountId: string },
  { version, lease, unheldAt }: Fence,
  change: Updateable<LinkedAccountTable>,
): Promise<LinkedAccountRow | undefined> {
  return db
    .updateTable("linked_accounts")
    .set({ ...change, version: version + 1 })
    .where("organisation_id", "=", ref.organisationId) // owner: changed account of the organisation
    .where("linked_account_id", "=", ref.linkedAccountId)
    .where("version", "=", version)
    .where("state", "in", KEPT_STATES)
    .$if(lease !== undefined, (query) => query.where("lease", "=", lease ?? ""))
    .$if(unheldAt !== undefined, (query) =>
      query.where((column) =>
        column.or([column("lease_until", "is", null), column("lease_until", "<=", unheldAt ?? null)]),
      ),
    )
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
    .where("state", "in", KEPT_STATES)
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

/** Whose link to which integration. */
export interface LinkRef {
  organisationId: string;
  userId: string;
  authId: string;
}

/** Whether an earlier link of this user is still being removed. */
export async function isDisconnecting(db: Db, ref: LinkRef): Promise<boolean> {
  const [answer = false] = await areDisconnecting(db, [ref]);
  return answer;
}

/** Whether earlier links of users are still being removed, in the order of the questions. */
export async function areDisconnecting(db: Db, refs: readonly LinkRef[]): Promise<boolean[]> {
  const questions = refs.map(({ organisationId, userId, authId }) => {
    return { organisation: organisationId, user: userId, auth: authId };
  });
  const rows = await db
    .selectFrom(questionsTable(questions, ["organisation", "user", "auth"]))
    .crossJoin("linked_accounts")
    .select("asked.position")
    .where("linked_accounts.organisation_id", "=", sql.ref<string>("asked.organisation")) // owner: link being removed of the organisation
    .where("linked_accounts.user_id", "=", sql.ref<string>("asked.user")) // owner: link being removed of the user
    .where("linked_accounts.auth_id", "=", sql.ref<string>("asked.auth")) // owner: link being removed of the integration by Auth ID
    .where("linked_accounts.state", "=", "disconnecting")
    .execute();
  return inOrder(rows, refs.length).map((row) => row !== undefined);
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
