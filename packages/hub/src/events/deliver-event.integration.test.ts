import { hubEvent } from "@joinery/contract";
import { expect, test } from "vitest";
import { addOrganisation } from "../directory/add-people.ts";
import { dataOf, startHub } from "../testing/start-hub.ts";
import { deliverEvent } from "./deliver-event.ts";
import { forgetOldEvents } from "./event-store.ts";
import { publish } from "./publish.ts";
import {
  administrator,
  answerWith,
  changeEndpointOf,
  deliveriesOf,
  endpointOf,
  pass,
  publishFor,
  startReceiver,
  verified,
} from "./receiver.fixture.ts";

const HOUR = 3_600;

test("an event is sent as a Standard Webhook whose signature a receiver can verify", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);

  await publishFor(hub, "k-1", "account.attention_needed", { reason: "rotation_lost" });
  await hub.work();

  const [request] = receiver.server.received;
  expect(request).toMatchObject({ method: "POST", path: "/hook?tenant=1" });
  expect(request?.headers["content-type"]).toBe("application/json");
  const event = verified(request, receiver.secret);
  expect(hubEvent.parse(event)).toEqual(event);
  expect(event).toMatchObject({
    type: "account.attention_needed",
    data: {
      organisation_id: hub.organisationId,
      user_id: hub.users.bob,
      account_id: "k-1",
      sequence: 1,
      reason: "rotation_lost",
    },
  });
  expect(await deliveriesOf(hub, receiver)).toMatchObject([
    {
      event_id: request?.headers["webhook-id"],
      state: "delivered",
      next_attempt_at: null,
      attempts: [{ number: 1, status: 204, problem: null }],
    },
  ]);
  expect(await endpointOf(hub, receiver)).toMatchObject({ last_delivery: { state: "delivered" } });
});

test("an endpoint gets the types it asked for, and nothing while it is switched off", async () => {
  await using hub = await startHub();
  await using some = await startReceiver(hub, ["account.linked"]);
  await using off = await startReceiver(hub);
  await changeEndpointOf(hub, off, { enabled: false });

  await publishFor(hub, "k-1", "account.linked");
  await publishFor(hub, "k-1", "account.recovered");
  await hub.work();

  expect(some.server.received.map((request) => verified(request, some.secret).type)).toEqual(["account.linked"]);
  expect(off.server.received).toEqual([]);
  expect(await endpointOf(hub, off)).toMatchObject({ enabled: false, disabled_reason: "administrator" });
});

test("a change that is rolled back tells nobody", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  const { context } = hub.hub;
  const event = { organisationId: hub.organisationId, at: context.clock(), userId: null, serviceId: null };

  const rolledBack = context.transact(async (tx) => {
    await publish(context, tx, { ...event, type: "account.linked", accountId: "k-1" });
    throw new Error("rolled back");
  });

  await expect(rolledBack).rejects.toThrow("rolled back");
  await hub.work();
  expect(receiver.server.received).toEqual([]);
  await publishFor(hub, "k-1");
  await hub.work();
  expect(verified(receiver.server.received[0], receiver.secret).data.sequence).toBe(1);
});

test("what fails is sent again with the same id, at growing distances, until it gets through", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  answerWith(receiver.server, 503);
  await publishFor(hub, "k-1");

  await hub.work();
  await pass(hub, 4);
  expect(receiver.server.received).toHaveLength(1);
  await pass(hub, 3);
  await pass(hub, 37);
  await pass(hub, 6 * 60);
  expect(receiver.server.received).toHaveLength(4);
  await pass(hub, 10 * 60);
  expect(receiver.server.received).toHaveLength(4);
  answerWith(receiver.server, 200);
  await pass(hub, 30 * 60);

  const ids = receiver.server.received.map(({ headers }) => headers["webhook-id"]);
  expect(new Set(ids).size).toBe(1);
  expect(receiver.server.received).toHaveLength(5);
  const [delivery] = await deliveriesOf(hub, receiver);
  expect(delivery?.state).toBe("delivered");
  expect(delivery?.attempts.map(({ status, problem }) => [status, problem])).toEqual([
    [503, "FAILED"],
    [503, "FAILED"],
    [503, "FAILED"],
    [503, "FAILED"],
    [200, null],
  ]);
});

test("a hub whose clock is behind the database's waits by its own, and does not ask over and over meanwhile", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  hub.advance(-60);
  answerWith(receiver.server, 503);
  await publishFor(hub, "k-1");

  await hub.work();
  expect(receiver.server.received).toHaveLength(1);
  await pass(hub, 67);

  expect(receiver.server.received).toHaveLength(2);
});

test("an endpoint that says when to come back is not asked earlier", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  answerWith(receiver.server, 429, { "retry-after": "600" });
  await publishFor(hub, "k-1");

  await hub.work();
  await pass(hub, 590);
  expect(receiver.server.received).toHaveLength(1);
  await pass(hub, 20);

  expect(receiver.server.received).toHaveLength(2);
});

test("events of one account arrive in their order also when the first one fails", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  answerWith(receiver.server, 500);
  await publishFor(hub, "k-1", "account.linked");
  await hub.work();
  await publishFor(hub, "k-1", "account.recovered");
  await publishFor(hub, "k-2", "account.linked");
  answerWith(receiver.server, 200);
  await hub.work();
  for (let seconds = 0; seconds < 10; seconds++) await pass(hub, 1);

  const seen = receiver.server.received.slice(1).map((request) => verified(request, receiver.secret));
  expect(seen.map(({ data }) => [data.account_id, data.sequence])).toEqual([
    ["k-2", 1],
    ["k-1", 1],
    ["k-1", 2],
  ]);
});

test("an event that an endpoint can't digest does not keep the later ones of its account away for days", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  receiver.server.respond = ({ body }, response) =>
    response.writeHead(body.includes("account.linked") ? 400 : 200).end();
  await publishFor(hub, "k-1", "account.linked");
  await hub.work();
  await publishFor(hub, "k-1", "account.recovered");

  for (const seconds of [40, 6 * 60, 6 * 60, 2]) await pass(hub, seconds);

  expect(await deliveriesOf(hub, receiver)).toMatchObject([
    { type: "account.recovered", state: "delivered" },
    { type: "account.linked", state: "waiting" },
  ]);
});

test("two processes that take up one delivery send it once", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  await publishFor(hub, "k-1");
  const [delivery] = await deliveriesOf(hub, receiver);
  const job = { organisationId: hub.organisationId, deliveryId: delivery?.delivery_id ?? "" };

  await Promise.all([deliverEvent(hub.hub.context, job), deliverEvent(hub.hub.context, job)]);
  await hub.work();
  await pass(hub, 60);

  expect(receiver.server.received).toHaveLength(1);
});

test("a job that names another organisation finds nothing to send", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  const { context } = hub.hub;
  const organisationId = await addOrganisation(context.db, "Twin Works", context.clock());
  await publishFor(hub, "k-1");
  const [delivery] = await deliveriesOf(hub, receiver);

  await deliverEvent(context, { organisationId, deliveryId: delivery?.delivery_id ?? "" });

  expect(receiver.server.received).toEqual([]);
  expect(await deliveriesOf(hub, receiver)).toMatchObject([{ state: "waiting", attempts: [] }]);
});

test("swapped secrets: an event is never signed with the secret of another endpoint", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  await using other = await startReceiver(hub);
  const { db } = hub.hub.context;
  const secrets = await db.selectFrom("event_endpoints").select(["endpoint_id", "sealed_secret"]).execute();
  const stolen = secrets.find(({ endpoint_id }) => endpoint_id === other.endpointId)?.sealed_secret ?? "";
  await db
    .updateTable("event_endpoints")
    .set({ sealed_secret: stolen })
    .where("endpoint_id", "=", receiver.endpointId)
    .execute();

  await publishFor(hub, "k-1");
  await hub.work();

  expect(receiver.server.received).toEqual([]);
  expect(other.server.received).toHaveLength(1);
  expect(hub.logged.map(({ event }) => event)).toContain("job.failed");
});

test("an attempt that died with its process is made again", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  await publishFor(hub, "k-1");
  const died = new Date(hub.hub.context.clock().getTime() + 20_000);
  await hub.hub.context.db.updateTable("event_deliveries").set({ attempting_until: died }).execute();

  await hub.work();
  expect(receiver.server.received).toHaveLength(0);
  await pass(hub, 25);

  expect(receiver.server.received).toHaveLength(1);
});

test("a replay keeps the id and gets a new timestamp", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  await publishFor(hub, "k-1");
  await hub.work();
  const [delivery] = await deliveriesOf(hub, receiver);
  hub.advance(120);

  const replayed = await dataOf(
    await administrator(hub).post(`/api/admin/events/deliveries/${delivery?.delivery_id}/replay`),
  );
  await hub.work();

  const [first, second] = receiver.server.received;
  expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
  expect(second?.body).toBe(first?.body);
  const age = Number(second?.headers["webhook-timestamp"]) - Number(first?.headers["webhook-timestamp"]);
  expect(age).toBeGreaterThanOrEqual(119);
  expect(verified(second, receiver.secret).data.sequence).toBe(1);
  expect(await deliveriesOf(hub, receiver)).toMatchObject([
    { ...(replayed as object), replay: true, state: "delivered" },
    { replay: false, state: "delivered" },
  ]);
});

test("after a rotation both secrets verify for a day, then only the new one", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  const path = `/api/admin/events/endpoints/${receiver.endpointId}/secret`;
  const { secret } = await dataOf<{ secret: string }>(await administrator(hub).post(path));

  await publishFor(hub, "k-1");
  await hub.work();
  const [during] = receiver.server.received;
  expect(verified(during, receiver.secret)).toEqual(verified(during, secret));

  await pass(hub, 25 * HOUR);
  await publishFor(hub, "k-1");
  await hub.work();
  expect(receiver.server.received[1]?.headers["webhook-signature"]).toMatch(/^v1,\S+$/);
});

test("a removed endpoint is sent nothing more, and its log is gone", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  answerWith(receiver.server, 500);
  await publishFor(hub, "k-1");
  await hub.work();

  expect((await administrator(hub).delete(`/api/admin/events/endpoints/${receiver.endpointId}`)).status).toBe(200);
  await pass(hub, HOUR);
  await publishFor(hub, "k-1");
  await hub.work();

  expect(receiver.server.received).toHaveLength(1);
  expect(await endpointOf(hub, receiver)).toBeUndefined();
});

test("events and their log are forgotten after 30 days; the numbers go on", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  await publishFor(hub, "k-1");
  await hub.work();
  const { db, clock } = hub.hub.context;

  await forgetOldEvents(db, new Date(clock().getTime() - 1_000 * 60));
  expect(await deliveriesOf(hub, receiver)).toHaveLength(1);
  await forgetOldEvents(db, new Date(clock().getTime() + 1_000));

  expect(await deliveriesOf(hub, receiver)).toEqual([]);
  expect(await db.selectFrom("events").selectAll().execute()).toEqual([]);
  await publishFor(hub, "k-1");
  await hub.work();
  expect(verified(receiver.server.received[1], receiver.secret).data.sequence).toBe(2);
});
