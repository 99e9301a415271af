import type { Hub } from "@joinery/hub";

/**
 * Lets the stored expiry of all access tokens be now. When time passes it passes for everybody: without this an
 * integration would hear of it from the API only, and no outage would ever meet its refresh.
 */
export async function expireStored({ context }: Hub, organisationId: string): Promise<void> {
  const now = context.clock();
  await context.db
    .updateTable("linked_accounts")
    .set({ expiry: now })
    .where("organisation_id", "=", organisationId)
    .where("expiry", ">", now)
    .execute();
}
