import type { Receipt } from "@joinery/contract";
import { revocation } from "@joinery/contract";
import { expect, test } from "vitest";
import { barPattern } from "./bar-pattern.ts";
import { isOpen, isWaiting, receiptLines, requesterOf } from "./receipt-lines.ts";

function receipt(
  acknowledged: Receipt["acknowledged"]["state"],
  withdrawn: Receipt["withdrawn"]["state"],
  attempts = 1,
  more: Partial<Receipt["acknowledged"]> = {},
): Receipt {
  return {
    linked_account_id: "k-1",
    service_id: "l-1",
    integration_name: "Acme Desk",
    external_account_id: "john.doe",
    owner: { user_id: "u-1", display_name: "Ada" },
    requested_by: null,
    cause: "person",
    removed: { at: "2026-11-23T12:00:00Z" },
    acknowledged: {
      state: acknowledged,
      at: null,
      attempts,
      problem: null,
      next_attempt_at: null,
      finished_by: null,
      ...more,
    },
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
  expect(notes(2, "waiting")).toEqual([null, "2 attempts so far.", null]);
  expect(notes(2, "acknowledged")).toEqual([null, null, null]);
});

test("why the last attempt did not count is said in words, and a code never shows", () => {
  const note = (problem: string) => receiptLines(receipt("waiting", "unknown", 1, { problem }))[1]?.note;
  expect(note("INTEGRATION_TIMEOUT")).toBe("1 attempt so far. Last time Acme Desk didn't answer in time.");
  expect(note("SOMETHING_NEW")).toBe("1 attempt so far. Last time Acme Desk did not confirm.");
});

test("the next attempt is told as long as one is due", () => {
  const next = { next_attempt_at: "2026-11-24T12:00:00Z" };
  expect(receiptLines(receipt("waiting", "unknown", 0, next))[1]?.note).toMatch(/^Next one 24 November 2026/);
  expect(receiptLines(receipt("needs_administrator", "unknown", 0))[1]?.note).toBeNull();
});

test("what an administrator has to end, or has ended, is not ticked off", () => {
  expect(marks("needs_administrator", "unknown")[1]).toBe("undone");
  expect(marks("finished_anyway", "unknown")[1]).toBe("undone");
  expect(isOpen(receipt("needs_administrator", "unknown"))).toBe(true);
  expect(isWaiting(receipt("needs_administrator", "unknown"))).toBe(false);
  expect(isOpen(receipt("finished_anyway", "unknown"))).toBe(false);
});

test("who ended it without the integration's word is named", () => {
  const by = { finished_by: { user_id: "u-2", display_name: "Grace Hopper" } };
  expect(receiptLines(receipt("finished_anyway", "unknown", 1, by))[1]?.body).toContain("Grace Hopper has ended this");
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

test.each([
  ["a person", { requested_by: { user_id: "u-2", display_name: "Bob" }, cause: "administrator" }, "Bob"],
  ["the directory", { requested_by: null, cause: "offboarding" }, "Your organisation's directory"],
  ["the integration", { requested_by: null, cause: "integration" }, "The integration itself"],
] as const)("a removal that %s asked for is put down to nobody else", (_who, asked, words) => {
  expect(requesterOf({ ...receipt("acknowledged", "revoked"), ...asked })).toBe(words);
});
