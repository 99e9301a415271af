import type { NoticeView } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { openConnections } from "../testing/look-inside.ts";
import { dataOf, type PersonName, startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";
import { notify } from "./notify.ts";
import { forgetOldNotices } from "./store.ts";

async function noticesOf(hub: TestHub, person: PersonName): Promise<NoticeView[]> {
  return (await dataOf<{ notices: NoticeView[] }>(await hub.as(person).get("/api/notices"))).notices;
}

const pathOf = (hub: TestHub, account: string) => `/v2/user/${hub.users.bob}/linked-accounts/${account}`;

async function setBroken(hub: TestHub, desk: TestIntegration, account: string, broken: boolean): Promise<void> {
  await dataOf(await desk.api.patch(pathOf(hub, account), { requires_reauthentication: broken }));
}

async function linked() {
  const hub = await startHub();
  const desk = await hub.addIntegration("plain");
  const account = await hub.linkAccount(desk, "bob");
  return { hub, desk, account, [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose]() };
}

test("a link that breaks is on its owner's page at once, and on nobody else's", async () => {
  await using world = await linked();
  const { hub, desk, account } = world;

  await setBroken(hub, desk, account, true);

  expect(await noticesOf(hub, "bob")).toMatchObject([
    {
      kind: "account_broken",
      linked_account_id: account,
      service_id: desk.service_id,
      integration_name: "Acme Desk",
      external_account_id: "john.doe",
      reason: "requires_reauthentication",
    },
  ]);
  expect(await noticesOf(hub, "ada")).toEqual([]);
  expect(await noticesOf(hub, "eve")).toEqual([]);
});

test("a notice goes by itself when the account recovers, and the next break is a new one", async () => {
  await using world = await linked();
  const { hub, desk, account } = world;
  await setBroken(hub, desk, account, true);
  const [first] = await noticesOf(hub, "bob");

  await setBroken(hub, desk, account, false);
  expect(await noticesOf(hub, "bob")).toEqual([]);
  await setBroken(hub, desk, account, true);

  const [second, ...others] = await noticesOf(hub, "bob");
  expect(others).toEqual([]);
  expect(second?.notice_id).not.toBe(first?.notice_id);
});

test("a notice goes by itself when the account is connected again", async () => {
  await using world = await linked();
  const { hub, desk, account } = world;
  await setBroken(hub, desk, account, true);

  expect(await hub.linkAccount(desk, "bob")).toBe(account);

  expect(await noticesOf(hub, "bob")).toEqual([]);
});

test("a notice goes by itself when its owner disconnects the account", async () => {
  await using world = await linked();
  const { hub, desk, account } = world;
  await setBroken(hub, desk, account, true);

  await hub.as("bob").post(`/api/accounts/${account}/disconnect`);

  expect(await noticesOf(hub, "bob")).toEqual([]);
});

test("a link that an administrator removes is told, with the cause; one's own Disconnect is not", async () => {
  await using world = await linked();
  const { hub, desk, account } = world;
  const own = await hub.linkAccount(desk, "bob", "jane.doe");
  await setBroken(hub, desk, account, true);

  await hub.as("bob").post(`/api/accounts/${own}/disconnect`);
  await hub.as("ada").delete(`/api/admin/accounts/${account}`);

  expect(await noticesOf(hub, "bob")).toMatchObject([
    { kind: "account_removed", linked_account_id: account, reason: "administrator" },
  ]);
});

test("a link that its integration removes of its own accord is told; what it deletes because somebody disconnected is not", async () => {
  await using world = await linked();
  const { hub, desk, account } = world;
  const own = await hub.linkAccount(desk, "bob", "jane.doe");
  const remove = (id: string) => desk.api.delete(`/v2/user/${hub.users.bob}/linked-accounts/${id}`);
  desk.server.respond = (_request, response) => response.writeHead(500).end();

  await hub.as("bob").post(`/api/accounts/${own}/disconnect`);
  expect([(await remove(own)).status, (await remove(account)).status]).toEqual([200, 200]);

  expect(await noticesOf(hub, "bob")).toMatchObject([
    { kind: "account_removed", linked_account_id: account, reason: "integration" },
  ]);
});

test("a break that two processes tell at once is told once, whatever each takes for the reason", async () => {
  await using world = await linked();
  const { hub, desk, account } = world;
  await openConnections(hub);
  const { context } = hub.hub;
  const row = await context.db
    .selectFrom("linked_accounts")
    .selectAll()
    .where("linked_account_id", "=", account)
    .executeTakeFirstOrThrow();
  const tell = (reason: string, version: number) =>
    context.transact((tx) =>
      notify(context, tx, { account: { ...row, version }, kind: "account_broken", reason, at: context.clock() }),
    );

  await Promise.all([tell("rotation_lost", 2), tell("rotation_lost", 2), tell("requires_reauthentication", 3)]);
  await setBroken(hub, desk, account, true);

  expect(await noticesOf(hub, "bob")).toHaveLength(1);
});

test("a dismissed notice stays away, also when the same break is told again", async () => {
  await using world = await linked();
  const { hub, desk, account } = world;
  await setBroken(hub, desk, account, true);
  const [notice] = await noticesOf(hub, "bob");

  expect((await hub.as("bob").delete(`/api/notices/${notice?.notice_id}`)).status).toBe(200);
  expect((await hub.as("bob").delete(`/api/notices/${notice?.notice_id}`)).status).toBe(200);
  await setBroken(hub, desk, account, true);

  expect(await noticesOf(hub, "bob")).toEqual([]);
});

test("nobody can dismiss somebody else's notice", async () => {
  await using world = await linked();
  const { hub, desk, account } = world;
  await setBroken(hub, desk, account, true);
  const [notice] = await noticesOf(hub, "bob");

  const reply = await hub.as("eve").delete(`/api/notices/${notice?.notice_id}`);

  expect([reply.status, ((await reply.json()) as { code: string }).code]).toEqual([404, "NOTICE_NOT_FOUND"]);
  expect(await noticesOf(hub, "bob")).toHaveLength(1);
});

test("what was dismissed or is over is forgotten one day; what nobody has read is not", async () => {
  await using world = await linked();
  const { hub, desk, account } = world;
  const second = await hub.linkAccount(desk, "bob", "jane.doe");
  await setBroken(hub, desk, account, true);
  await setBroken(hub, desk, account, false);
  await setBroken(hub, desk, second, true);
  const { db, clock } = hub.hub.context;

  await forgetOldNotices(db, new Date(clock().getTime() + 1_000));

  expect(await db.selectFrom("notices").select("linked_account_id").execute()).toEqual([{ linked_account_id: second }]);
});

test.each([
  ["a page that asks for notices by itself keeps nobody signed in", "/api/notices", 401],
  ["somebody who looks at a page stays signed in", "/api/integrations", 200],
])("%s", async (_, path, afterwards) => {
  await using hub = await startHub();
  await hub.cookieOf("bob");

  hub.advance(20 * 60);
  expect((await hub.as("bob").get(path)).status).toBe(200);
  hub.advance(20 * 60);
  expect((await hub.as("bob").get("/api/notices")).status).toBe(afterwards);
});
