import { expect, test } from "vitest";
import { answer, exchangeWith } from "../exchange.fixture.ts";
import { offsetOf, offsetText, pathOf, toneOf, wayOf } from "./lanes.ts";

test("an arrow spans the lanes between both parties and points at whom is asked", () => {
  expect(wayOf({ from: "hub", to: "integration" })).toEqual({ left: 0, right: 1, towards: "right" });
  expect(wayOf({ from: "browser", to: "hub" })).toEqual({ left: 0, right: 2, towards: "left" });
  expect(wayOf({ from: "integration", to: "service" })).toEqual({ left: 1, right: 3, towards: "right" });
});

const failedCheck = { id: "core.auth.envelope", sentence: "", passed: false, page: "/" };

test.each([
  ["good", exchangeWith({ response: answer(303) })],
  ["refused", exchangeWith({ response: answer(404) })],
  ["bad", exchangeWith({ response: answer(500) })],
  ["bad", exchangeWith({ response: null, failure: "no answer within 10 s" })],
  ["bad", exchangeWith({ checks: [failedCheck] })],
  ["waiting", exchangeWith({ response: null, duration_ms: null })],
] as const)("reads as %s", (tone, exchange) => expect(toneOf(exchange)).toBe(tone));

test("times are counted from the first exchange, and clocks that go back count as nothing", () => {
  const first = exchangeWith({ at: "2026-11-24T10:00:00.500Z" });
  expect(offsetOf(exchangeWith({ at: "2026-11-24T10:00:01.750Z" }), first)).toBe(1_250);
  expect(offsetOf(exchangeWith({ at: "2026-11-24T10:00:00.000Z" }), first)).toBe(0);
});

test.each([
  [0, "+0 ms"],
  [999, "+999 ms"],
  [1_250, "+1.3 s"],
  [180_000, "+3 min"],
])("%d ms read %s", (milliseconds, words) => expect(offsetText(milliseconds)).toBe(words));

test("an address is shown from its path on, with marks of secrets as people read them", () => {
  expect(pathOf("http://[::1]:4003/auth?state=f-1.%5Bsecret%2043ff%5D&x=%20")).toBe(
    "/auth?state=f-1.[secret 43ff]&x=%20",
  );
  expect(pathOf("http://[::1]:4003/interaction/[secret 5630]?a=[secret 1111]")).toBe(
    "/interaction/[secret 5630]?a=[secret 1111]",
  );
  expect(pathOf("no address")).toBe("no address");
});
