import type { Selectable } from "kysely";
import type { Db, ScimTokenTable, Tx } from "../../store/tables.ts";

export type ScimTokenRow = Selectable<ScimTokenTable>;

/** Stores a new token under its digest. */
export async function insertScimToken(tx: Tx, row: ScimTokenRow): Promise<void> {
  await tx.insertInto("scim_tokens").values(row).execute();
}

/** Lists the tokens of an organisation that have not been revoked, newest first. */
export function listScimTokens(db: Db, organisationId: string): Promise<ScimTokenRow[]> {
  return db
    .selectFrom("scim_tokens")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: SCIM tokens of the organisation
    .where("revoked_at", "is", null)
    .orderBy("created_at", "desc")
    .orderBy("token_id")
    .execute();
}

/** Finds a token that has not been revoked; it says whose directory it writes. */
export function findScimToken(db: Db, digest: string): Promise<ScimTokenRow | undefined> {
  return db
    .selectFrom("scim_tokens")
    .selectAll()
    .where("token_digest", "=", digest)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
}

/** Notes that a token was used. */
export async function touchScimToken(db: Db, organisationId: string, tokenId: string, now: Date): Promise<void> {
  await db
    .updateTable("scim_tokens")
    .set({ last_used_at: now })
    .where("organisation_id", "=", organisationId) // owner: used SCIM token of the organisation
    .where("token_id", "=", tokenId)
    .execute();
}

/** Revokes a token; `false` when there is none. */
export async function markScimTokenRevoked(
  tx: Tx,
  ref: { organisationId: string; tokenId: string },
  now: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable("scim_tokens")
    .set({ revoked_at: now })
    .where("organisation_id", "=", ref.organisationId) // owner: revoked SCIM token of the organisation
    .where("token_id", "=", ref.tokenId)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
