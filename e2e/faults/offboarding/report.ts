import type { OffboardingReport, OffboardingRow, PageOf } from "@joinery/contract/pages";
import { expect } from "vitest";
import type { FaultWorld } from "../world/start-fault-world.ts";
import type { Leaver } from "./leaver.ts";
import type { WayToLeave } from "./ways-to-leave.ts";

/** Reads the newest report of somebody, as the file that administrators keep. */
export async function readReport({ admin, hub }: FaultWorld, { userId }: Leaver): Promise<OffboardingReport> {
  const { data } = await admin.ask<PageOf<OffboardingRow>>("GET", "/api/admin/offboardings");
  const row = data.rows.find(({ person }) => person.user_id === userId);
  const path = `/api/admin/offboardings/${row?.offboarding_id}/report.json`;
  const reply = await fetch(`${hub}${path}`, { headers: { cookie: admin.cookie } });
  return (await reply.json()) as OffboardingReport;
}

/** A finished report says of each account what the service's ledger says of its grant, with times in their order. */
export function expectTrueReport(
  { service, admin }: FaultWorld,
  report: OffboardingReport,
  { leaver, way }: { leaver: Leaver; way: WayToLeave },
): void {
  const accounts = leaver.accounts.size;
  expect(report).toMatchObject({
    person: { user_id: leaver.userId, email: leaver.email },
    source: way.source,
    requested_by: way.source === "scim" ? null : { user_id: admin.userId },
    sessions_ended: leaver.sessions.length,
    flows_ended: leaver.open.length,
    totals: { accounts, open: 0, withdrawn: accounts, not_withdrawn: 0 },
  });
  expect(report.receipts.map((receipt) => receipt.linked_account_id).sort()).toEqual(
    [...leaver.accounts.keys()].sort(),
  );
  for (const { linked_account_id, removed, acknowledged, withdrawn } of report.receipts) {
    const grantId = leaver.accounts.get(linked_account_id) ?? "";
    const revocations = service.ledger.entries({ kind: "revocation", grantId });
    const [revoked] = revocations.filter(({ detail }) => detail === "RefreshToken");
    expect([acknowledged.state, withdrawn.state]).toEqual(["acknowledged", "revoked"]);
    expectInOrder([removed.at, revoked?.at, withdrawn.at, acknowledged.at, report.finished_at]);
  }
}

function expectInOrder(times: readonly (string | null | undefined)[]): void {
  const known = times.map((time) => Date.parse(time ?? ""));
  expect(known).toEqual(known.toSorted((left, right) => left - right));
  expect(known).not.toContain(Number.NaN);
}
