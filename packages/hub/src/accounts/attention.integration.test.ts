import type { LeaseAnswer } from "@joinery/contract";
import type { AccountView } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { auditOf, proofOf, saveFor } from "../testing/look-inside.ts";
import { dataOf, startHub, type TestHub } from "../testing/start-hub.ts";
import { eventsOf, noticesOf } from "../testing/told.ts";

/** One account of Bob's, what its integration says about it, and what Bob's page shows. */
async function linked(hub: TestHub) {
  const desk = await hub.addIntegration("verified");
  const id = await hub.linkAccount(desk, "bob");
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${id}`;
  return {
    desk,
    id,
    take: async () => (await dataOf<LeaseAnswer>(await desk.api.post(`${path}/lease`))).lease,
    release: async (lease: string, outcome?: "done" | "unknown") =>
      dataOf(await desk.api.delete(`${path}/lease`, { outcome }, { "joinery-lease": lease })),
    say: async (body: unknown, lease?: string) =>
      dataOf(await desk.api.patch(path, body, lease === undefined ? {} : { "joinery-lease": lease })),
    health: async () => {
      const { account } = await dataOf<AccountView>(await hub.as("bob").get(`/api/accounts/${id}`));
      return [account.state, account.attention_reason];
    },
  };
}

const REFUSED = { requires_reauthentication: true };

test("a refused refresh token asks for attention: owner, other systems and administrators are told once", async () => {
  await using hub = await startHub();
  const { id, take, say, health } = await linked(hub);
  await say(REFUSED, await take());
  await say(REFUSED);
  expect(await health()).toEqual(["attention", "requires_reauthentication"]);
  expect(await noticesOf(hub)).toEqual([
    { kind: "account_broken", linked_account_id: id, reason: "requires_reauthentication" },
  ]);
  expect((await eventsOf(hub)).slice(1)).toEqual([
    { type: "account.attention_needed", account: id, reason: "requires_reauthentication" },
  ]);
  expect(await auditOf(hub, "account.attention_needed")).toHaveLength(1);
});

test("a lease that ran out unreleased makes a later refusal a lost rotation", async () => {
  await using hub = await startHub();
  const { id, take, say, health } = await linked(hub);
  await take();
  hub.advance(61);
  const lease = await take();
  await say(REFUSED, lease);
  expect(await health()).toEqual(["attention", "rotation_lost"]);
  expect(await noticesOf(hub)).toEqual([{ kind: "account_broken", linked_account_id: id, reason: "rotation_lost" }]);
  expect((await eventsOf(hub)).at(-1)).toEqual({
    type: "account.attention_needed",
    account: id,
    reason: "rotation_lost",
  });
});

test("so does a lease that ran out and was never taken again", async () => {
  await using hub = await startHub();
  const { take, say, health } = await linked(hub);
  await take();
  hub.advance(61);
  await say(REFUSED);
  expect(await health()).toEqual(["attention", "rotation_lost"]);
});

test("so does a lease that was given back with an unknown outcome", async () => {
  await using hub = await startHub();
  const { take, release, say, health } = await linked(hub);
  await release(await take(), "unknown");
  await say(REFUSED, await take());
  expect(await health()).toEqual(["attention", "rotation_lost"]);
});

test("a lease that was given back in order leaves no doubt, nor does one's own that ran out", async () => {
  await using hub = await startHub();
  const { take, release, say, health } = await linked(hub);
  await release(await take(), "done");
  const lease = await take();
  hub.advance(61);
  await say(REFUSED, lease);
  expect(await health()).toEqual(["attention", "requires_reauthentication"]);
});

test("tokens that were written since end the doubt, and what is said about the lease afterwards doesn't bring it back", async () => {
  await using hub = await startHub();
  const { take, release, say, health } = await linked(hub);
  await take();
  hub.advance(61);
  const lease = await take();
  await say({ access_token: "at-2", refresh_token: "rt-2" }, lease);
  await release(lease, "unknown");
  await say(REFUSED, await take());
  expect(await health()).toEqual(["attention", "requires_reauthentication"]);
});

test("clearing a token is no renewal: the doubt stays", async () => {
  await using hub = await startHub();
  const { take, say, health } = await linked(hub);
  await take();
  hub.advance(61);
  await say({ expiry: null, access_token: null });
  await say(REFUSED);
  expect(await health()).toEqual(["attention", "rotation_lost"]);
});

test("the answer that was thought lost arrives after all and mends the account", async () => {
  await using hub = await startHub();
  const { id, take, say, health } = await linked(hub);
  const lease = await take();
  hub.advance(61);
  await say(REFUSED);
  expect(await health()).toEqual(["attention", "rotation_lost"]);
  await say({ access_token: "at-2", refresh_token: "rt-2" }, lease);
  expect(await health()).toEqual(["active", null]);
  expect((await eventsOf(hub)).at(-1)).toEqual({ type: "account.recovered", account: id, reason: null });
});

test("a reconnect mends what was lost, in place, and a second break is told again", async () => {
  await using hub = await startHub();
  const { desk, id, take, say, health } = await linked(hub);
  await take();
  hub.advance(61);
  await say(REFUSED);
  const held = await hub.connectUpTo("claimed", desk, "bob");
  expect((await saveFor(hub, desk, "bob", proofOf(held), { refresh_token: "rt-2" })).status).toBe(200);
  expect(await health()).toEqual(["active", null]);
  await say(REFUSED);
  expect(await health()).toEqual(["attention", "requires_reauthentication"]);
  expect((await eventsOf(hub)).map(({ type, account }) => [type, account])).toEqual([
    ["account.linked", id],
    ["account.attention_needed", id],
    ["account.reconnected", id],
    ["account.recovered", id],
    ["account.attention_needed", id],
  ]);
  expect(await auditOf(hub, "account.reconnected")).toMatchObject([{ detail: { earlier_grant: "left" } }]);
  expect(await hub.hub.context.db.selectFrom("notices").select("reason").execute()).toHaveLength(2);
});
