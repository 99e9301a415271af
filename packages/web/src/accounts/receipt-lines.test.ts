import type { Receipt } from "@joinery/contract";
import { revocation } from "@joinery/contract";
import { expect, test } from "vitest";
import { barPattern } from "./bar-pattern.ts";
import { isWaiting, receiptLines } from "./receipt-lines.ts";

function receipt(
  acknowledged: Receipt["acknowledged"]["state"],
  withdrawn: Receipt["withdrawn"]["state"],
  attempts = 1,
): Receipt {
  return {
    linked_account_id: "k-1",
    service_id: "l-1",
    integration_name: "Acme Desk",
    external_account_id: "john.doe",
    owner: { user_id: "u-1", display_name: "Ada" },
    requested_by: null,
    removed: { at: "2026-11-23T12:00:00Z" },
    acknowledged: { state: acknowledged, at: null, attempts, problem: null },
    withdrawn: { state: withdrawn, at: null, detail: "as the service said" },
  };
}

function marks(...parts: Parameters<typeof receipt>): string[] {
  return receiptLines(receipt(...parts)).map((line) => line.mark);
}

test("removed here is always true", () => {
  expect(marks("waiting", "unknown")[0]).toBe("done");
});

test("what nobody has confirmed is not ticked off", () => {
  expect(marks("waiting", "unknown")).toEqual(["done", "open", "unsure"]);
  expect(isWaiting(receipt("waiting", "unknown"))).toBe(true);
});

test("only a withdrawal that took effect is ticked off", () => {
  const ticked = [...revocation.options, "unknown" as const].filter(
    (state) => marks("acknowledged", state)[2] === "done",
  );
  expect(ticked).toEqual(["revoked", "already_invalid"]);
});

test("attempts are told while one waits", () => {
  const notes = (attempts: number, state: "waiting" | "acknowledged") =>
    receiptLines(receipt(state, "unknown", attempts)).map((line) => line.note);
  expect(notes(2, "waiting")).toEqual([null, "2 attempts so far", null]);
  expect(notes(2, "acknowledged")).toEqual([null, null, null]);
});

test("the words of the integration stand on the third line only", () => {
  expect(receiptLines(receipt("acknowledged", "failed")).map((line) => line.detail)).toEqual([
    null,
    null,
    "as the service said",
  ]);
});

test("the same receipt always has the same bars", () => {
  expect(barPattern("k-1")).toEqual(barPattern("k-1"));
  expect(barPattern("k-1")).not.toEqual(barPattern("k-2"));
  expect(barPattern("k-1").every(({ width, gap }) => width >= 1 && width <= 3 && gap >= 1 && gap <= 3)).toBe(true);
});
