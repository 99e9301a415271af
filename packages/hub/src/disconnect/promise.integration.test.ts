import type { ServerResponse } from "node:http";
import { decodeJwt } from "jose";
import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { findAccountOfOrganisation } from "../accounts/store.ts";
import { json } from "../testing/fake-integration.ts";
import { setEnabled } from "../testing/look-inside.ts";
import { markAttemptBegun } from "./attempt-store.ts";
import { doDueAttempt } from "./do-due-attempt.ts";
import { auditedOf, eventsOf } from "./look-back.fixture.ts";
import { acknowledges, fails, HOUR, promised } from "./promise.fixture.ts";

const parkingPage = (response: ServerResponse) =>
  response.writeHead(200, { "content-type": "text/html" }).end("<h1>This domain is for sale</h1>");

test("an integration that fails for a day is told again and again, each time signed anew, until it acknowledges", async () => {
  await using it = await promised();
  it.answer(fails);
  expect(await it.press()).toMatchObject({ acknowledged: { state: "waiting", attempts: 1 } });
  const delays: number[] = [];
  for (let attempt = 2; attempt <= 10; attempt++) delays.push(await it.untilNext());
  const planned = [5, 30, 300, 1800, 2 * HOUR, 4 * HOUR, 4 * HOUR, 4 * HOUR, 4 * HOUR];
  for (const [index, delay] of delays.entries()) {
    expect(delay).toBeGreaterThan((planned[index] ?? 0) * 0.9 - 1);
    expect(delay).toBeLessThan((planned[index] ?? 0) * 1.1 + 1);
  }
  it.answer(acknowledges);
  await it.untilNext();
  expect(await it.receipt()).toMatchObject({
    acknowledged: { state: "acknowledged", attempts: 11, next_attempt_at: null, problem: null },
    withdrawn: { state: "revoked" },
  });
  const assertions = it.desk.server.received
    .filter(({ method }) => method === "DELETE")
    .map(({ headers }) => decodeJwt(String(headers["joinery-assertion"])));
  expect(new Set(assertions.map(({ jti }) => jti)).size).toBe(11);
  expect(new Set(assertions.map(({ iat }) => iat)).size).toBeGreaterThan(8);
  it.hub.advance(24 * HOUR);
  await it.hub.work();
  expect(it.told()).toBe(11);
  expect(await auditedOf(it, "account.disconnected")).toHaveLength(1);
  expect(await eventsOf(it, "account.disconnected")).toEqual([{ receipt: await it.receipt() }]);
});

test("a parking page in front of it does not acknowledge, however often", async () => {
  await using it = await promised();
  it.answer(parkingPage);
  await it.press();
  for (let attempt = 2; attempt <= 5; attempt++) await it.untilNext();
  expect(await it.receipt()).toMatchObject({ acknowledged: { state: "waiting", attempts: 5 } });
});

test("an integration that asks for time gets it, though not for ever", async () => {
  await using it = await promised();
  it.answer((response) => response.writeHead(503, { "retry-after": "600" }).end());
  await it.press();
  expect(await it.untilNext()).toBeCloseTo(600, -1);
  it.answer((response) => response.writeHead(429, { "retry-after": "99999999" }).end());
  await it.untilNext();
  expect(await it.untilNext()).toBeCloseTo(4 * HOUR, -1);
});

test("pressing again tells it at once, and puts off nothing", async () => {
  await using it = await promised();
  it.answer(fails);
  await it.press();
  await it.untilNext();
  await it.untilNext();
  const { next_attempt_at: planned } = await it.row();
  await it.press();
  expect(it.told()).toBe(4);
  expect((await it.row()).next_attempt_at).toEqual(planned);
});

test("the tokens are readable while the integration is being told, and a minute longer, and then no more", async () => {
  await using it = await promised();
  const read = () => it.desk.api.get(`/v2/user/${it.hub.users.bob}/linked-accounts/${it.account}`);
  let whileTold: Promise<Response> | undefined;
  it.answer((response) => {
    whileTold = read();
    fails(response);
  });
  await it.press();
  expect(await (await whileTold)?.json()).toMatchObject({ data: { state: "disconnecting", refresh_token: "rt-1" } });
  it.hub.advance(59);
  expect((await read()).status).toBe(200);
  it.hub.advance(2);
  expect((await read()).status).toBe(404);
});

test("while it is being told an integration may read the tokens, also where another hub's clock is ahead", async () => {
  await using it = await promised();
  const read = () => it.desk.api.get(`/v2/user/${it.hub.users.bob}/linked-accounts/${it.account}`);
  let whileTold: Promise<Response> | undefined;
  it.answer(async (response) => {
    it.hub.advance(120);
    whileTold = read();
    await whileTold;
    it.hub.advance(-120);
    fails(response);
  });
  await it.press();
  expect(await (await whileTold)?.json()).toMatchObject({ data: { state: "disconnecting", refresh_token: "rt-1" } });
  it.hub.advance(61);
  expect((await read()).status).toBe(404);
  await it.hub.hub.context.db
    .updateTable("disconnects")
    .set({ attempting_until: it.hub.hub.context.clock() })
    .execute();
  expect((await read()).status, "killed while it told").toBe(200);
  it.hub.advance(HOUR + 1);
  expect((await read()).status, "and nobody has taken it up").toBe(404);
});

test("one attempt at a time, whoever makes it", async () => {
  await using it = await promised();
  const held: ServerResponse[] = [];
  it.answer((response) => held.push(response));
  const ref = { organisationId: it.hub.organisationId, linkedAccountId: it.account };
  const first = it.press();
  await vi.waitFor(() => expect(held).toHaveLength(1));
  const second = await it.press();
  await doDueAttempt(it.hub.hub.context, ref);
  expect([second.acknowledged.state, it.told()]).toEqual(["waiting", 1]);
  for (const response of held) acknowledges(response);
  expect(await first).toMatchObject({ acknowledged: { state: "acknowledged", attempts: 1 } });
});

test("an answer that comes after its attempt was given up counts, and only once", async () => {
  await using it = await promised();
  const held: ServerResponse[] = [];
  it.answer((response) => held.push(response));
  const first = it.press();
  await vi.waitFor(() => expect(held).toHaveLength(1));
  it.hub.advance(16);
  it.answer(acknowledges);
  await it.hub.work();
  expect(it.told()).toBe(2);
  for (const response of held) json(response, 200, {});
  expect(await first).toMatchObject({ acknowledged: { state: "acknowledged", attempts: 2 } });
  expect(await auditedOf(it, "account.disconnected")).toHaveLength(1);
  expect(await eventsOf(it, "account.disconnected")).toHaveLength(1);
});

test("a late failure does not undo what another attempt has reached", async () => {
  await using it = await promised();
  const held: ServerResponse[] = [];
  it.answer((response) => held.push(response));
  const first = it.press();
  await vi.waitFor(() => expect(held).toHaveLength(1));
  it.hub.advance(16);
  it.answer(fails);
  await it.hub.work();
  const planned = await it.row();
  for (const response of held) json(response, 503, {});
  await first;
  expect(await it.row()).toEqual(planned);
});

test("an attempt whose process was killed is taken up again", async () => {
  await using it = await promised();
  it.answer(fails);
  await it.press();
  const { clock, db } = it.hub.hub.context;
  it.hub.advance(6);
  await markAttemptBegun(
    db,
    { organisationId: it.hub.organisationId, linkedAccountId: it.account },
    { claim: "due", now: clock(), attemptingUntil: new Date(clock().getTime() + 15_000), readableUntil: clock() },
  );
  await it.hub.work();
  expect(it.told()).toBe(1);
  it.answer(acknowledges);
  it.hub.advance(16);
  await it.hub.work();
  expect(await it.receipt()).toMatchObject({ acknowledged: { state: "acknowledged", attempts: 3 } });
});

test("a hub whose clock is behind the database's waits by its own, and does not ask over and over meanwhile", async () => {
  await using it = await promised();
  it.hub.advance(-60);
  it.answer(fails);
  await it.press();
  await it.hub.work();
  expect(it.told()).toBe(1);
  it.hub.advance(66);
  await it.hub.work();
  expect(it.told()).toBe(2);
});

test("a running renewal goes first; the integration is told when it ends", async () => {
  await using it = await promised();
  const path = `/v2/user/${it.hub.users.bob}/linked-accounts/${it.account}/lease`;
  await it.desk.api.post(path);
  expect(await it.press()).toMatchObject({ acknowledged: { state: "waiting", attempts: 0 } });
  it.hub.advance(30);
  await it.hub.work();
  expect(it.told()).toBe(0);
  it.hub.advance(31);
  await it.hub.work();
  expect(await it.receipt()).toMatchObject({ acknowledged: { state: "acknowledged", attempts: 1 } });
});

test("a renewal that ends before its time lets the disconnect go on at once", async () => {
  await using it = await promised();
  const path = `/v2/user/${it.hub.users.bob}/linked-accounts/${it.account}/lease`;
  const { data } = (await (await it.desk.api.post(path)).json()) as { data: { lease: string } };
  await it.press();
  await it.desk.api.delete(path, undefined, { "joinery-lease": data.lease });
  await it.hub.work();
  expect(await it.receipt()).toMatchObject({ acknowledged: { state: "acknowledged", attempts: 1 } });
});

test("an integration that is switched off is told once it is on again", async () => {
  await using it = await promised();
  await setEnabled(it.hub, it.desk, false);
  expect(await it.press()).toMatchObject({ acknowledged: { state: "waiting", problem: "INTEGRATION_DISABLED" } });
  await it.untilNext();
  expect(it.told()).toBe(0);
  await setEnabled(it.hub, it.desk, true);
  await it.untilNext();
  expect(await it.receipt()).toMatchObject({ acknowledged: { state: "acknowledged", attempts: 3 } });
});

test("an integration that has left the registry can't be told, and an administrator can finish", async () => {
  await using it = await promised();
  it.answer(fails);
  await it.press();
  await it.hub.hub.context.db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await tx.deleteFrom("integrations").where("service_id", "=", it.desk.service_id).execute();
  });
  await it.untilNext();
  expect(await it.receipt()).toMatchObject({
    integration_name: "",
    acknowledged: { state: "waiting", attempts: 2, problem: "INTEGRATION_NOT_FOUND" },
  });
  expect((await it.administer("finish", { reason: "It is no more." })).status).toBe(200);
  expect(await it.receipt()).toMatchObject({ acknowledged: { state: "finished_anyway" } });
});

test("an integration that deletes the account and then fails is told until it acknowledges", async () => {
  await using it = await promised();
  const path = `/v2/user/${it.hub.users.bob}/linked-accounts/${it.account}`;
  it.answer(async (response) => {
    await it.desk.api.delete(path, { revocation: "revoked" });
    fails(response);
  });
  expect(await it.press()).toMatchObject({ acknowledged: { state: "waiting" }, withdrawn: { state: "revoked" } });
  expect(await eventsOf(it, "account.disconnected")).toEqual([]);
  it.answer(acknowledges);
  await it.untilNext();
  expect(await it.receipt()).toMatchObject({ acknowledged: { state: "acknowledged", attempts: 2 } });
  expect(await eventsOf(it, "account.disconnected")).toHaveLength(1);
});

test("an integration that deletes of its own accord ends it, and the event says so", async () => {
  await using it = await promised();
  await it.desk.api.delete(`/v2/user/${it.hub.users.bob}/linked-accounts/${it.account}`, { revocation: "revoked" });
  expect(await eventsOf(it, "account.disconnected")).toMatchObject([
    { receipt: { cause: "integration", acknowledged: { state: "acknowledged" }, withdrawn: { state: "revoked" } } },
  ]);
  expect(
    await findAccountOfOrganisation(it.hub.hub.context.db, {
      organisationId: it.hub.organisationId,
      linkedAccountId: it.account,
    }),
  ).toMatchObject({ state: "gone", sealed_refresh_token: null });
});
