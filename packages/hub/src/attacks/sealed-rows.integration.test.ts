import { type RawBuilder, sql } from "kysely";
import { expect, test } from "vitest";
import { createWorld, type World } from "./world.ts";

/** Sets columns of one row from wherever an intruder with the database's password likes. */
function write(world: World, statement: RawBuilder<unknown>) {
  return statement.execute(world.home.hub.context.db);
}

async function twoAccounts(world: World) {
  const { home, desk, other } = world;
  return {
    mine: world.accountId,
    sameUser: await home.linkAccount(desk, "bob", "john.second"),
    anotherUser: await home.linkAccount(desk, "eve", "john.eve"),
    anotherIntegration: await home.linkAccount(other, "bob", "john.other"),
  };
}
type Accounts = Awaited<ReturnType<typeof twoAccounts>>;

const take = (account: string, column: string, from: string, fromColumn: string) => sql`
  update linked_accounts set ${sql.ref(column)} =
    (select ${sql.ref(fromColumn)} from linked_accounts where linked_account_id = ${from})
  where linked_account_id = ${account}`;

const SWAPS: [string, (accounts: Accounts, world: World) => RawBuilder<unknown>][] = [
  [
    "another account of the same user",
    ({ mine, sameUser }) => take(mine, "sealed_access_token", sameUser, "sealed_access_token"),
  ],
  [
    "an account of another user",
    ({ mine, anotherUser }) => take(mine, "sealed_access_token", anotherUser, "sealed_access_token"),
  ],
  [
    "an account at another integration",
    ({ mine, anotherIntegration }) => take(mine, "sealed_refresh_token", anotherIntegration, "sealed_refresh_token"),
  ],
  ["its other field", ({ mine }) => take(mine, "sealed_access_token", mine, "sealed_refresh_token")],
  [
    "an integration's proxy secret",
    ({ mine }, { desk }) => sql`update linked_accounts set sealed_access_token =
      (select sealed_secret from integrations where service_id = ${desk.service_id} and name <> 'Twin Desk')
      where linked_account_id = ${mine}`,
  ],
  [
    "itself with one character changed",
    ({ mine }) => sql`update linked_accounts set sealed_access_token = overlay(sealed_access_token placing
      (case substr(sealed_access_token, 20, 1) when 'A' then 'B' else 'A' end) from 20 for 1)
      where linked_account_id = ${mine}`,
  ],
  [
    "itself, cut short",
    ({ mine }) => sql`update linked_accounts set sealed_access_token = substr(sealed_access_token, 1, 30)
      where linked_account_id = ${mine}`,
  ],
  [
    "plain text",
    ({ mine }) => sql`update linked_accounts set sealed_access_token = 'at-1' where linked_account_id = ${mine}`,
  ],
];

test.each(SWAPS)("a token replaced in the database by %s is never opened", async (_what, swap) => {
  await using world = await createWorld();
  const accounts = await twoAccounts(world);
  const path = `/v2/user/${world.home.users.bob}/linked-accounts/${accounts.mine}`;
  expect((await world.send("desk", { method: "GET", path })).status).toBe(200);
  await write(world, swap(accounts, world));
  const reply = await world.send("desk", { method: "GET", path });
  expect([reply.status, reply.code]).toEqual([500, "INTERNAL"]);
  expect(reply.text).not.toMatch(/[ar]t-1/);
});

test("tokens copied into another organisation's row of the same id are never opened", async () => {
  await using world = await createWorld();
  await world.twin.copyThings();
  await write(
    world,
    sql`update linked_accounts set sealed_access_token = (select sealed_access_token from linked_accounts
      where linked_account_id = ${world.accountId} and organisation_id = ${world.home.organisationId})
      where linked_account_id = ${world.accountId} and organisation_id = ${world.twin.organisationId}`,
  );
  const path = `/v2/user/${world.home.users.bob}/linked-accounts/${world.accountId}`;
  const reply = await world.send("twin desk", { method: "GET", path });
  expect([reply.status, reply.code]).toEqual([500, "INTERNAL"]);
  expect((await world.send("desk", { method: "GET", path })).status).toBe(200);
});

const SECRET_SWAPS: [string, (world: World) => RawBuilder<unknown>][] = [
  [
    "another integration's",
    ({ desk, other, home }) => sql`update integrations set sealed_secret =
      (select sealed_secret from integrations where service_id = ${other.service_id} and organisation_id = ${home.organisationId})
      where service_id = ${desk.service_id} and organisation_id = ${home.organisationId}`,
  ],
  [
    "the prepared next one",
    ({ desk, home }) => sql`update integrations set sealed_secret = sealed_next_secret
      where service_id = ${desk.service_id} and organisation_id = ${home.organisationId}`,
  ],
];

test.each(SECRET_SWAPS)("a proxy secret replaced in the database by %s is never sent", async (_what, swap) => {
  await using world = await createWorld();
  const { desk } = world;
  const rotate = `/api/admin/integrations/${desk.service_id}/proxy-secret`;
  await world.send("ada", { method: "POST", path: rotate, body: { step: "prepare" } });
  await write(world, swap(world));
  const received = desk.server.received.length;
  const reply = await world.send("bob", { method: "POST", path: `/connector/${desk.service_id}/tickets`, body: {} });
  expect([reply.status, reply.code]).toEqual([500, "INTERNAL"]);
  expect(desk.server.received.length).toBe(received);
});
