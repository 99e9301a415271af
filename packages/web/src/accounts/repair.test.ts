import { expect, test } from "vitest";
import { repairNeedOf } from "./repair.ts";

test.each([
  ["attention", ["tickets:write"], "attention"],
  ["attention", [], "attention"],
  ["active", ["tickets:write"], "consent"],
  ["active", [], "none"],
  ["pending", ["tickets:write"], "none"],
] as const)("an account that is %s and lacks %j needs: %s", (state, missing, need) => {
  expect(repairNeedOf({ state, missing_scopes: [...missing] })).toBe(need);
});
