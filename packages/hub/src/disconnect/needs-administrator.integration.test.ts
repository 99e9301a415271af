import { expect, test } from "vitest";
import { codeOf } from "../testing/look-inside.ts";
import { finishOverdueDisconnects } from "./finish-disconnect.ts";
import { accountOf, auditedOf, eventsOf } from "./look-back.fixture.ts";
import { acknowledges, fails, HOUR, type Promised, promised } from "./promise.fixture.ts";

const DAY = 24 * HOUR;

/** An integration that has failed for 72 hours. */
async function stopped(): Promise<Promised> {
  const it = await promised();
  it.answer(fails);
  await it.press();
  it.hub.advance(72 * HOUR);
  await it.hub.work();
  return it;
}

test("after 72 hours attempts stop, an administrator is told, and the tokens stay sealed", async () => {
  await using it = await stopped();
  expect(it.told()).toBe(2);
  expect(await it.receipt()).toMatchObject({
    acknowledged: { state: "needs_administrator", attempts: 2, next_attempt_at: null, at: null },
  });
  expect(await auditedOf(it, "account.disconnect_stopped")).toHaveLength(1);
  const list = await it.list();
  expect(list.under_way).toEqual([]);
  expect(list.needs_administrator).toMatchObject([{ receipt: { linked_account_id: it.account } }]);
  const removed = Date.parse((await it.receipt()).removed.at);
  expect(Date.parse(list.needs_administrator[0]?.shredded_at ?? "") - removed).toBe(30 * DAY * 1000);
  expect(await accountOf(it)).toMatchObject({ state: "disconnecting", sealed_refresh_token: expect.any(String) });

  it.hub.advance(10 * DAY);
  await it.hub.work();
  expect(it.told()).toBe(2);
  const again = await it.hub.as("bob", "much later").post(`/api/accounts/${it.account}/disconnect`);
  expect([await codeOf(again), it.told()]).toEqual(["OK", 2]);
});

test("an administrator tells it again; what it acknowledges then is finished", async () => {
  await using it = await stopped();
  expect(await (await it.administer("retry")).json()).toMatchObject({
    data: { acknowledged: { state: "needs_administrator", attempts: 3 } },
  });
  it.answer(acknowledges);
  expect(await (await it.administer("retry")).json()).toMatchObject({
    data: { acknowledged: { state: "acknowledged", attempts: 4 }, withdrawn: { state: "revoked" } },
  });
  expect(await auditedOf(it, "account.disconnect_retried")).toHaveLength(2);
  expect(await auditedOf(it, "account.disconnect_stopped")).toHaveLength(1);
  expect(await it.list()).toEqual({ needs_administrator: [], under_way: [] });
  expect(await codeOf(await it.administer("retry"))).toBe("DISCONNECT_FINISHED");
  expect(await codeOf(await it.administer("finish"))).toBe("DISCONNECT_FINISHED");
  expect(await accountOf(it)).toMatchObject({ state: "gone", sealed_refresh_token: null });
});

test("an administrator finishes it anyway: the tokens are shredded, and nothing is claimed about the grant", async () => {
  await using it = await stopped();
  expect(await (await it.administer("finish", { reason: "The supplier is bankrupt." })).json()).toMatchObject({
    data: {
      acknowledged: {
        state: "finished_anyway",
        at: expect.any(String),
        finished_by: { user_id: it.hub.users.ada, display_name: "Ada Lovelace" },
      },
      withdrawn: { state: "unknown" },
    },
  });
  expect(await auditedOf(it, "account.disconnect_finished_anyway")).toEqual([
    {
      actor_id: it.hub.users.ada,
      detail: { linked_account: it.account, reason: "The supplier is bankrupt." },
    },
  ]);
  expect(await eventsOf(it, "account.disconnected")).toMatchObject([
    { receipt: { acknowledged: { state: "finished_anyway" } } },
  ]);
  expect(await accountOf(it)).toMatchObject({ state: "gone", sealed_access_token: null, sealed_refresh_token: null });
  expect(await codeOf(await it.administer("finish"))).toBe("DISCONNECT_FINISHED");
  const connect = await it.hub.as("bob", "later").post(`/connector/${it.desk.service_id}/auth/${it.desk.auth_id}`);
  expect(await codeOf(connect)).toBe("OK");
});

test("thirty days after the request the tokens are shredded, by the clock", async () => {
  await using it = await stopped();
  it.hub.advance(26 * DAY);
  await finishOverdueDisconnects(it.hub.hub.context);
  expect(await accountOf(it)).toMatchObject({ state: "disconnecting" });
  it.hub.advance(2 * DAY);
  await finishOverdueDisconnects(it.hub.hub.context);
  await finishOverdueDisconnects(it.hub.hub.context);
  expect(await accountOf(it)).toMatchObject({ state: "gone", sealed_access_token: null, sealed_refresh_token: null });
  expect(await it.row()).toMatchObject({ shredded_at: expect.any(Date) });
  expect(await it.receipt()).toMatchObject({ acknowledged: { state: "finished_anyway", finished_by: null } });
  expect(await eventsOf(it, "account.disconnected")).toHaveLength(1);
  expect(await it.list()).toEqual({ needs_administrator: [], under_way: [] });
});

test("an account that is not being disconnected can be neither retried nor finished", async () => {
  await using it = await promised();
  for (const button of ["retry", "finish"] as const) {
    const reply = await it.administer(button);
    expect([reply.status, await codeOf(reply)]).toEqual([404, "DISCONNECT_NOT_FOUND"]);
  }
  expect(await accountOf(it)).toMatchObject({ state: "active", sealed_refresh_token: expect.any(String) });
});

test("the integration's page says what Connect waits for", async () => {
  await using it = await promised();
  it.answer(fails);
  await it.press();
  const { next_attempt_at } = (await it.receipt()).acknowledged;
  const page = await it.hub.as("bob").get(`/api/integrations/${it.desk.service_id}`);
  expect(await page.json()).toMatchObject({
    data: {
      obstacle: "DISCONNECT_IN_PROGRESS",
      waiting_for: { linked_account_id: it.account, external_account_id: "john.doe", next_attempt_at },
    },
  });
  expect((await it.list()).under_way).toMatchObject([{ receipt: { linked_account_id: it.account } }]);
});
