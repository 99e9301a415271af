import type { Hub } from "@joinery/hub";

/**
 * Ends the disconnects of a person that the integration has never acknowledged. In a workshop the integration under work
 * is often the one that is wrong, and nobody there could connect again otherwise.
 */
export async function finishDisconnects(
  { context }: Hub,
  { organisationId, userId }: { organisationId: string; userId: string },
): Promise<void> {
  await context.db
    .updateTable("linked_accounts")
    .set({ state: "gone", sealed_access_token: null, sealed_refresh_token: null, updated_at: context.clock() })
    .where("organisation_id", "=", organisationId)
    .where("user_id", "=", userId)
    .where("state", "=", "disconnecting")
    .execute();
}
