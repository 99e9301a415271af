import { expect, test } from "vitest";
import { wordsAtTheEnd } from "./words-at-the-end.ts";

const HUB = "http://127.0.0.1:4000";

test("a page of the integration is shown as its browser reads it", () => {
  const outcome = { ended_at: "http://localhost:4001/connect/ended", reads: " It was stopped. " };
  expect(wordsAtTheEnd(outcome, HUB)).toBe("It was stopped.");
});

test("the hub's last page is shown in the words that a person reads there", () => {
  const outcome = { ended_at: `${HUB}/connect/f-1/ended`, reads: "These pages need JavaScript." };
  expect(wordsAtTheEnd(outcome, HUB)).toContain("was made for someone else");
  expect(wordsAtTheEnd({ ...outcome, ended_at: `${HUB}/connect/f-1/done` }, HUB)).toBe(outcome.reads);
});
