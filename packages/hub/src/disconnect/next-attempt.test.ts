import { expect, test } from "vitest";
import { decideNextAttempt } from "./next-attempt.ts";

const REQUESTED = new Date("2026-11-02T08:00:00Z");
const HOUR = 3600;
const at = (seconds: number) => new Date(REQUESTED.getTime() + seconds * 1000);
const failed = (attempts: number, seconds: number, rest: { retryAfterSeconds?: number; random?: number } = {}) =>
  decideNextAttempt({ requestedAt: REQUESTED, attempts, now: at(seconds), random: 0, ...rest });

test.each([
  [1, 5],
  [2, 30],
  [3, 300],
  [4, 1800],
  [5, 2 * HOUR],
  [6, 4 * HOUR],
  [15, 4 * HOUR],
])("after failure %i it waits %i seconds", (attempts, delay) => {
  expect(failed(attempts, 100)).toEqual(at(100 + delay));
});

test("attempts spread by a tenth of the delay, never towards the earlier", () => {
  expect(failed(4, 0, { random: 1 })).toEqual(at(1980));
  expect(failed(4, 0, { random: 0.5 })).toEqual(at(1890));
});

test("the integration may ask for more time, but not for less, and not for more than four hours", () => {
  expect(failed(1, 0, { retryAfterSeconds: 120 })).toEqual(at(120));
  expect(failed(4, 0, { retryAfterSeconds: 1 })).toEqual(at(1800));
  expect(failed(1, 0, { retryAfterSeconds: 1_000_000 })).toEqual(at(4 * HOUR));
});

test("the last attempt is at the end of the 72 hours, and then no more", () => {
  expect(failed(20, 70 * HOUR)).toEqual(at(72 * HOUR));
  expect(failed(20, 72 * HOUR - 1)).toEqual(at(72 * HOUR));
  expect(failed(20, 72 * HOUR)).toBeUndefined();
});
