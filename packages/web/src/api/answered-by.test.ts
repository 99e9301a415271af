import { expect, test } from "vitest";
import { answeredBy } from "./answered-by.ts";
import { readAnswer, readRelayed } from "./read-answer.ts";

const HUB = { "x-request-id": "r-1", "content-security-policy": "default-src 'none'; frame-ancestors 'none'" };
const INTEGRATION = { "x-request-id": "r-1", "content-security-policy": "sandbox; default-src 'none'" };
const SIGN_IN = { code: "SIGN_IN_REQUIRED", message: "Sign in.", request_id: "r-1" };

test.each([
  ["the hub", HUB, "hub"],
  ["the hub without a policy", { "x-request-id": "r-1" }, "hub"],
  ["an integration", INTEGRATION, "integration"],
  [
    "an integration, policy in another order",
    { ...HUB, "content-security-policy": "default-src x; SANDBOX" },
    "integration",
  ],
  [
    "an integration, two policies",
    { ...HUB, "content-security-policy": "default-src x, sandbox allow-forms" },
    "integration",
  ],
  ["a gateway on the way", {}, "somebody"],
] as const)("knows the answer of %s", (_, headers, who) => expect(answeredBy(new Headers(headers))).toBe(who));

function reply(status: number, body: unknown, headers: Record<string, string>) {
  return { status, body, headers: new Headers(headers) };
}

test("only the hub's own refusal of an action is thrown, and so can sign out", () => {
  expect(() => readRelayed(reply(401, SIGN_IN, HUB))).toThrow(expect.objectContaining({ code: "SIGN_IN_REQUIRED" }));
});

test("an integration that asks for a sign-in has merely not done it", () => {
  expect(readRelayed(reply(401, SIGN_IN, INTEGRATION))).toEqual({ ok: false, message: "Sign in." });
  expect(readRelayed(reply(401, "no", INTEGRATION))).toEqual({ ok: false, message: null });
});

test("what a gateway answers is unreadable, whatever code it names", () => {
  const unreadable = expect.objectContaining({ code: "ANSWER_UNREADABLE", status: 401 });
  expect(() => readRelayed(reply(401, SIGN_IN, {}))).toThrow(unreadable);
  expect(() => readAnswer(reply(401, SIGN_IN, {}))).toThrow(unreadable);
});

test("an integration's words never pass as an answer of the hub", () => {
  const unreadable = expect.objectContaining({ code: "ANSWER_UNREADABLE" });
  expect(() => readAnswer(reply(401, SIGN_IN, INTEGRATION))).toThrow(unreadable);
  expect(() => readAnswer(reply(200, { data: {} }, INTEGRATION))).toThrow(unreadable);
  expect(readAnswer(reply(200, { data: 1 }, HUB))).toBe(1);
});
