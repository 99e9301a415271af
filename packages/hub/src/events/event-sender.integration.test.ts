import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import type { Resolve } from "../connector/guarded-connector.ts";
import { type Respond, startFakeIntegration } from "../testing/fake-integration.ts";
import { createEventSender, type EventRequest } from "./event-sender.ts";

type Options = Partial<Parameters<typeof createEventSender>[0]>;

function startSender(options: Options = {}) {
  const sender = createEventSender({ development: true, ...options });
  return Object.assign(sender, { [Symbol.asyncDispose]: () => sender.close() });
}

/** A server on loopback that notes who connects. */
async function startServer(respond: Respond = (_request, response) => response.writeHead(204).end()) {
  const server = await startFakeIntegration();
  server.respond = respond;
  return server;
}

const requestTo = (url: string, changed: Partial<EventRequest> = {}): EventRequest => ({
  endpointId: "endpoint",
  url,
  allowedNetworks: [],
  headers: { "webhook-id": "1" },
  body: "{}",
  ...changed,
});

const portOf = (url: string) => new URL(url).port;

test.each([
  "http://127.0.0.1",
  "http://2130706433",
  "http://0x7f.1",
  "http://localhost",
  "http://[::1]",
  "http://[::ffff:127.0.0.1]",
  "http://10.0.0.1",
  "http://192.168.0.1",
  "http://169.254.169.254",
  "http://[fd00:ec2::254]",
  "http://0.0.0.0",
])("SSRF by endpoint URL: in production %s is not even connected to", async (origin) => {
  await using server = await startServer();
  await using sender = startSender({ development: false });

  const outcome = await sender.send(requestTo(`${origin}:${portOf(server.url)}/hook`));

  expect(outcome).toMatchObject({ status: null, problem: "ADDRESS_REFUSED" });
  expect(server.received).toEqual([]);
});

test("SSRF by a named network: metadata and link-local stay shut, even when the network that holds them is named", async () => {
  await using sender = startSender({ development: false });
  const allowedNetworks = ["0.0.0.0/0", "169.254.0.0/16", "::/0"];

  for (const host of ["169.254.169.254", "[fd00:ec2::254]", "100.100.100.200", "[fe80::1]"]) {
    const outcome = await sender.send(requestTo(`http://${host}/latest/meta-data`, { allowedNetworks }));
    expect(outcome.problem).toBe("ADDRESS_REFUSED");
  }
});

test("DNS rebinding: a name is judged by its address at the moment of each connect", async () => {
  await using server = await startServer();
  // On loopback only 127.0.0.1 can be listened to, so it plays the public address and metadata the forbidden one.
  const answers = ["127.0.0.1", "169.254.169.254", "10.0.0.1"];
  const resolve: Resolve = async () => [{ address: answers.shift() ?? "127.0.0.1", family: 4 }];
  await using sender = startSender({ resolve });
  const send = () => sender.send(requestTo(`http://rebind.example:${portOf(server.url)}/hook`));

  expect(await send()).toMatchObject({ status: 204, problem: null });
  expect(await send()).toMatchObject({ status: null, problem: "ADDRESS_REFUSED" });
  expect(await send()).toMatchObject({ status: null, problem: "ADDRESS_REFUSED" });
  expect(await send()).toMatchObject({ status: 204 });
  expect(server.received).toHaveLength(2);
});

test.each([301, 302, 303, 307, 308])("SSRF by redirect: a %s is a failure, and nobody goes there", async (status) => {
  await using inside = await startServer();
  await using server = await startServer((_request, response) =>
    response.writeHead(status, { location: `${inside.url}/admin` }).end(),
  );
  await using sender = startSender();

  const outcome = await sender.send(requestTo(server.url));

  expect(outcome).toMatchObject({ status, problem: "REDIRECTED" });
  expect(inside.received).toEqual([]);
});

test.each([
  [200, null],
  [204, null],
  [299, null],
  [304, "REDIRECTED"],
  [400, "REFUSED"],
  [401, "REFUSED"],
  [404, "REFUSED"],
  [408, "FAILED"],
  [410, "GONE"],
  [429, "FAILED"],
  [500, "FAILED"],
  [503, "FAILED"],
])("an answer %s means %s", async (status, problem) => {
  await using server = await startServer((_request, response) => response.writeHead(status).end());
  await using sender = startSender();
  expect(await sender.send(requestTo(server.url))).toMatchObject({ status, problem });
});

test("an endpoint that never answers is given up after its time", async () => {
  await using server = await startServer(() => undefined);
  await using sender = startSender({ timeoutMs: 100 });
  expect(await sender.send(requestTo(server.url))).toMatchObject({ status: null, problem: "TIMEOUT" });
});

test("an endpoint that answers without end has answered, and keeps nobody", async () => {
  await using server = await startServer((_request, response) => {
    response.writeHead(200);
    const more = () => void (response.destroyed || response.write("x".repeat(16_384), () => setImmediate(more)));
    more();
  });
  await using sender = startSender({ timeoutMs: 5_000 });

  const outcome = await sender.send(requestTo(server.url));

  expect(outcome).toMatchObject({ status: 200, problem: null });
  expect(outcome.durationMs).toBeLessThan(4_000);
});

test("what is no HTTP is a wrong answer", async () => {
  const server = createServer((socket) => void socket.resume().end("220 mail.example ESMTP\r\n")).listen(
    0,
    "127.0.0.1",
  );
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await using sender = startSender();

  expect(await sender.send(requestTo(`http://127.0.0.1:${port}`))).toMatchObject({ problem: "BROKEN_ANSWER" });
  expect(await sender.send(requestTo(`https://127.0.0.1:${port}`))).toMatchObject({ problem: "TLS_FAILED" });
  server.close();
  await once(server, "close");
  expect(await sender.send(requestTo(`http://127.0.0.1:${port}`))).toMatchObject({ problem: "UNREACHABLE" });
});

test("a sick endpoint is busy with a few attempts and slows no other", async () => {
  await using sick = await startServer(() => undefined);
  await using sound = await startServer();
  const sender = startSender();
  const waiting = [1, 2, 3].map(() => sender.send(requestTo(sick.url, { endpointId: "sick" })));

  expect(sender.isBusy("sick")).toBe(true);
  expect(sender.isBusy("sound")).toBe(false);
  expect(await sender.send(requestTo(sound.url, { endpointId: "sound" }))).toMatchObject({ status: 204 });

  await sender.close();
  expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([null, null, null]);
  expect(sender.isBusy("sick")).toBe(false);
});
