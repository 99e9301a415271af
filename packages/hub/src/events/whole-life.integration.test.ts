import { HUB_EVENT_TYPES, type HubEvent, hubEvent } from "@joinery/contract";
import { expect, test } from "vitest";
import { dataOf, startHub } from "../testing/start-hub.ts";
import {
  administrator,
  answerWith,
  publishFor,
  startReceiver,
  type TestReceiver,
  verified,
} from "./receiver.fixture.ts";

/** What a receiver has understood: verified, in the contract's shape, and none of it twice. */
function readAll({ server, secret }: TestReceiver): HubEvent[] {
  const ids = server.received.map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids).size).toBe(ids.length);
  return server.received.map((request) => hubEvent.parse(verified(request, secret)));
}

const storyOf = (events: HubEvent[], accountId: string | null) =>
  events
    .filter(({ data }) => data.account_id === accountId)
    .sort((left, right) => left.data.sequence - right.data.sequence)
    .map(({ type, data }) => (data.reason === undefined ? type : `${type}: ${data.reason}`));

test("a receiver reads a whole life of links, each change once, numbered, and nothing secret", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  const desk = await hub.addIntegration("verified");
  const admin = administrator(hub);

  const account = await hub.linkAccount(desk, "bob");
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${account}`;
  await dataOf(await desk.api.patch(path, { requires_reauthentication: true }));
  await dataOf(await desk.api.patch(path, { requires_reauthentication: false }));
  await dataOf(await desk.api.patch(path, { display_name: "John" }));
  expect(await hub.linkAccount(desk, "bob")).toBe(account);
  await dataOf(await hub.as("bob").post(`/api/accounts/${account}/disconnect`));
  const { flow } = await hub.connectUpTo("redeemed", desk, "bob");
  await dataOf(await desk.api.post(`/v2/connect/${flow}/refuse`, { reason: "access_denied" }));
  const leaving = await hub.linkAccount(desk, "eve", "eve.marsh");
  await dataOf(await admin.post(`/api/admin/people/${hub.users.eve}/offboard`));
  await hub.work();
  // What is behind another event of its account looks again each second.
  for (let seconds = 0; seconds < 12; seconds++) {
    hub.advance(1);
    await hub.work();
  }

  const events = readAll(receiver);
  expect(storyOf(events, account)).toEqual([
    "account.linked",
    "account.attention_needed: requires_reauthentication",
    "account.recovered",
    "account.reconnected",
    "account.disconnect_requested: person",
    "account.disconnected",
  ]);
  expect(storyOf(events, leaving)).toEqual([
    "account.linked",
    "account.disconnect_requested: offboarding",
    "account.disconnected",
  ]);
  expect(storyOf(events, null).sort()).toEqual(["connect.refused: access_denied", "user.deprovisioned: administrator"]);
  expect(new Set(events.map(({ type }) => type))).toEqual(new Set(HUB_EVENT_TYPES));

  const disconnected = events.find(({ type, data }) => type === "account.disconnected" && data.account_id === account);
  expect(disconnected?.data.receipt).toMatchObject({
    linked_account_id: account,
    acknowledged: { state: "acknowledged" },
    withdrawn: { state: "revoked" },
  });
  const refused = events.find(({ type }) => type === "connect.refused");
  expect(refused?.data).toMatchObject({ user_id: hub.users.bob, service_id: desk.service_id, flow });
  const sent = JSON.stringify(receiver.server.received);
  for (const secret of ["at-1", "rt-1", desk.proxy_secret, desk.api_token, receiver.secret]) {
    expect(sent).not.toContain(secret);
  }
});

test("a receiver that was away for an hour gets what has gathered soon after it is back, in order", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  const desk = await hub.addIntegration("verified");
  answerWith(receiver.server, 503);
  const account = await hub.linkAccount(desk, "bob");
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${account}`;
  for (const broken of [true, false]) {
    await dataOf(await desk.api.patch(path, { requires_reauthentication: broken }));
  }
  for (const seconds of [0, 10, 60, 60 * 8, 60 * 52]) {
    hub.advance(seconds);
    await hub.work();
  }
  receiver.server.received.splice(0);
  answerWith(receiver.server, 204);

  await publishFor(hub, "k-other");
  for (let seconds = 0; seconds < 5; seconds++) {
    await hub.work();
    hub.advance(1);
  }

  const [other, ...gathered] = receiver.server.received.map(({ body }) => (JSON.parse(body) as HubEvent).data);
  expect(other?.account_id).toBe("k-other");
  expect(gathered.map(({ account_id, sequence }) => [account_id, sequence])).toEqual([
    [account, 1],
    [account, 2],
    [account, 3],
  ]);
});
