import { sql } from "kysely";
import type { Db, Tx } from "../../store/tables.ts";
import type { PersonRow } from "../people.ts";

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

/**
 * Lists whom of the directory somebody may turn out to be who proves an e-mail address with a subject that nobody has: those
 * with that address who have no subject yet; whose subject is another provider's, from before the hub was given this one; or
 * who have left, came back and have not signed in since. Of the last a directory may mean somebody else, who then has another
 * subject; they have nothing that could be inherited.
 */
export function listRecognisable(db: Db, ref: Subject, email: string): Promise<PersonRow[]> {
  return db
    .selectFrom("users")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: person by e-mail of the organisation
    .where(sql`lower(email)`, "=", email.toLowerCase())
    .where("deleted_at", "is", null)
    .where(({ eb, or }) =>
      or([eb("oidc_subject", "is", null), eb("oidc_issuer", "!=", ref.issuer), eb("deactivated_at", "is not", null)]),
    )
    .limit(2)
    .execute();
}

/** Binds a person to their subject, as long as they have the one, or none, with which they were found. */
export async function bindSubject(tx: Tx, person: PersonRow, ref: Subject): Promise<void> {
  await tx
    .updateTable("users")
    .set({ oidc_issuer: ref.issuer, oidc_subject: ref.subject })
    .where("organisation_id", "=", ref.organisationId) // owner: bound person of the organisation
    .where("user_id", "=", person.user_id)
    .where(
      sql<boolean>`(oidc_issuer, oidc_subject) is not distinct from (${person.oidc_issuer}::text, ${person.oidc_subject}::text)`,
    )
    .execute();
}

/** Remembers that a logout token was used; false when it was used before. */
export async function rememberLogoutToken(
  tx: Tx,
  token: { organisationId: string; issuer: string; jti: string },
  now: Date,
): Promise<boolean> {
  const row = await tx
    .insertInto("logout_tokens")
    .values({ organisation_id: token.organisationId, issuer: token.issuer, jti: token.jti, seen_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning("jti")
    .executeTakeFirst();
  return row !== undefined;
}

/** Logout tokens are too old to be used after some minutes; a day is plenty. */
const LOGOUT_TOKENS_KEPT_MS = 24 * 60 * 60_000;

/** Forgets logout tokens that would be refused for their age in any case. */
export async function forgetOldLogoutTokens(db: Db, now: Date): Promise<void> {
  await db
    .deleteFrom("logout_tokens")
    .where("seen_at", "<", new Date(now.getTime() - LOGOUT_TOKENS_KEPT_MS))
    .execute();
}
