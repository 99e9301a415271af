import { expect, test } from "vitest";
import {
  assertionFor,
  HUB,
  hubHeaders,
  INTEGRATION,
  recordConnect,
  SERVICE,
  USER,
} from "../recorded-connect.fixture.ts";
import { AUTH, FLOW, failures, JSON_TYPE, leadsTo, startJudging } from "./judging.fixture.ts";

test("an integration that answers without the right secret is told so, and one that refuses is not", () => {
  const { fromHub } = startJudging();
  const wrong = { ...hubHeaders("POST", AUTH), "blink-auth-proxysecret": "a guess" };
  const { "blink-auth-proxysecret": _, ...missing } = hubHeaders("POST", AUTH);
  const refusal = JSON.stringify({ code: "UNAUTHENTICATED", message: "No." });

  expect(failures(fromHub("POST", AUTH, wrong).answer(200, JSON_TYPE, "{}"))).toEqual([
    "rule.hub.secret: another secret",
    "core.secret.wrong: status 200",
  ]);
  expect(failures(fromHub("POST", AUTH, missing).answer(200, JSON_TYPE, "{}"))).toEqual([
    "rule.hub.secret: no secret",
    "core.secret.missing: status 200",
  ]);
  const refused = fromHub("POST", AUTH, wrong).answer(401, JSON_TYPE, refusal);
  expect(refused.checks.find(({ id }) => id === "core.secret.wrong")).toMatchObject({ passed: true });
});

test.for([
  ["a statement about another user", { "blink-auth-userid": "u-other" }],
  ["a statement about another method", { "joinery-assertion": assertionFor("DELETE", "/tickets") }],
  ["a statement about another path", { "joinery-assertion": assertionFor("POST", "/other") }],
  ["a statement about another body", { "joinery-assertion": assertionFor("POST", "/tickets", "x") }],
  ["a statement that can't be read", { "joinery-assertion": "none" }],
] as const)("the hub's request fails with %s", ([got, headers]) => {
  const { fromHub } = startJudging();
  const asked = fromHub("POST", "/tickets", { ...hubHeaders("POST", "/tickets"), ...headers });

  expect(failures(asked.answer(200, {}, ""))).toEqual([`rule.hub.statement: ${got}`]);
});

test("a statement that is ten minutes old fails", () => {
  const { fromHub, time } = startJudging();
  time.now += 600_000;

  expect(failures(fromHub("POST", "/tickets").answer(200, {}, ""))).toEqual([
    "rule.hub.statement: a statement that expired 540 s ago",
  ]);
});

test("a token request without PKCE, before the claim, or a second one fails", () => {
  const { recorder, record } = startJudging();
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const url = `${SERVICE}/token`;
  const callback = record({
    from: "browser",
    to: "integration",
    method: "GET",
    url: `${INTEGRATION}/x?state=${FLOW}.a&code=b`,
  });
  const request = (body: string) =>
    failures(
      record({ from: "integration", to: "service", method: "POST", url, headers: form, body }).answer(200, {}, "{}"),
    );

  expect(request("grant_type=authorization_code&code=1")).toEqual([
    "rule.token.after-claim: a token request before the claim",
    "rule.token.pkce: no code_verifier",
  ]);
  const claim = { from: "integration", to: "hub", method: "POST", url: `${HUB}/v2/connect/${FLOW}/claim` } as const;
  record(claim).answer(200, JSON_TYPE, '{"data":{"claim":"1"}}');
  expect(request("grant_type=authorization_code&code=1&code_verifier=2")).toEqual([
    "rule.token.once: another token request",
  ]);
  callback.answer(200, {}, "");
  expect(recorder.list({ flow: FLOW })).toHaveLength(4);
});

test("a token request whose form nobody has read is not judged", () => {
  const { record } = startJudging();
  const unread = { from: "integration", to: "service", method: "POST", url: `${SERVICE}/token` } as const;

  expect(failures(record(unread).answer(500, {}, ""))).toEqual([]);
});

test.for([
  ["status 200", 200, {}],
  ["an address with state", 303, { location: "/done?state=1" }],
  ["an address with code and state", 303, { location: "/done?code=1&state=1" }],
  ["status 302", 302, { location: "/done" }],
] as const)("a callback that ends with %s fails", ([got, status, headers]) => {
  const { record } = startJudging();
  const url = `${INTEGRATION}/connect/callback?state=${FLOW}.a&code=b`;
  const callback = record({ from: "browser", to: "integration", method: "GET", url }).answer(status, headers, "");

  expect(failures(callback)).toEqual([`rule.callback.no-trace: ${got}`]);
});

test("a save without flow, claim, key or a claim before it fails", () => {
  const { record } = startJudging();
  const url = `${HUB}/v2/user/${USER}/linked-accounts`;
  const save = (headers: Record<string, string>) =>
    failures(record({ from: "integration", to: "hub", method: "POST", url, headers }).answer(201, JSON_TYPE, "{}"));

  expect(save({})).toEqual(["rule.save.flow: no joinery-flow", "rule.save.repeatable: no Idempotency-Key"]);
  expect(save({ "joinery-flow": FLOW, "idempotency-key": "other" })).toEqual([
    "rule.save.flow: no joinery-claim",
    "rule.save.repeatable: another Idempotency-Key",
    "rule.save.after-claim: no claim before",
  ]);
});

test("an account that is deleted before its access was withdrawn fails", () => {
  const { fromHub, record } = startJudging();
  const path = "/linked-accounts/k-1";
  const url = `${HUB}/v2/user/${USER}/linked-accounts/k-1`;
  const remove = () =>
    failures(record({ from: "integration", to: "hub", method: "DELETE", url }).answer(200, JSON_TYPE, "{}"));
  const revoke = (status: number) =>
    record({ from: "integration", to: "service", method: "POST", url: `${SERVICE}/token/revocation` }).answer(
      status,
      {},
      "",
    );

  const first = fromHub("DELETE", path);
  expect(remove()).toEqual(["revoke.order: no revocation before"]);
  revoke(503);
  expect(remove()).toEqual(["revoke.order: a revocation that failed"]);
  revoke(200);
  expect(remove()).toEqual([]);
  expect(failures(first.answer(200, { "content-type": "text/html" }, "<html>"))).toEqual([
    "rule.disconnect.acknowledged: a web page",
  ]);
});

test("nobody is blamed for a revocation of which it is not known where it belongs", () => {
  const { fromHub, record } = startJudging();
  for (const id of ["k-1", "k-2"]) fromHub("DELETE", `/linked-accounts/${id}`);
  const url = `${SERVICE}/token/revocation`;
  record({ from: "integration", to: "service", method: "POST", url }).answer(200, {}, "");
  const remove = {
    from: "integration",
    to: "hub",
    method: "DELETE",
    url: `${HUB}/v2/user/${USER}/linked-accounts/k-1`,
  } as const;

  expect(failures(record(remove).answer(200, JSON_TYPE, "{}"))).toEqual([]);
});

test("a refusal leads to the page about its code", () => {
  const { record } = startJudging();
  const url = `${HUB}/v2/connect/${FLOW}/claim`;
  const refused = record({ from: "integration", to: "hub", method: "POST", url }).answer(
    409,
    JSON_TYPE,
    '{"code":"FLOW_BURNED"}',
  );

  expect(refused.checks).toEqual([
    expect.objectContaining({ id: "FLOW_BURNED", passed: false, page: "/problems/FLOW_BURNED" }),
  ]);
});

test("a request that was made wrong on purpose is rightly refused, and need not be answered", () => {
  const { record } = startJudging();
  const headers = { ...hubHeaders("POST", AUTH), "blink-auth-proxysecret": "a guess" };
  const url = `${INTEGRATION}${AUTH}`;
  const fake = record({ from: "hub", to: "integration", method: "POST", url, headers, fault: "secret-wrong" });

  const { checks } = fake.answer(401, JSON_TYPE, '{"code":"SECRET_WRONG"}');

  expect(checks.find(({ id }) => id === "SECRET_WRONG")).toMatchObject({ passed: true });
  expect(checks.map(({ id }) => id)).not.toContain("core.auth.answers");
});

test("a fake that looks right in every respect is rightly refused as well", () => {
  const { record } = startJudging();
  const request = { from: "hub", to: "integration", method: "POST", url: `${INTEGRATION}/tickets` } as const;
  const replayed = record({ ...request, headers: hubHeaders("POST", "/tickets"), fault: "request-replayed" });

  expect(failures(replayed.answer(401, JSON_TYPE, '{"code":"ASSERTION_INVALID"}'))).toEqual([]);
});

test("what was found is never said with received text", () => {
  const { recorder, fromHub } = startJudging({ kind: "blink", connect_base: null });
  recordConnect(recorder);
  fromHub("POST", AUTH).answer(500, JSON_TYPE, '{"code":"RECEIVED_TEXT","message":"received text"}');
  fromHub("POST", AUTH).answer(200, JSON_TYPE, leadsTo("received-text://x/received-text"));

  const found = JSON.stringify(recorder.list().flatMap(({ checks }) => checks));

  expect(found.toLowerCase()).not.toMatch(/received.text/);
});
