import type { OffboardingReport } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { t } from "../../texts/current.ts";
import { verdictOf } from "./verdict.ts";

const words = t.offboarding.report.verdict;

function report(totals: Partial<OffboardingReport["totals"]>, exchanges = 0): OffboardingReport {
  return {
    offboarding_id: "b-1",
    organisation_name: "Analytical Engines",
    person: { user_id: "u-1", display_name: null, email: null, employee_id: null },
    source: "scim",
    requested_by: null,
    started_at: "2026-11-01T08:00:00Z",
    finished_at: null,
    sessions_ended: 0,
    flows_ended: 0,
    exchanges_open: exchanges,
    receipts: [],
    totals: { accounts: 0, open: 0, withdrawn: 0, not_withdrawn: 0, ...totals },
  };
}

test.each([
  ["nothing was linked", report({}), "good", words.nothing],
  ["all is withdrawn", report({ accounts: 2, withdrawn: 2 }), "good", words.allWithdrawn],
  [
    "one is not known to be withdrawn",
    report({ accounts: 2, withdrawn: 1, not_withdrawn: 1 }),
    "warn",
    words.notWithdrawn,
  ],
  ["one is open", report({ accounts: 2, withdrawn: 1, open: 1 }), "warn", words.open],
  ["a connect may still be saved late", report({}, 1), "warn", words.open],
])("when %s the report says so, and no more", (_when, given, tone, sentence) => {
  expect(verdictOf(given)).toEqual({ tone, sentence });
});
