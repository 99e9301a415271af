import { Problem } from "@joinery/contract";
import type { Db } from "../store/tables.ts";

/** Gets an organisation; its id comes from a session or token, so it exists. */
export async function getOrganisation(db: Db, organisationId: string) {
  const row = await db
    .selectFrom("organisations")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: organisation itself of the organisation
    .executeTakeFirst();
  if (row === undefined) throw new Problem("NOT_FOUND");
  return row;
}

/** Sets the policy `connect.require_verified` (contract 2.1). */
export async function setRequireVerified(db: Db, organisationId: string, requireVerified: boolean): Promise<void> {
  await db
    .updateTable("organisations")
    .set({ require_verified: requireVerified })
    .where("organisation_id", "=", organisationId) // owner: policy of the organisation
    .execute();
}
