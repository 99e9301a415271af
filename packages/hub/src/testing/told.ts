import type { TestHub } from "./start-hub.ts";

/** The events of the outbox, oldest first: what other systems would be told. */
export async function eventsOf(hub: TestHub): Promise<{ type: string; account: string | null; reason: unknown }[]> {
  const rows = await hub.hub.context.db.selectFrom("events").selectAll().orderBy("created_at").execute();
  return rows
    .sort((one, other) => one.created_at.getTime() - other.created_at.getTime() || one.sequence - other.sequence)
    .map((row) => ({ type: row.type, account: row.account_id, reason: row.data.reason ?? null }));
}

/** What people were told about their links, oldest first. */
export async function noticesOf(
  hub: TestHub,
): Promise<{ kind: string; linked_account_id: string; reason: string | null }[]> {
  return hub.hub.context.db
    .selectFrom("notices")
    .select(["kind", "linked_account_id", "reason"])
    .orderBy("created_at")
    .execute();
}
