import { expect, test } from "vitest";
import { startFakeIntegration } from "./fake-integration.fixture.ts";
import type { Resolve } from "./guarded-connector.ts";
import { callTo, startConnector } from "./outgoing-call.fixture.ts";

test.each([
  "http://127.0.0.1",
  "http://2130706433",
  "http://0x7f.1",
  "http://[::1]",
  "http://[::ffff:127.0.0.1]",
  "http://10.0.0.1",
  "http://169.254.169.254",
  "http://[fd00:ec2::254]",
  "http://0.0.0.0",
])("in production %s is not even connected to", async (origin) => {
  await using integration = await startFakeIntegration();
  await using connector = startConnector({ development: false });

  await expect(connector.call(callTo({ proxyUrl: `${origin}:${integration.port}` }))).rejects.toMatchObject({
    code: "INTEGRATION_UNREACHABLE",
    detail: "The proxy URL leads to an address that integrations may not have.",
  });
  expect(integration.connections()).toBe(0);
});

test("a name that leads to loopback is not connected to in production", async () => {
  await using integration = await startFakeIntegration();
  await using connector = startConnector({ development: false });

  await expect(connector.call(callTo({ proxyUrl: `http://localhost:${integration.port}` }))).rejects.toMatchObject({
    detail: "The proxy URL leads to an address that integrations may not have.",
  });
  expect(integration.connections()).toBe(0);
});

test("DNS rebinding: a name that changes to a forbidden address is refused at the moment of the connect", async () => {
  await using integration = await startFakeIntegration((_request, response) => {
    response.writeHead(200, { connection: "close" }).end();
  });
  // On loopback only 127.0.0.1 can be listened to, so it plays the public address and metadata the forbidden one.
  const answers = ["127.0.0.1", "169.254.169.254", "10.0.0.1"];
  const asked: string[] = [];
  const resolve: Resolve = async (hostname) => {
    asked.push(hostname);
    return [{ address: answers.shift() ?? "127.0.0.1", family: 4 }];
  };
  await using connector = startConnector({ resolve });
  const call = callTo({ proxyUrl: `http://rebind.example:${integration.port}` });

  expect((await connector.call(call)).status).toBe(200);
  const refused = { detail: "The proxy URL leads to an address that integrations may not have." };
  await expect(connector.call(call)).rejects.toMatchObject(refused);
  await expect(connector.call(call)).rejects.toMatchObject(refused);
  expect((await connector.call(call)).status).toBe(200);
  expect(asked).toEqual(Array.from({ length: 4 }, () => "rebind.example"));
  expect(integration.received).toHaveLength(2);
});

test("DNS rebinding: of several addresses only the allowed ones are tried", async () => {
  await using integration = await startFakeIntegration();
  const resolve: Resolve = async () => [
    { address: "169.254.169.254", family: 4 },
    { address: "fe80::1", family: 6 },
    { address: "127.0.0.1", family: 4 },
  ];
  await using connector = startConnector({ resolve, limits: { connectTimeoutMs: 1_000 } });

  const reply = await connector.call(callTo({ proxyUrl: `http://rebind.example:${integration.port}` }));

  expect(reply.status).toBe(200);
});

test("a network that an administrator withdraws is not reached over an old connection", async () => {
  await using integration = await startFakeIntegration();
  const resolve: Resolve = async () => [{ address: "127.0.0.1", family: 4 }];
  await using connector = startConnector({ resolve });
  const proxyUrl = `http://named.example:${integration.port}`;

  await connector.call(callTo({ proxyUrl, allowedNetworks: ["10.0.0.0/8"] }));
  await connector.call(callTo({ proxyUrl, allowedNetworks: [] }));

  expect(integration.connections()).toBe(2);
});
