import fc from "fast-check";
import { expect, test } from "vitest";
import { refreshDueAt } from "./refresh-due.ts";

const ISSUED = new Date("2026-11-23T12:00:00Z");
const after = (seconds: number) => new Date(ISSUED.getTime() + seconds * 1_000);

test("a token of an hour is renewed a minute early", () => {
  expect(refreshDueAt(ISSUED, after(3_600))).toEqual(after(3_540));
});

test("a token of ten seconds gives up a tenth of its life", () => {
  expect(refreshDueAt(ISSUED, after(10))).toEqual(after(9));
});

test("a token without an expiry is never due", () => {
  expect(refreshDueAt(ISSUED, null)).toBeNull();
});

test("whatever the lifetime, it is due before it expires and after nine tenths of its life", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), (lifetime) => {
      const due = refreshDueAt(ISSUED, after(lifetime))?.getTime() ?? Number.NaN;
      return due < after(lifetime).getTime() && due >= after(lifetime * 0.9).getTime() - 1;
    }),
  );
});
