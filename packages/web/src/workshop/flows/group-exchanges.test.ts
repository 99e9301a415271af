import { expect, test } from "vitest";
import { answer, exchangeWith } from "../exchange.fixture.ts";
import { groupExchanges } from "./group-exchanges.ts";

const at = (second: number) => `2026-11-24T10:00:${String(second).padStart(2, "0")}.000Z`;

test("exchanges of a flow stay together, however they are mixed, and the newest flow comes first", () => {
  const browser = { from: "browser", to: "hub" } as const;
  const groups = groupExchanges([
    exchangeWith({ id: "x-1", flow: "f-1", at: at(1), ...browser }),
    exchangeWith({ id: "x-2", flow: "f-2", at: at(2), ...browser }),
    exchangeWith({ id: "x-3", flow: "f-1", at: at(3) }),
  ]);
  expect(groups.map(({ key, exchanges }) => [key, exchanges.map(({ id }) => id)])).toEqual([
    ["f-2", ["x-2"]],
    ["f-1", ["x-1", "x-3"]],
  ]);
});

test("exchanges without a flow are one thing until there is a pause", () => {
  const groups = groupExchanges([
    exchangeWith({ id: "x-1", flow: null, at: at(1), duration_ms: 5_000 }),
    exchangeWith({ id: "x-2", flow: null, at: at(7) }),
    exchangeWith({ id: "x-3", flow: null, at: at(20) }),
  ]);
  expect(groups.map(({ key, flow, exchanges }) => [key, flow, exchanges.length])).toEqual([
    ["x-3", null, 1],
    ["x-1", null, 2],
  ]);
});

test("a group says who it is about, what went wrong and what was fake", () => {
  const check = { id: "core.auth.envelope", sentence: "", page: "/checks/core.auth.envelope" };
  const [group] = groupExchanges([
    exchangeWith({ user_id: null, checks: [{ ...check, passed: false }] }),
    exchangeWith({ id: "x-2", user_id: "u-bob", fault: "slow-6s", checks: [{ ...check, passed: true }] }),
    exchangeWith({ id: "x-3", fault: "slow-6s", response: answer(500), checks: [{ ...check, passed: false }] }),
  ]);
  expect(group).toMatchObject({ userId: "u-bob", begins: "Connect", failedChecks: 2, faults: ["slow-6s"] });
});
