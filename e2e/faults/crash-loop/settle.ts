import { readdirSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { expect } from "vitest";
import type { FaultWorld } from "../world/start-fault-world.ts";
import { until } from "../world/until.ts";
import type { Told } from "./live.ts";

const WITHIN_MS = 90_000;
const PASS_EVERY_MS = 1_000;

/** Waits until every integration has acknowledged what it was told, and no spool keeps anything. Waiting times pass quickly. */
export async function settle(world: FaultWorld): Promise<void> {
  await until(
    "every disconnect is acknowledged",
    async () => {
      await wait(PASS_EVERY_MS);
      await passWaits(world);
      return world.db
        .selectFrom("disconnects")
        .select(["linked_account_id", "attempts", "last_problem", "next_attempt_at"])
        .where("acknowledgement", "is", null)
        .execute();
    },
    (open) => open.length === 0,
    WITHIN_MS,
  );
  await until(
    "no spool keeps anything",
    async () => listSpooled(world),
    (kept) => kept.length === 0,
    WITHIN_MS,
  );
}

/** The minutes until a disconnect is tried again are over: for its receipt, and for the job that does it. */
async function passWaits({ db }: FaultWorld): Promise<void> {
  await db
    .updateTable("disconnects")
    .set({ next_attempt_at: sql<Date>`now()` })
    .where("acknowledgement", "is", null)
    .where("next_attempt_at", ">", sql<Date>`now()`)
    .execute();
  await sql`update joinery_jobs.job set start_after = now()
    where name = 'disconnect.attempt' and state in ('created', 'retry') and start_after > now()`.execute(db);
}

function listSpooled({ integrations }: FaultWorld): string[] {
  const [one] = integrations;
  const files = readdirSync(dirname(one?.folder ?? ""), { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".sealed"));
}

/**
 * What the hub has acknowledged is so, however often it was killed since; and what was in a spool when its process died was
 * saved, and not only reported.
 */
export async function expectPromisesKept(
  { db }: FaultWorld,
  { connected, disconnected, spooled }: Told & { spooled: readonly string[] },
): Promise<void> {
  const completed = await db.selectFrom("flows").select("flow_id").where("state", "=", "completed").execute();
  const gone = await db.selectFrom("linked_accounts").select("linked_account_id").where("state", "=", "gone").execute();
  const flows = new Set(completed.map(({ flow_id }) => flow_id));
  const accounts = new Set(gone.map(({ linked_account_id }) => linked_account_id));
  expect(
    connected.filter((flow) => !flows.has(flow)),
    "connected, and not any more",
  ).toEqual([]);
  expect(
    spooled.filter((flow) => !flows.has(flow)),
    "in the spool, and not saved",
  ).toEqual([]);
  expect(
    disconnected.filter((account) => !accounts.has(account)),
    "disconnected, and still there",
  ).toEqual([]);
}
