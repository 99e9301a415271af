import { expect, test } from "vitest";
import { exchangeWith } from "../exchange.fixture.ts";
import { groupExchanges, holdsFlow } from "./group-exchanges.ts";

const at = (second: number) => `2026-11-24T10:00:${String(second).padStart(2, "0")}.000Z`;
const probe = (id: string, second: number) => exchangeWith({ id, flow: `f-${id}`, at: at(second) });
const press = (id: string, flow: string, second: number) =>
  exchangeWith({ id, flow, at: at(second), from: "browser", to: "hub" });
const keys = (exchanges: Parameters<typeof groupExchanges>[0]) =>
  groupExchanges(exchanges).map(({ key, areProbes }) => [key, areProbes]);

test("requests that a program sends one after the other are one entry, whatever people do meanwhile", () => {
  const exchanges = [probe("x-1", 1), press("x-2", "f-ada", 2), probe("x-3", 3), probe("x-4", 5)];
  expect(keys(exchanges)).toEqual([
    ["f-ada", false],
    ["f-x-1", true],
  ]);
  const [, probes] = groupExchanges(exchanges);
  expect(probes).toMatchObject({ flow: null, outcome: "done" });
  expect(probes?.exchanges.map(({ id }) => id)).toEqual(["x-1", "x-3", "x-4"]);
});

test("what a program is refused is not counted as a failure of the integration", () => {
  const check = { id: "rule.hub.secret", sentence: "", passed: false, page: "/problems/SECRET_WRONG" };
  const refused = { ...probe("x-2", 2), checks: [check] };
  expect(groupExchanges([probe("x-1", 1), refused])[0]?.failedChecks).toBe(0);
  expect(groupExchanges([refused])[0]?.failedChecks).toBe(1);
});

test("after a pause the next request of a program is by itself, and can be exported", () => {
  expect(keys([probe("x-1", 1), probe("x-2", 9)])).toEqual([
    ["f-x-2", false],
    ["f-x-1", false],
  ]);
  expect(groupExchanges([probe("x-1", 1)])[0]?.flow).toBe("f-x-1");
});

test("a slow answer is no pause", () => {
  const slow = { ...probe("x-1", 1), duration_ms: 6_000 };
  expect(keys([slow, probe("x-2", 8)])).toEqual([["f-x-1", true]]);
});

test("what was sent again from the inspector stays by itself", () => {
  const again = { ...probe("x-2", 2), repeats: "x-1" };
  expect(keys([probe("x-1", 1), again, probe("x-3", 3)])).toEqual([
    ["f-x-2", false],
    ["f-x-1", true],
  ]);
});

test("a Connect that a browser goes on with is no request of a program", () => {
  const goesOn = [probe("x-2", 2), press("x-3", "f-x-2", 3)];
  expect(keys([probe("x-1", 1), ...goesOn])).toEqual([
    ["f-x-2", false],
    ["f-x-1", false],
  ]);
});

test("a flow is found in the entry that holds it", () => {
  const [probes] = groupExchanges([probe("x-1", 1), probe("x-2", 2)]);
  expect([probes].map((group) => group !== undefined && holdsFlow(group, "f-x-2"))).toEqual([true]);
});
