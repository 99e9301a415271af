import { expect, test } from "vitest";
import { summarise, verdictOf } from "./summary.ts";

const passed = { id: "a", outcome: "passed" } as const;
const failed = { id: "b", outcome: "failed" } as const;
const blocked = { id: "c", outcome: "blocked" } as const;

test("what could not be run counts neither as passed nor as run", () => {
  expect(summarise([passed, blocked, failed])).toEqual({
    passed: [passed],
    failed: [failed],
    blocked: [blocked],
    ran: 2,
  });
});

const RUNS: [string, { id: string; outcome: "passed" | "failed" | "blocked" }[]][] = [
  ["failed", [passed, failed]],
  ["passed", [passed, blocked]],
  ["unknown", [blocked]],
  ["unknown", []],
];

test.each(RUNS)("a run is %s", (verdict, results) => expect(verdictOf(summarise(results))).toBe(verdict));
