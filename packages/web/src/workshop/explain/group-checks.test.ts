import { expect, test } from "vitest";
import { groupChecks } from "./group-checks.ts";

test("checks stand under their profile, in the order in which they come", () => {
  const checks = [
    { id: "a", profile: "core" },
    { id: "b", profile: "revoke" },
    { id: "c", profile: "core" },
  ];
  expect(groupChecks(checks)).toEqual([
    { profile: "core", checks: [checks[0], checks[2]] },
    { profile: "revoke", checks: [checks[1]] },
  ]);
});
