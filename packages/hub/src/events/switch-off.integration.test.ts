import { expect, test } from "vitest";
import { auditOf } from "../testing/look-inside.ts";
import { startHub } from "../testing/start-hub.ts";
import {
  answerWith,
  changeEndpointOf,
  deliveriesOf,
  endpointOf,
  pass,
  publishFor,
  startReceiver,
} from "./receiver.fixture.ts";

const HOUR = 3_600;

test("an endpoint that answers 410 is switched off, says so, and stands in the audit", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  answerWith(receiver.server, 410);
  await publishFor(hub, "k-1");
  await hub.work();

  await publishFor(hub, "k-1");
  await pass(hub, 20 * 60);

  expect(receiver.server.received).toHaveLength(1);
  expect(await endpointOf(hub, receiver)).toMatchObject({ enabled: false, disabled_reason: "gone" });
  expect(await deliveriesOf(hub, receiver)).toMatchObject([{ state: "failed", attempts: [{ problem: "GONE" }] }]);
  expect(await auditOf(hub, "event_endpoint.disabled")).toMatchObject([
    { actor: null, detail: { endpoint: receiver.endpointId, reason: "gone" } },
  ]);
});

test("what an address said that was replaced meanwhile says nothing of the new one, which gets the event", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  receiver.server.respond = async ({ path }, response) => {
    if (path.startsWith("/moved")) return response.writeHead(204).end();
    await changeEndpointOf(hub, receiver, { url: `${receiver.server.url}/moved` });
    return response.writeHead(410).end();
  };
  await publishFor(hub, "k-1");
  await hub.work();

  expect(receiver.server.received.map(({ path }) => path)).toEqual(["/hook?tenant=1", "/moved"]);
  expect(await endpointOf(hub, receiver)).toMatchObject({ enabled: true, disabled_reason: null });
  expect(await deliveriesOf(hub, receiver)).toMatchObject([
    { state: "delivered", attempts: [{ problem: "GONE" }, { problem: null }] },
  ]);
});

test("three days of nothing but failures switch an endpoint off", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  answerWith(receiver.server, 500);
  await publishFor(hub, "k-1");
  await hub.work();

  for (let hours = 0; hours < 71; hours++) await pass(hub, HOUR);
  expect(await endpointOf(hub, receiver)).toMatchObject({ enabled: true });
  await pass(hub, HOUR + 1);

  expect(await endpointOf(hub, receiver)).toMatchObject({ enabled: false, disabled_reason: "failing" });
  expect(await deliveriesOf(hub, receiver)).toMatchObject([{ state: "failed", next_attempt_at: null }]);
});

test("one success in three days keeps an endpoint on", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  answerWith(receiver.server, 500);
  await publishFor(hub, "k-poison");
  await hub.work();
  for (let hours = 0; hours < 40; hours++) await pass(hub, HOUR);
  answerWith(receiver.server, 200);
  await publishFor(hub, "k-fine");
  await hub.work();
  answerWith(receiver.server, 500);

  for (let hours = 0; hours < 40; hours++) await pass(hub, HOUR);

  expect(await endpointOf(hub, receiver)).toMatchObject({ enabled: true });
});

test("what waits while an endpoint is switched off goes out when it is switched on", async () => {
  await using hub = await startHub();
  await using receiver = await startReceiver(hub);
  answerWith(receiver.server, 500);
  await publishFor(hub, "k-1");
  await hub.work();

  await changeEndpointOf(hub, receiver, { enabled: false });
  await pass(hub, HOUR);
  expect(receiver.server.received).toHaveLength(1);
  expect(await deliveriesOf(hub, receiver)).toMatchObject([{ state: "waiting", next_attempt_at: null }]);
  answerWith(receiver.server, 200);
  await changeEndpointOf(hub, receiver, { enabled: true });
  await hub.work();

  expect(await deliveriesOf(hub, receiver)).toMatchObject([{ state: "delivered" }]);
});
