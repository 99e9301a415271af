import { type Receipt, randomToken256 } from "@joinery/contract";
import { sql } from "kysely";
import { expect } from "vitest";
import type { FaultWorld } from "../world/start-fault-world.ts";
import { until } from "../world/until.ts";
import type { Leaver } from "./start-renewals.ts";

/** Words that nobody has to be asked about any more. */
const OVER = ["acknowledged", "unknown_account", "finished_anyway"];
const OVER_WITHIN_MS = 60_000;

/** What the judge sees of one account, and does to it. */
export type AccountLook = ReturnType<typeof lookAt>;

/** Looks at the account of somebody who disconnects. */
export function lookAt(world: FaultWorld, { person }: Leaver, account: string) {
  const { db, registered, hub } = world;
  const path = `/v2/user/${person.userId}/linked-accounts/${account}`;

  /** As a process of the integration that does not know yet. */
  async function callLate(method: string, to: string, body?: unknown, lease?: string): Promise<string> {
    const reply = await fetch(`${hub}${to}`, {
      method,
      headers: {
        authorization: `Bearer ${registered.api_token}`,
        "content-type": "application/json",
        ...(lease === undefined ? {} : { "joinery-lease": lease }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return ((await reply.json()) as { code: string }).code;
  }

  const row = () =>
    db
      .selectFrom("linked_accounts")
      .select(["state", "lease", "lease_until", "sealed_access_token", "sealed_refresh_token"])
      .where("linked_account_id", "=", account)
      .executeTakeFirstOrThrow();
  const receipt = async () => (await person.ask<Receipt>("GET", `/api/accounts/${account}/receipt`)).data;

  return {
    row,
    receipt,
    /** The minute of a lease is over, and with it the time until the hub goes on without its holder. */
    async passMinute(): Promise<void> {
      await db
        .updateTable("linked_accounts")
        .set({ lease_until: new Date(0) })
        .where("linked_account_id", "=", account)
        .where("lease_until", "is not", null)
        .execute();
      await sql`update joinery_jobs.job set start_after = now()
        where state in ('created', 'retry') and data ->> 'linkedAccountId' = ${account}`.execute(db);
    },
    /** Waits until nobody has to be told any more. */
    untilOver: () =>
      until("the disconnect is over", receipt, (it) => OVER.includes(it?.acknowledged.state), OVER_WITHIN_MS),
    /** Nobody begins a renewal or writes a token any more, whatever they know: neither with this lease nor without one. */
    async expectNothingLate(lease: string | undefined): Promise<void> {
      const tokens = { access_token: "late", refresh_token: "late", requires_reauthentication: false };
      const gone = "LINKED_ACCOUNT_NOT_FOUND";
      expect(await callLate("PATCH", path, tokens)).toBe(gone);
      expect([gone, "LEASE_SUPERSEDED"]).toContain(await callLate("PATCH", path, tokens, lease ?? randomToken256()));
      expect([gone, "DISCONNECT_IN_PROGRESS"]).toContain(await callLate("POST", `${path}/lease`));
    },
  };
}
