import { sql } from "kysely";
import type { Db, Tx, UserTable } from "../../store/tables.ts";
import type { PersonRef, PersonRow } from "../people.ts";

/** Who somebody is at the identity provider: this pair, and nothing else, never changes hands (OpenID Connect Core 1.0, section 5.7). */
export interface Subject {
  organisationId: string;
  issuer: string;
  subject: string;
}

/** Finds the person with a subject; of somebody who was removed and somebody who is there, who is there. */
export function findBySubject(db: Db, ref: Subject): Promise<PersonRow | undefined> {
  return db
    .selectFrom("users")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: person by subject of the organisation
    .where("oidc_issuer", "=", ref.issuer)
    .where("oidc_subject", "=", ref.subject)
    .orderBy("deleted_at", (order) => order.desc().nullsFirst())
    .limit(1)
    .executeTakeFirst();
}

/** Lists people of the directory with an e-mail address who have never signed in by the identity provider. */
export function listUnboundByEmail(db: Db, organisationId: string, email: string): Promise<PersonRow[]> {
  return db
    .selectFrom("users")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: person by e-mail of the organisation
    .where(sql`lower(email)`, "=", email.toLowerCase())
    .where("oidc_subject", "is", null)
    .where("deleted_at", "is", null)
    .limit(2)
    .execute();
}

/** Binds a person to their subject, once and for all. */
export async function bindSubject(tx: Tx, person: PersonRef, ref: Subject): Promise<void> {
  await tx
    .updateTable("users")
    .set({ oidc_issuer: ref.issuer, oidc_subject: ref.subject })
    .where("organisation_id", "=", person.organisationId) // owner: bound person of the organisation
    .where("user_id", "=", person.userId)
    .where("oidc_subject", "is", null)
    .execute();
}

/** Changes what a sign-in may change about a person. */
export async function refreshPerson(
  tx: Tx,
  person: PersonRef,
  change: Partial<Pick<UserTable, "role" | "email" | "first_name" | "second_name" | "display_name" | "initials">>,
): Promise<PersonRow> {
  return tx
    .updateTable("users")
    .set(change)
    .where("organisation_id", "=", person.organisationId) // owner: refreshed person of the organisation
    .where("user_id", "=", person.userId)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** Keeps other first sign-ins of the organisation waiting, so that nobody is added or bound twice. */
export async function lockFirstSignIns(tx: Tx, organisationId: string): Promise<void> {
  await tx
    .selectFrom("organisations")
    .select("organisation_id")
    .where("organisation_id", "=", organisationId) // owner: first sign-ins of the organisation
    .forNoKeyUpdate()
    .execute();
}
