import { expect } from "vitest";
import type { FaultWorld } from "./start-fault-world.ts";
import { until } from "./until.ts";

/**
 * Waits until the dust has settled, and holds hub and external service against each other: every acknowledged disconnect is
 * done, every grant is stored, withdrawn or told to administrators, and nothing had effect twice.
 */
export async function expectHonestEnd(world: FaultWorld): Promise<void> {
  const { db, service } = world;
  await until(
    "every disconnect is acknowledged",
    () => db.selectFrom("disconnects").select("linked_account_id").where("acknowledged_at", "is", null).execute(),
    (waiting) => waiting.length === 0,
  );
  await until(
    "every grant is stored, withdrawn, or its flow is told to administrators",
    () => countGrants(world),
    ({ live, accounted }) => live <= accounted,
  );
  const events = await db.selectFrom("events").select(["type", "account_id"]).execute();
  expect(repeated(events.map(({ type, account_id }) => `${type} ${account_id}`)), "told twice").toEqual([]);
  const withdrawn = service.ledger.entries({ kind: "revocation" }).filter(({ detail }) => detail === "RefreshToken");
  expect(repeated(withdrawn.map(({ grantId }) => grantId)), "withdrawn twice").toEqual([]);
  const tickets = service.tickets.list();
  expect(repeated(tickets.map(({ title }) => title)), "filed twice").toEqual([]);
}

function repeated<Thing>(things: readonly Thing[]): Thing[] {
  return things.filter((thing, index) => things.indexOf(thing) !== index);
}

async function countGrants({ db, service }: FaultWorld) {
  const accounts = await db
    .selectFrom("linked_accounts")
    .select("linked_account_id")
    .where("state", "in", ["active", "attention", "pending"])
    .execute();
  const flows = await db.selectFrom("flows").select(["state", "reason"]).where("state", "!=", "completed").execute();
  const orphans = flows.filter(({ state, reason }) => state === "claimed" || reason === "outcome_unknown");
  const live = service.accounts.reduce((sum, { username }) => sum + service.liveGrants(username), 0);
  const doubtful = await db
    .selectFrom("disconnects")
    .select(["acknowledgement", "revocation", "attempts", "last_problem"])
    .where((where) => where.or([where("revocation", "is", null), where("revocation", "!=", "revoked")]))
    .execute();
  return { live, accounted: accounts.length + orphans.length, accounts: accounts.length, flows, doubtful };
}
