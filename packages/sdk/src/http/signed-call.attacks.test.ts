import { HEADERS, toBase64Url } from "@joinery/contract";
import { expect, test } from "vitest";
import { createIntegration } from "../integration.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { fakeClock } from "../testing/fake-clock.ts";
import { AUTH_ID, createFakeHub, PROXY_SECRET } from "../testing/fake-hub.ts";
import { ADA, DESK, EVE, startWorld } from "../testing/world.ts";

const FLOW = "f-00000000-0000-4000-8000-000000000001";
const connect = { method: "POST", path: `/auth/${AUTH_ID}`, user: ADA, flow: FLOW };
const act = { method: "POST", path: "/tickets?from=page", user: ADA, body: { title: "Broken chair" } };

async function startLinkedWorld() {
  const world = await startWorld();
  world.hub.addAccount(ADA, world.service.issue());
  return world;
}

test.each([
  ["no proxy secret", connect, { headers: { [HEADERS.proxySecret]: null } }, "SECRET_WRONG"],
  ["wrong proxy secret", connect, { headers: { [HEADERS.proxySecret]: `${PROXY_SECRET}x` } }, "SECRET_WRONG"],
  ["downgrade: no assertion", connect, { headers: { [HEADERS.assertion]: null } }, "ASSERTION_INVALID"],
  ["downgrade: no flow", connect, { headers: { [HEADERS.flow]: null } }, "FLOW_REQUIRED"],
  ["downgrade: flow only in the header", connect, { claims: { flow: undefined } }, "ASSERTION_INVALID"],
  ["flow of another connect", connect, { headers: { [HEADERS.flow]: FLOW.replace("1", "2") } }, "ASSERTION_INVALID"],
  ["flow that is no flow id", connect, { headers: { [HEADERS.flow]: "../evil" } }, "FLOW_REQUIRED"],
  ["another user in the header", act, { headers: { [HEADERS.userId]: EVE } }, "ASSERTION_INVALID"],
  ["assertion of another hub", act, { claims: { iss: "https://other.example" } }, "ASSERTION_INVALID"],
  ["assertion for another service", act, { claims: { aud: "l-other" } }, "ASSERTION_INVALID"],
  ["assertion for another method", act, { claims: { htm: "DELETE" } }, "ASSERTION_INVALID"],
  ["assertion for another path", act, { claims: { path: "/other" } }, "ASSERTION_INVALID"],
  ["assertion for another query", act, { claims: { path: "/tickets?from=card" } }, "ASSERTION_INVALID"],
  ["another body", act, { sentBody: '{"title":"Broken safe"}' }, "ASSERTION_INVALID"],
  ["assertion without an id", act, { claims: { jti: undefined } }, "ASSERTION_INVALID"],
  ["assertion that never ends", act, { claims: { exp: undefined } }, "ASSERTION_INVALID"],
  ["assertion that ended long ago", act, { claims: { iat: 1_000, exp: 1_060 } }, "ASSERTION_INVALID"],
  ["old assertion with a long life", act, { claims: { iat: 1_000, exp: 9_999_999_999 } }, "ASSERTION_INVALID"],
  ["assertion from the future", act, { claims: { iat: 9_999_999_000, exp: 9_999_999_060 } }, "ASSERTION_INVALID"],
  ["unknown auth id", connect, { path: "/auth/t-unknown" }, "AUTH_ID_NOT_FOUND"],
  ["unknown route", act, { path: "/other" }, "NOT_FOUND"],
  ["unknown method", act, { method: "PUT" }, "NOT_FOUND"],
  ["id that is no id", connect, { path: "/auth/%E0%A4%A" }, "NOT_FOUND"],
  ["reserved path below auth", connect, { path: "/auth" }, "NOT_FOUND"],
])("%s", async (_name, honest, change, code) => {
  const world = await startLinkedWorld();
  const accepted = await world.call(honest);
  expect(accepted.status).toBe(200);

  const answer = await world.call({ ...honest, ...(change as object) });

  expect(await answer.json()).toMatchObject({ code, request_id: expect.any(String) });
  expect(world.service.ledger.tickets.length).toBe(honest === act ? 1 : 0);
});

test("an assertion signed by somebody else's key", async () => {
  const world = await startLinkedWorld();
  const stranger = await createFakeHub(world.clock.now);

  const answer = await world.integration.fetch(await stranger.sign({ base: DESK, ...act }));

  expect(await answer.json()).toMatchObject({ code: "ASSERTION_INVALID" });
});

test("an assertion without a signature", async () => {
  const world = await startLinkedWorld();
  const request = await world.hub.sign({ base: DESK, ...act });
  const [, payload = ""] = (request.headers.get(HEADERS.assertion) ?? "").split(".");
  const unsigned = toBase64Url(new TextEncoder().encode('{"alg":"none"}'));
  request.headers.set(HEADERS.assertion, `${unsigned}.${payload}.`);

  const answer = await world.integration.fetch(request);

  expect(await answer.json()).toMatchObject({ code: "ASSERTION_INVALID" });
});

test("a replayed action is refused; a repeated Connect is not", async () => {
  const world = await startLinkedWorld();
  const action = await world.hub.sign({ base: DESK, ...act });
  const pressed = await world.hub.sign({ base: DESK, ...connect });

  const answers = [];
  for (const request of [action.clone(), action, pressed.clone(), pressed])
    answers.push(await world.integration.fetch(request));

  expect(answers.map(({ status }) => status)).toEqual([200, 401, 200, 200]);
  expect(world.service.ledger.tickets).toHaveLength(1);
});

test("a minute of clock difference is forgiven, and the log names a greater one", async () => {
  const world = await startLinkedWorld();
  const request = async () => world.hub.sign({ base: DESK, ...act });
  const [early, late] = [await request(), await request()];

  world.clock.advance(100);
  const forgiven = await world.integration.fetch(early);
  world.clock.advance(100);
  const refused = await world.integration.fetch(late);

  expect([forgiven.status, refused.status]).toEqual([200, 401]);
  const entry = world.log.find(({ event }) => event === "assertion_refused");
  expect(entry?.fields.clock_difference_seconds).toBeLessThanOrEqual(-199);
});

test("current and next proxy secret are both accepted", async () => {
  const world = await startWorld({ proxySecret: [PROXY_SECRET, "the next proxy secret"] });

  const both = await Promise.all([
    world.call(connect),
    world.call({ ...connect, headers: { [HEADERS.proxySecret]: "the next proxy secret" } }),
    world.call({ ...connect, headers: { [HEADERS.proxySecret]: "" } }),
  ]);

  expect(both.map(({ status }) => status)).toEqual([200, 200, 401]);
});

test("a body of more than 1 MB is not read to its end", async () => {
  const world = await startLinkedWorld();

  const answer = await world.call({ ...act, sentBody: "x".repeat(1_048_577) });

  expect(answer.status).toBe(413);
});

test("the hub's keys being out of reach is not the assertion's fault", async () => {
  const world = await startWorld({ fetch: async () => Promise.reject(new TypeError("fetch failed")) });

  const answer = await world.call(connect);

  expect(answer.status).toBe(503);
});

test("below a proxy path the assertion's path begins after it", async () => {
  const world = await startWorld({ proxyPath: "/acme" });

  const request = await world.hub.sign({ base: `${DESK}/acme`, ...connect });
  const below = await world.integration.fetch(request);
  const beside = await world.call(connect);

  expect([below.status, beside.status]).toEqual([200, 404]);
});

test("replayed to another process: with a shared store an action is carried out once", async () => {
  const clock = fakeClock();
  const world = await startWorld({ clock, store: createMemoryStore(clock) });
  world.hub.addAccount(ADA, world.service.issue());
  const other = createIntegration(world.options);
  const action = await world.hub.sign({ base: DESK, ...act });

  const answers = [await world.integration.fetch(action.clone()), await other.fetch(action)];

  expect(answers.map(({ status }) => status)).toEqual([200, 401]);
  expect(world.service.ledger.tickets).toHaveLength(1);
});
