import type { OrphanRow } from "@joinery/contract/pages";
import { createHubClient } from "@joinery/sdk";
import { sql } from "kysely";
import { expect } from "vitest";
import { type Facts, type Judgement, judgeGrants } from "./judge-grants.ts";
import type { FaultWorld } from "./start-fault-world.ts";
import { until } from "./until.ts";

/**
 * Waits until the dust has settled, and holds hub and external service against each other: every acknowledged disconnect is
 * done, every grant is stored, withdrawn or told to administrators, and nothing had effect twice.
 */
export async function expectHonestEnd(world: FaultWorld): Promise<Judgement> {
  const { db, service } = world;
  await until(
    "every disconnect is acknowledged",
    () => db.selectFrom("disconnects").select("linked_account_id").where("acknowledged_at", "is", null).execute(),
    (waiting) => waiting.length === 0,
  );
  const judgement = await until(
    "every grant is stored, withdrawn, or its flow is told to administrators",
    async () => judgeGrants(await gatherFacts(world)),
    ({ faults }) => faults.length === 0,
  );
  const events = await db.selectFrom("events").select(["type", "account_id", "user_id", "data"]).execute();
  const told = events.map(({ type, account_id, user_id, data }) =>
    [type, account_id ?? `${user_id} ${JSON.stringify(data)}`].join(" "),
  );
  expect(repeated(told), "told twice").toEqual([]);
  const withdrawn = service.ledger.entries({ kind: "revocation" }).filter(({ detail }) => detail === "RefreshToken");
  expect(repeated(withdrawn.map(({ grantId }) => grantId)), "withdrawn twice").toEqual([]);
  const exchanged = service.ledger.entries({ kind: "token_request" }).filter(({ grantId }) => grantId !== null);
  expect(repeated(exchanged.map(({ grantId }) => grantId)), "exchanged twice").toEqual([]);
  const tickets = service.tickets.list();
  expect(repeated(tickets.map(({ title }) => title)), "filed twice").toEqual([]);
  return judgement;
}

function repeated<Thing>(things: readonly Thing[]): Thing[] {
  return things.filter((thing, index) => things.indexOf(thing) !== index);
}

async function gatherFacts(world: FaultWorld): Promise<Facts> {
  const { db, service } = world;
  const [flows, accounts, receipts, left] = await Promise.all([
    db.selectFrom("flows").select(["flow_id", "state", "reason", "linked_account_id as account"]).execute(),
    db
      .selectFrom("linked_accounts")
      .select(["linked_account_id as id", "user_id", "state"])
      .where("state", "in", ["active", "attention", "pending"])
      .execute(),
    db.selectFrom("disconnects").select("linked_account_id").execute(),
    db
      .selectFrom("audit_events")
      .select(sql<string>`detail ->> 'linked_account'`.as("account"))
      .where(sql`detail ->> 'earlier_grant'`, "=", "left")
      .execute(),
  ]);
  const { data: orphans } = await world.admin.ask<{ rows: OrphanRow[] }>("GET", "/api/admin/orphans");
  const grantOf = await readStoredGrants(world, new Set(accounts.map(({ user_id }) => user_id)));
  return {
    grants: service.givenGrants().map(({ grantId, state }) => ({ grantId, flow: state.split(".")[0] ?? "" })),
    flows: new Map(flows.map((flow) => [flow.flow_id, flow])),
    accounts: accounts.map(({ id, state }) => ({ id, state, grantId: grantOf.get(id) })),
    receipts: new Set(receipts.map(({ linked_account_id }) => linked_account_id)),
    orphans: new Set(orphans.rows.map(({ flow }) => flow)),
    left: left.map(({ account }) => account),
  };
}

/** Which grant the tokens open that an integration reads: linked account → grant. */
async function readStoredGrants({ hub, registered, service }: FaultWorld, users: ReadonlySet<string>) {
  const client = createHubClient({ hub, apiToken: registered.api_token });
  const grants = new Map<string, string | undefined>();
  for (const user of users) {
    for (const account of await client.listLinkedAccounts(user)) {
      grants.set(account.linked_account_id, service.grantOf(account.refresh_token ?? account.access_token ?? ""));
    }
  }
  return grants;
}
