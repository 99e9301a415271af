import { expect, test } from "vitest";
import { readRetryAfter, retryDelayMs } from "./retry-delay.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

test.each([
  [1, 5],
  [2, 30],
  [3, 300],
  [4, 1_800],
  [5, 7_200],
  [6, 7_200],
  [40, 7_200],
])("after attempt %i at least %i seconds pass, and a fifth more at most", (attempt, seconds) => {
  expect(retryDelayMs(attempt, 0)).toBe(seconds * SECOND);
  expect(retryDelayMs(attempt, 1)).toBe(seconds * 1.2 * SECOND);
});

test("whoever asks for more time gets it, a day at most; whoever asks for less does not", () => {
  expect(retryDelayMs(1, 0, 60 * SECOND)).toBe(60 * SECOND);
  expect(retryDelayMs(3, 0, SECOND)).toBe(300 * SECOND);
  expect(retryDelayMs(1, 0, 10 * 365 * 24 * HOUR)).toBe(24 * HOUR);
});

const NOW = new Date("2026-11-24T10:00:00Z");

test.each([
  ["120", 120 * SECOND],
  ["Tue, 24 Nov 2026 11:00:00 GMT", HOUR],
  ["Tue, 24 Nov 2026 09:00:00 GMT", 0],
  ["soon", 0],
  ["-5", 0],
  ["99999999999999999999", 0],
  [undefined, 0],
])("Retry-After: %s is %i ms", (value, expected) => {
  expect(readRetryAfter(value, NOW)).toBe(expected);
});
