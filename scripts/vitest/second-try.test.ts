import { expect, test } from "vitest";
import { failedSuites, withSecondResults } from "./second-try.mjs";

const result = (name: string, status: string) => ({
  name: `/project/e2e/${name}.spec.ts`,
  status,
  assertionResults: [],
});

test("a browser suite that failed is run again, one that breaks things on purpose is not", () => {
  const reports = [
    { testResults: [result("journey", "failed"), result("sign-in", "passed")] },
    { testResults: [result("workshop/inspector", "failed"), result("faults/crash-loop", "failed")] },
  ];

  expect(failedSuites(reports, "/project/e2e")).toEqual({
    again: ["journey", "workshop/inspector"],
    final: ["faults/crash-loop"],
  });
});

test("what was run again counts as the second run found it, and nothing else changes", () => {
  const first = { testResults: [result("journey", "failed"), result("faults/failover", "failed")] };
  const second = { testResults: [result("journey", "passed")] };

  expect(withSecondResults(first, second).testResults.map(({ status }) => status)).toEqual(["passed", "failed"]);
});
