import type { Insertable, Updateable } from "kysely";
import type { Db, Tx, UserTable } from "../store/tables.ts";
import type { PersonRef, PersonRow } from "./people.ts";

/**
 * Keeps other changes of who is in the directory waiting until the transaction ends. E-mail, user name and employee number
 * must be unique among those who are in it, and two changes at once can't see each other.
 */
export async function lockDirectory(tx: Tx, organisationId: string): Promise<void> {
  await tx
    .selectFrom("organisations")
    .select("organisation_id")
    .where("organisation_id", "=", organisationId) // owner: locked directory of the organisation
    .forNoKeyUpdate()
    .execute();
}

/** Stores a new person. */
export async function insertPerson(tx: Tx, row: Insertable<UserTable>): Promise<void> {
  await tx.insertInto("users").values(row).execute();
}

/** Changes somebody who has not been removed from the directory; `undefined` when there is nobody. */
export function updatePerson(tx: Tx, ref: PersonRef, change: Updateable<UserTable>): Promise<PersonRow | undefined> {
  return tx
    .updateTable("users")
    .set(change)
    .where("organisation_id", "=", ref.organisationId) // owner: changed person of the organisation
    .where("user_id", "=", ref.userId)
    .where("deleted_at", "is", null)
    .returningAll()
    .executeTakeFirst();
}

/** `active → inactive`. Nobody comes back as an administrator: who is reactivated is a member. */
export function markInactive(tx: Tx, ref: PersonRef, now: Date): Promise<PersonRow | undefined> {
  return updatePerson(tx, ref, { account_status: "inactive", deactivated_at: now, role: "member" });
}

/** `inactive → active`. When they left stays noted until they sign in: before that nobody knows whether they are the same person. */
export function markActive(tx: Tx, ref: PersonRef): Promise<PersonRow | undefined> {
  return updatePerson(tx, ref, { account_status: "active" });
}

/** Removed from the directory for good: what named them is free for somebody else, who will be another person. */
export function markDeleted(tx: Tx, ref: PersonRef, now: Date): Promise<PersonRow | undefined> {
  return updatePerson(tx, ref, { deleted_at: now });
}

/** Locks the active administrators of an organisation and answers their ids, so that two of them can't remove each other. */
export async function lockAdministrators(tx: Tx, organisationId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("users")
    .select("user_id")
    .where("organisation_id", "=", organisationId) // owner: administrators of the organisation
    .where("role", "=", "administrator")
    .where("account_status", "=", "active")
    .where("deleted_at", "is", null)
    .orderBy("user_id")
    .forNoKeyUpdate()
    .execute();
  return rows.map((row) => row.user_id);
}

/** Everybody of a directory who has not been removed, for comparing a whole file with it. */
export function listDirectory(db: Db, organisationId: string): Promise<PersonRow[]> {
  return db
    .selectFrom("users")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: whole directory of the organisation
    .where("deleted_at", "is", null)
    .orderBy("created_at")
    .orderBy("user_id")
    .execute();
}
