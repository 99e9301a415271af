import { expect } from "vitest";
import type { FaultWorld } from "./start-fault-world.ts";
import type { Traffic } from "./traffic.ts";

/** The hubs know everything that people were told: connects that linked something, and disconnects that have a receipt. */
export async function expectNothingForgotten({ db }: Pick<FaultWorld, "db">, traffic: Traffic): Promise<void> {
  const { linked, disconnected } = traffic.told();
  const flows = await db.selectFrom("flows").select("flow_id").where("state", "=", "completed").execute();
  const receipts = await db.selectFrom("disconnects").select("linked_account_id").execute();
  const completed = new Set(flows.map((row) => row.flow_id));
  const received = new Set(receipts.map((row) => row.linked_account_id));
  expect(linked.filter((flow) => !completed.has(flow))).toEqual([]);
  expect(disconnected.filter((account) => !received.has(account))).toEqual([]);
}
