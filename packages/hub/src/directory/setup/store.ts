import type { Selectable } from "kysely";
import type { Db, SetupCodeTable, Tx } from "../../store/tables.ts";

export type SetupCodeRow = Selectable<SetupCodeTable>;

/** Stores the digest of a new code; the one before it opens nothing from then on. */
export async function replaceSetupCode(tx: Tx, organisationId: string, digest: string, now: Date): Promise<void> {
  const fresh = { code_digest: digest, attempts: 0, created_at: now, used_at: null, used_by: null };
  await tx
    .insertInto("setup_codes")
    .values({ organisation_id: organisationId, ...fresh })
    .onConflict((conflict) => conflict.column("organisation_id").doUpdateSet(fresh))
    .execute();
}

/** Finds the code of an organisation. */
export function findSetupCode(db: Db, organisationId: string): Promise<SetupCodeRow | undefined> {
  return db
    .selectFrom("setup_codes")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: setup code of the organisation
    .executeTakeFirst();
}

/** Counts a try, before it is looked at, and keeps other tries waiting until the transaction ends. */
export function countSetupAttempt(tx: Tx, organisationId: string): Promise<SetupCodeRow | undefined> {
  return tx
    .updateTable("setup_codes")
    .set((column) => ({ attempts: column("attempts", "+", 1) }))
    .where("organisation_id", "=", organisationId) // owner: tried setup code of the organisation
    .returningAll()
    .executeTakeFirst();
}

/** The code has made somebody administrator. */
export async function markSetupUsed(tx: Tx, organisationId: string, userId: string, now: Date): Promise<void> {
  await tx
    .updateTable("setup_codes")
    .set({ used_at: now, used_by: userId })
    .where("organisation_id", "=", organisationId) // owner: used setup code of the organisation
    .execute();
}

/**
 * Whether somebody administers the organisation who can sign in: who was only ever somebody to try a hub with is nobody
 * once an identity provider decides.
 */
export async function hasAdministrator(
  db: Db,
  organisationId: string,
  { development }: { development: boolean },
): Promise<boolean> {
  const row = await db
    .selectFrom("users")
    .select("user_id")
    .where("organisation_id", "=", organisationId) // owner: any administrator of the organisation
    .where("role", "=", "administrator")
    .where("account_status", "=", "active")
    .where("deleted_at", "is", null)
    .$if(!development, (query) =>
      query.where((column) => column.or([column("oidc_subject", "is not", null), column("email", "is not", null)])),
    )
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
