import { join } from "node:path";
import { expect, test } from "vitest";
import { totalsOf } from "./sum-reports.mjs";

test("passed, failed and skipped tests are counted from the report itself", () => {
  const report = {
    testResults: [
      {
        status: "failed",
        assertionResults: [
          { status: "passed", fullName: "a" },
          { status: "failed", fullName: "b" },
          { status: "skipped", fullName: "c" },
        ],
      },
    ],
  };
  expect(totalsOf(report)).toEqual({
    passed: 1,
    failed: [{ test: "b", file: "", reason: "" }],
    skipped: ["c"],
  });
});

test("a failure is told with its file and its reason", () => {
  const report = {
    testResults: [
      {
        status: "failed",
        name: join(process.cwd(), "e2e/journey.spec.ts"),
        assertionResults: [{ status: "failed", fullName: "b", failureMessages: ["expected 1 to be 2"] }],
      },
    ],
  };
  expect(totalsOf(report).failed).toEqual([{ test: "b", file: "e2e/journey.spec.ts", reason: "expected 1 to be 2" }]);
});

test("a file that can't be loaded counts as a failure, with what kept it from loading", () => {
  const report = { testResults: [{ status: "failed", message: "no such module", assertionResults: [] }] };
  expect(totalsOf(report).failed).toEqual([
    { test: "the file could not be loaded", file: "", reason: "no such module" },
  ]);
});
