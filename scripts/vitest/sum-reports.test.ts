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
  expect(totalsOf(report)).toEqual({ passed: 1, failed: 1, skipped: ["c"] });
});

test("a file that can't be loaded counts as a failure", () => {
  expect(totalsOf({ testResults: [{ status: "failed", assertionResults: [] }] })).toMatchObject({ failed: 1 });
});
