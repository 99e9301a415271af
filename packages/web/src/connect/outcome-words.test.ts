import { refusalReason } from "@joinery/contract";
import { expect, test } from "vitest";
import { t } from "../texts/current.ts";
import { wordsForOutcome } from "./outcome-words.ts";

test.each(refusalReason.options)("%s has a sentence of its own that says nothing was linked", (reason) => {
  const { body } = wordsForOutcome({ kind: "refused", reason }, "Acme Desk");
  expect(body).not.toBe(t.connect.refused.other());
  expect(body).toContain("Nothing was linked");
});

test.each(["toString", "too_late", null])("the reason %s is not shown", (reason) => {
  expect(wordsForOutcome({ kind: "refused", reason }, "Acme Desk").body).toBe(t.connect.refused.other());
});

test("a flow ended for safety does not say who opened it", () => {
  expect(wordsForOutcome({ kind: "burned" }, "Acme Desk").title).toBe("This connection has ended");
});
