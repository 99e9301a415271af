import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { startFakeIntegration } from "./fake-integration.fixture.ts";
import { callTo, startConnector } from "./outgoing-call.fixture.ts";

test("one sick integration is told to be busy and does not slow another", async () => {
  await using sick = await startFakeIntegration(() => undefined);
  await using sound = await startFakeIntegration();
  const connector = startConnector({ limits: { inFlightPerIntegration: 3, closeGraceMs: 0 } });
  const toSick = () => connector.call(callTo({ serviceId: "l-sick", proxyUrl: sick.proxyUrl }));
  const ended: string[] = [];
  const waiting = [toSick(), toSick(), toSick()].map((call) => call.catch((error) => ended.push(error.code)));

  await expect(toSick()).rejects.toMatchObject({
    code: "INTEGRATION_BUSY",
    retryAfterSeconds: 1,
    detail: "The integration already has 3 requests under way.",
  });
  const reply = await connector.call(callTo({ serviceId: "l-sound", proxyUrl: sound.proxyUrl }));

  expect(reply.status).toBe(200);
  expect(ended).toEqual([]);
  await connector.close();
  await Promise.all(waiting);
});

test("crowding out: one person who keeps requests open leaves room for others, and gets it back", async () => {
  await using slow = await startFakeIntegration(() => undefined);
  const connector = startConnector({ limits: { inFlightPerIntegration: 3, inFlightPerPerson: 2, closeGraceMs: 0 } });
  const open = (userId: string, timeoutMs?: number) =>
    connector.call(callTo({ proxyUrl: slow.proxyUrl, userId, timeoutMs })).catch((error) => error);
  const crowd = [open("u-eve", 300), open("u-eve", 300)];

  expect(await open("u-eve")).toMatchObject({
    code: "INTEGRATION_BUSY",
    detail: "This person already has 2 requests under way.",
  });
  expect(await open("u-bob", 100)).toMatchObject({ code: "INTEGRATION_TIMEOUT" });
  await Promise.all(crowd);
  expect(await open("u-eve", 100)).toMatchObject({ code: "INTEGRATION_TIMEOUT" });
  await connector.close();
});

test("the limit stays with the integration when its proxy URL changes", async () => {
  await using first = await startFakeIntegration(() => undefined);
  await using second = await startFakeIntegration();
  await using connector = startConnector({ limits: { inFlightPerIntegration: 1 } });

  const running = connector.call(callTo({ proxyUrl: first.proxyUrl, timeoutMs: 300 })).catch((error) => error.code);
  await expect(connector.call(callTo({ proxyUrl: second.proxyUrl }))).rejects.toMatchObject({
    code: "INTEGRATION_BUSY",
  });

  expect(await running).toBe("INTEGRATION_TIMEOUT");
  expect((await connector.call(callTo({ proxyUrl: second.proxyUrl }))).status).toBe(200);
});

test("when the proxy URL changes, connections to the old one end, and not before their calls have", async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<ServerResponse>();
  await using before = await startFakeIntegration((_request, response) => arrive(response));
  await using after = await startFakeIntegration();
  await using connector = startConnector();

  const running = connector.call(callTo({ proxyUrl: before.proxyUrl }));
  const response = await arrived;
  await connector.call(callTo({ proxyUrl: after.proxyUrl }));
  response.end();

  expect((await running).status).toBe(200);
  await before.firstClosed;
});

test("when the proxy URL changes, idle connections to the old one end at once", async () => {
  await using before = await startFakeIntegration();
  await using after = await startFakeIntegration();
  await using connector = startConnector();

  await connector.call(callTo({ proxyUrl: before.proxyUrl }));
  await connector.call(callTo({ proxyUrl: after.proxyUrl }));

  await before.firstClosed;
});

test.each(["ftp://service.example", "file:///etc/passwd", "javascript:1", "unix:/run/docker.sock", "no url"])(
  "a proxy URL like %s goes nowhere and spoils nothing",
  async (proxyUrl) => {
    await using integration = await startFakeIntegration();
    await using connector = startConnector();
    await connector.call(callTo({ proxyUrl: integration.proxyUrl }));

    await expect(connector.call(callTo({ proxyUrl }))).rejects.toMatchObject({
      code: "INTEGRATION_UNREACHABLE",
      detail: "The proxy URL is neither https nor http.",
    });

    expect((await connector.call(callTo({ proxyUrl: integration.proxyUrl }))).status).toBe(200);
  },
);
