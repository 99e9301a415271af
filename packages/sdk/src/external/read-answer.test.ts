import { expect, test } from "vitest";
import { memberAt } from "./read-answer.ts";

test.each([
  [{ result: [{ id: "a" }] }, "result.only.id", "a"],
  [{ result: [{ id: "a" }, { id: "b" }] }, "result.only.id", undefined],
  [{ result: [] }, "result.only.id", undefined],
  [{ result: [{ id: "a" }] }, "result.0.id", undefined],
  [{ result: [{ id: "a" }] }, "result.length", undefined],
  [{ only: { id: "a" } }, "only.id", "a"],
])("of a list only the one element that there is can be meant: %j at %s", (value, path, expected) => {
  expect(memberAt(value, path)).toBe(expected);
});
