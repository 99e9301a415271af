import type { Problem } from "@joinery/contract";
import { expect, test } from "vitest";
import { createBuckets } from "./rate-limit.ts";

function bucketsAt(start: number) {
  let now = start;
  const buckets = createBuckets({ perSecond: 2, burst: 3 }, () => new Date(now));
  const ask = (caller: string) => {
    try {
      buckets.refuseEmpty(caller);
    } catch (error) {
      return (error as Problem).retryAfterSeconds;
    }
    buckets.take(caller);
    return "passed";
  };
  const advance = (ms: number) => {
    now += ms;
  };
  return { ask, advance };
}

test("a caller may ask so often at once, then at the rate, and is told when to come back", () => {
  const { ask, advance } = bucketsAt(0);
  expect([ask("a"), ask("a"), ask("a"), ask("a")]).toEqual(["passed", "passed", "passed", 1]);
  advance(500);
  expect([ask("a"), ask("a")]).toEqual(["passed", 1]);
  advance(60_000);
  expect([ask("a"), ask("a"), ask("a"), ask("a")]).toEqual(["passed", "passed", "passed", 1]);
});

test("one caller takes nothing from another", () => {
  const { ask } = bucketsAt(0);
  for (let asked = 0; asked < 5; asked += 1) ask("a");
  expect(ask("b")).toBe("passed");
});

test("a clock that is set back locks nobody out", () => {
  const { ask, advance } = bucketsAt(3_600_000);
  expect(ask("a")).toBe("passed");
  advance(-3_600_000);
  expect([ask("a"), ask("a"), ask("a")]).toEqual(["passed", "passed", 1]);
  advance(500);
  expect(ask("a")).toBe("passed");
});
