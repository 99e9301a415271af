import type { Hub } from "@joinery/hub";

/** Ends what a person has begun with Connect and not finished: the hub would take an account that comes late for its outcome. */
export async function forgetConnects(
  { context }: Hub,
  { organisationId, userId }: { organisationId: string; userId: string },
): Promise<void> {
  await context.db
    .updateTable("flows")
    .set({ state: "expired", ended_at: context.clock() })
    .where("organisation_id", "=", organisationId)
    .where("user_id", "=", userId)
    .where("state", "in", ["created", "verified", "redeemed"])
    .execute();
}
