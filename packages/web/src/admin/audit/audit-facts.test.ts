import { refusalReason, revocation } from "@joinery/contract";
import { expect, test } from "vitest";
import { factsOf, valuesOf } from "./audit-facts.ts";

const ada = { user_id: "u-ada", display_name: "Ada" };
const nobody = { actor: null, subject: null };

function burned(reason: string, actor: typeof ada | null = null) {
  return factsOf({ action: "connect.burned", actor, subject: ada, detail: { flow: "f-1", reason } });
}

test("why a connect was burned is told apart", () => {
  expect(burned("other_user", ada)).toEqual(["opened in the browser of Ada"]);
  expect(burned("wrong_verifier")).toEqual(["the browser that came back could not prove that it had begun it"]);
  expect(burned("browser_mismatch")).toEqual(["it came back in another browser than it began in"]);
});

/** Written by the hub itself, beside what an integration may say. */
const HUB_REASONS = ["other_user", "wrong_verifier", "user_inactive", "integration_failed", "too_late"];

test.each([...HUB_REASONS, ...refusalReason.options])("the reason %s has words", (reason) => {
  expect(burned(reason)[0]).not.toMatch(/^reason: /);
});

test.each(revocation.options)("the withdrawal %s has words", (word) => {
  const [fact] = factsOf({ ...nobody, action: "account.disconnected", detail: { revocation: word } });
  expect(fact).toMatch(/access/);
});

test("a reason that came later is shown as it is, and no name of every object passes for words", () => {
  expect(burned("new_reason")).toEqual(["reason: new_reason"]);
  expect(burned("toString")).toEqual(["reason: toString"]);
});

test("an account that works again has no reason", () => {
  const detail = { linked_account: "k-1", reason: "requires_reauthentication" };
  expect(factsOf({ ...nobody, action: "account.recovered", detail })).toEqual([]);
  expect(factsOf({ ...nobody, action: "account.attention_needed", detail })).toHaveLength(1);
});

test("what was changed reads like the form", () => {
  const detail = { fields: "proxy_url, allowed_networks, actions" };
  expect(factsOf({ ...nobody, action: "integration.changed", detail })).toEqual([
    "Proxy URL, Private networks it may be in, Actions",
  ]);
});

test("a check is told with its score", () => {
  const checked = { ...nobody, action: "integration.checked" };
  expect(factsOf({ ...checked, detail: { passed: 14, failed: 1 } })).toEqual(["14 checks passed", "1 failed"]);
  expect(factsOf({ ...checked, detail: {} })).toEqual([]);
});

test("the opened row has every value, with the request id last", () => {
  const row = { action: "connect.started", request_id: "r-1", detail: { flow: "f-1", reconnect: false, other: null } };
  expect(valuesOf(row).map(({ value }) => value)).toEqual(["connect.started", "f-1", "false", "r-1"]);
});
