import type { Exchange } from "@joinery/contract/workshop";
import { expect, test } from "vitest";
import { formatExchange } from "./format-exchange.ts";

const none = { type: "", bytes: 0, text: "" };
const EXCHANGE: Exchange = {
  ...{ id: "x-1", at: "2026-03-01T10:00:00.000Z", duration_ms: 12, from: "hub", to: "integration", step: "Connect" },
  ...{ flow: "f-1", user_id: "u-1", failure: null, fault: null, repeats: null, checks: [] },
  request: { method: "POST", url: "http://localhost:4001/auth/t-1", headers: [], body: none },
  response: { status: 200, headers: [], body: none },
};

test("the line says who asked whom, for what, and how it ended", () => {
  expect(formatExchange(EXCHANGE).replace(/ {2,}/g, " | ")).toBe("hub → integration | Connect | 200 | 12 ms");
});

test("it says what was faked, what was repeated, and which checks failed", () => {
  const failed = {
    id: "core.auth.answers",
    sentence: "Connect is answered with status 200.",
    page: "/checks/core.auth.answers",
  };
  const checks = [
    { ...failed, passed: false, got: "status 500" },
    { ...failed, id: "core.auth.in-time", passed: true },
  ];

  const line = formatExchange({ ...EXCHANGE, fault: "secret-wrong", repeats: "x-0", checks });

  expect(line).not.toContain("\n");
  expect(line).toContain(
    "fake: secret-wrong  again: x-0  ✗ core.auth.answers: Connect is answered with status 200. Got: status 500.",
  );
  expect(line).not.toContain("in-time");
});

test("one that is under way, and one without an answer, say so", () => {
  expect(formatExchange({ ...EXCHANGE, duration_ms: null, response: null })).toMatch(/…$/);
  expect(formatExchange({ ...EXCHANGE, response: null, failure: "The integration is not listening yet." })).toContain(
    "The integration is not listening yet.",
  );
});

test("whoever prints it gives the colours", () => {
  const line = formatExchange(EXCHANGE, (text, as) => `<${as}>${text.trim()}</${as}>`);

  expect(line).toBe("<party>hub → integration</party>  <step>Connect</step>  <good>200</good> <quiet>12 ms</quiet>");
});
