import { findCheck } from "@joinery/conformance";
import { isProblemCode } from "@joinery/contract";
import { expect, test } from "vitest";
import { PASSIVE_CHECKS } from "./judge.ts";

test("every check leads to a page that exists", () => {
  const missing = PASSIVE_CHECKS.filter(({ page }) => {
    const [, kind, id = ""] = page.split("/");
    return kind === "checks" ? findCheck(id) === undefined : !isProblemCode(id);
  });

  expect(missing.map(({ page }) => page)).toEqual([]);
});

test("a check has the id of the conformance check that asks the same, or one of its own", () => {
  const ids = PASSIVE_CHECKS.map(({ id }) => id);

  expect(ids.filter((id) => !id.startsWith("rule.") && findCheck(id) === undefined)).toEqual([]);
  expect(new Set(ids).size).toBe(ids.length);
});
