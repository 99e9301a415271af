import { expect, test } from "vitest";
import { FACTS, HUB, INTEGRATION, recordConnect, SECRETS, SERVICE, USER } from "./recorded-connect.fixture.ts";
import { createRecorder } from "./recorder.ts";

const K = "k-00000000-0000-4000-8000-000000000007";
const CODE = "Aq3kLm9QwErTyUiOp45sdX";
const STATE = "St4teKm9QwErTyUiOp45sdX";
const TOKEN = "T0ken-access-9QwErTyUiOp45sdX";
const JSON_TYPE = { "content-type": "application/json" };
const FORM = { "content-type": "application/x-www-form-urlencoded" };

function start() {
  const recorder = createRecorder({ clock: () => new Date(), secrets: [] });
  const fromHub = (method: string, path: string, headers = {}) =>
    recorder.begin({
      ...{ from: "hub", to: "integration", method, url: `${INTEGRATION}${path}` },
      headers: { "blink-auth-userid": USER, ...headers },
    });
  const visit = (to: "hub" | "integration" | "service", url: string, method = "GET", headers = {}) =>
    recorder.begin({ from: "browser", to, method, url, headers });
  const call = (to: "hub" | "service", method: string, url: string, body = "", headers = {}) =>
    recorder.begin({ from: "integration", to, method, url, headers, body });
  const flowsOf = () => recorder.list().map(({ step, flow, user_id }) => [step, flow, user_id]);
  return { recorder, fromHub, visit, call, flowsOf };
}

/** A connect of an integration that knows no flows: only `state` and what follows from it hold it together. */
function plainConnect({ fromHub, visit, call }: ReturnType<typeof start>, answered: object) {
  const url = `${SERVICE}/auth?client_id=desk&state=${STATE}`;
  const data = (more: object) =>
    JSON.stringify({ code: "OK", message: "OK", data: { authorization_url: url, ...more } });
  const pressed = visit("hub", `${HUB}/connector/${FACTS.service_id}/auth/t-1`, "POST");
  fromHub("POST", "/auth/t-1", { "x-request-id": "r-1" }).answer(200, JSON_TYPE, data({}));
  pressed.answer(200, { ...JSON_TYPE, "x-request-id": "r-1" }, data(answered));
  visit("service", url).answer(303, { location: `${INTEGRATION}/callback?code=${CODE}&state=${STATE}` });
  const callback = visit("integration", `${INTEGRATION}/callback?code=${CODE}&state=${STATE}`);
  const grant = `grant_type=authorization_code&code=${CODE}`;
  call("service", "POST", `${SERVICE}/token`, grant, FORM).answer(
    200,
    JSON_TYPE,
    JSON.stringify({ access_token: TOKEN }),
  );
  call(
    "hub",
    "POST",
    `${HUB}/v2/user/${USER}/linked-accounts`,
    JSON.stringify({ access_token: TOKEN }),
    JSON_TYPE,
  ).answer(201, JSON_TYPE, JSON.stringify({ data: { linked_account_id: K, access_token: TOKEN } }));
  callback.answer(200, {}, "Done");
}

test("a connect of a hub that names no flow holds together by what only it knows", () => {
  const world = start();
  plainConnect(world, {});

  expect(world.flowsOf()).toEqual([
    ["Connect", "connect-1", USER],
    ["Connect", "connect-1", USER],
    ["Authorization", "connect-1", null],
    ["Callback", "connect-1", null],
    ["Token request", "connect-1", USER],
    ["Save", "connect-1", USER],
  ]);
});

test("a flow that the hub names to its own page only is known by that name everywhere", () => {
  const world = start();
  const flow = `f-${crypto.randomUUID()}`;
  plainConnect(world, { flow });

  expect(new Set(world.flowsOf().map(([, known]) => known))).toEqual(new Set([flow]));
  expect(world.flowsOf()).toContainEqual(["Token request", flow, USER]);
});

test("a token that outlives its connect does not pull what comes later into it", () => {
  const world = start();
  plainConnect(world, {});
  const before = world.recorder.list().at(-1)?.id ?? "";

  world.call("service", "GET", `${SERVICE}/api/tickets`, "", { authorization: `Bearer ${TOKEN}` }).answer(200, {}, "");
  const pressed = world.fromHub("DELETE", `/linked-accounts/${K}`);
  world
    .call("hub", "GET", `${HUB}/v2/user/${USER}/linked-accounts/${K}`)
    .answer(200, JSON_TYPE, JSON.stringify({ data: { access_token: TOKEN } }));
  world.call("service", "POST", `${SERVICE}/token/revocation`, `token=${TOKEN}`, FORM).answer(200, {}, "");
  world.call("hub", "DELETE", `${HUB}/v2/user/${USER}/linked-accounts/${K}`).answer(200, JSON_TYPE, "{}");
  pressed.answer(200, {}, "");

  expect(world.recorder.list({ after: before }).map(({ step, flow }) => [step, flow])).toEqual([
    ["List tickets", null],
    ["Disconnect", "disconnect-2"],
    ["Read linked account", "disconnect-2"],
    ["Revoke", "disconnect-2"],
    ["Delete linked account", "disconnect-2"],
  ]);
});

test("every attempt to disconnect an account, and what comes of it, is one flow", () => {
  const { recorder, fromHub, call } = start();
  const path = `/v2/user/${USER}/linked-accounts/${K}`;

  const attempts = [fromHub("DELETE", `/linked-accounts/${K}`), fromHub("DELETE", `/linked-accounts/${K}`)];
  fromHub("DELETE", "/linked-accounts/k-other");
  call("hub", "GET", `${HUB}${path}`).answer(200, JSON_TYPE, JSON.stringify({ data: { access_token: TOKEN } }));
  call("service", "POST", `${SERVICE}/token/revocation`, `token=${TOKEN}`, FORM).answer(200, {}, "");
  call("hub", "DELETE", `${HUB}${path}`).answer(200, JSON_TYPE, "{}");
  for (const attempt of attempts) attempt.answer(200, {}, "");

  expect(recorder.list({ flow: "disconnect-1" }).map(({ step }) => step)).toEqual([
    "Disconnect",
    "Disconnect",
    "Read linked account",
    "Revoke",
    "Delete linked account",
  ]);
});

test("an account that an action has read is disconnected in a flow of its own", () => {
  const { fromHub, call } = start();
  const action = fromHub("POST", "/tickets");
  call("hub", "GET", `${HUB}/v2/user/${USER}/linked-accounts/${K}`).answer(200, JSON_TYPE, "{}");
  action.answer(200, {}, "");

  expect(fromHub("DELETE", `/linked-accounts/${K}`).answer(200, {}, "").flow).toBe("disconnect-2");
});

test("two connects at the same time are kept apart, and what could be of either is said to be of none", () => {
  const { recorder, visit, call } = start();
  const first = recordConnect(recorder);
  const second = recordConnect(recorder);
  const callback = (flow: string) => visit("integration", `${INTEGRATION}/connect/callback?code=x&state=${flow}.y`);
  const open = [callback(first), callback(second)];

  const discovery = call("service", "GET", `${SERVICE}/.well-known/openid-configuration`).answer(200, JSON_TYPE, "{}");
  for (const one of open) one.answer(303, {}, "");

  expect(discovery.flow).toBeNull();
  expect(recorder.list({ flow: first })).toHaveLength(17);
  expect(recorder.list({ flow: second })).toHaveLength(17);
});

test("the API token, the same for every flow, holds nothing together", () => {
  const { call } = start();
  const authorization = `Bearer ${SECRETS.apiToken}`;
  const flow = `f-${crypto.randomUUID()}`;
  call("hub", "POST", `${HUB}/v2/connect/${flow}/claim`, "", { authorization }).answer(409, JSON_TYPE, "{}");

  const later = call("hub", "GET", `${HUB}/v2/user`, "", { authorization }).answer(200, JSON_TYPE, '{"data":[]}');
  const again = call("hub", "GET", `${HUB}/v2/user`, "", { authorization }).answer(200, JSON_TYPE, '{"data":[]}');

  expect([later.flow, again.flow]).toEqual([null, null]);
});
