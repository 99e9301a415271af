import { sql } from "kysely";
import { expect, test } from "vitest";
import { finishOverdueDisconnects } from "./finish-disconnect.ts";
import { accountOf } from "./look-back.fixture.ts";
import { acknowledges, fails, HOUR, promised } from "./promise.fixture.ts";
import { sendForgottenAttempts } from "./send-forgotten.ts";

const loseJobs = ({ hub }: Awaited<ReturnType<typeof promised>>) =>
  sql`delete from joinery_jobs.job`.execute(hub.hub.context.db);

test("a disconnect that no job stands for any more is told again, once, and goes on by itself", async () => {
  await using it = await promised();
  const { context } = it.hub.hub;
  it.answer(fails);
  await it.press();
  await loseJobs(it);

  it.hub.advance(3 * HOUR);
  await sendForgottenAttempts(context);
  await it.hub.work();
  expect(it.told(), "a job that throws may still be tried again").toBe(1);
  it.hub.advance(HOUR + 10);
  await sendForgottenAttempts(context);
  await sendForgottenAttempts(context);
  await it.hub.work();
  expect(it.told()).toBe(2);

  it.answer(acknowledges);
  await it.untilNext();
  expect(await it.receipt()).toMatchObject({ acknowledged: { state: "acknowledged", attempts: 3 } });
  it.hub.advance(5 * HOUR);
  await sendForgottenAttempts(context);
  await it.hub.work();
  expect(it.told()).toBe(3);
});

test("attempts that have stopped are an administrator's matter: no clock begins them again", async () => {
  await using it = await promised();
  it.answer(fails);
  await it.press();
  it.hub.advance(72 * HOUR);
  await it.hub.work();
  const stopped = await it.row();

  it.hub.advance(5 * HOUR);
  await sendForgottenAttempts(it.hub.hub.context);
  await it.hub.work();
  expect(await it.row()).toEqual(stopped);
});

test("a disconnect that can't be finished after its thirty days keeps no other one from it", async () => {
  await using it = await promised();
  const { hub, desk } = it;
  it.answer(fails);
  const other = await hub.linkAccount(desk, "eve");
  await it.press();
  await hub.as("eve").post(`/api/accounts/${other}/disconnect`);
  await sql`create function refuse() returns trigger language plpgsql as 'begin raise exception ''refused''; end'`.execute(
    hub.hub.context.db,
  );
  await sql`create trigger refuse before update on linked_accounts for each row
    when (old.linked_account_id = ${sql.lit(it.account)}) execute function refuse()`.execute(hub.hub.context.db);

  hub.advance(30 * 24 * HOUR);
  await finishOverdueDisconnects(hub.hub.context);

  expect(await accountOf({ ...it, account: other })).toMatchObject({
    state: "gone",
    sealed_refresh_token: null,
  });
  expect(await accountOf(it)).toMatchObject({ state: "disconnecting" });
  expect(hub.logged).toContainEqual({
    event: "disconnect.not_finished",
    fields: expect.objectContaining({ linkedAccountId: it.account }),
  });
});
