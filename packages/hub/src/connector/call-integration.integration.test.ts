import { once } from "node:events";
import type { RequestListener, ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { gzipSync } from "node:zlib";
import { assertionClaims } from "@joinery/contract";
import { createLocalJWKSet, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { createSigner, generateSigningKey } from "./assertion.ts";
import { createConnector, type OutgoingCall } from "./call-integration.ts";
import { startFakeIntegration } from "./fake-integration.ts";
import type { Resolve } from "./guarded-connector.ts";
import type { ConnectorLimits } from "./limits.ts";
import { parseRest } from "./rest-path.ts";

const PROXY_SECRET = "proxy-secret-of-this-test";
const NOW = new Date("2026-11-23T12:00:00Z");
const signer = createSigner({ keys: [await generateSigningKey()], issuer: "https://hub.example", clock: () => NOW });

interface Setup {
  limits?: Partial<ConnectorLimits>;
  development?: boolean;
  resolve?: Resolve;
}

function startConnector({ limits, development = true, resolve }: Setup = {}) {
  const connector = createConnector({
    signer,
    development,
    ...(limits === undefined ? {} : { limits }),
    ...(resolve === undefined ? {} : { resolve }),
  });
  return Object.assign(connector, { [Symbol.asyncDispose]: () => connector.close() });
}

interface Call extends Partial<Omit<OutgoingCall, "target" | "rest">> {
  proxyUrl: string;
  serviceId?: string;
  path?: string;
  allowedNetworks?: string[];
}

function callTo({
  proxyUrl,
  serviceId = "l-1",
  path = "/tickets",
  allowedNetworks = [],
  ...given
}: Call): OutgoingCall {
  const [rawPath = "", query] = path.split("?");
  return {
    target: { serviceId, proxyUrl, proxySecret: PROXY_SECRET, forwardedHeaders: [], allowedNetworks },
    method: "POST",
    rest: parseRest(rawPath, query === undefined ? "" : `?${query}`),
    headers: new Headers(),
    body: new Uint8Array(),
    userId: "u-ada",
    requestId: "r-1",
    ...given,
  };
}

const json = { "content-type": "application/json" };
const bytes = (text: string) => new TextEncoder().encode(text);

test("an action arrives with method, path, query, body, user, secret and a valid assertion, and its answer comes back", async () => {
  await using integration = await startFakeIntegration((_request, response) => {
    response.writeHead(201, { ...json, "set-cookie": "a=b", "x-other": "1", etag: '"1"' }).end('{"ticket":17}');
  });
  await using connector = startConnector();

  const body = bytes('{"title":"Printer"}');
  const reply = await connector.call(
    callTo({
      proxyUrl: integration.proxyUrl,
      path: "/tickets?urgent=1",
      body,
      headers: new Headers({ ...json, cookie: "session=1", authorization: "Bearer x", "blink-auth-userid": "u-eve" }),
      actorId: "u-root",
    }),
  );

  expect(reply.status).toBe(201);
  expect(Buffer.from(reply.body).toString()).toBe('{"ticket":17}');
  expect(Object.fromEntries(reply.headers)).toEqual({ ...json, etag: '"1"' });
  const [received] = integration.received;
  const assertion = String(received?.headers["joinery-assertion"]);
  expect(received).toEqual({
    method: "POST",
    url: "/hook/tickets?urgent=1",
    body: '{"title":"Printer"}',
    headers: {
      ...json,
      host: `127.0.0.1:${integration.port}`,
      connection: "keep-alive",
      "content-length": "19",
      "accept-encoding": "identity",
      "x-request-id": "r-1",
      "blink-auth-userid": "u-ada",
      "blink-auth-proxysecret": PROXY_SECRET,
      "joinery-assertion": assertion,
    },
  });
  const verified = await jwtVerify(assertion, createLocalJWKSet(signer.jwks()), { currentDate: NOW });
  expect(assertionClaims.parse(verified.payload)).toMatchObject({
    iss: "https://hub.example",
    aud: "l-1",
    sub: "u-ada",
    act: { sub: "u-root" },
    htm: "POST",
    path: "/tickets?urgent=1",
  });
});

test("a call without a body has no content-type, so that strict servers don't look for one", async () => {
  await using integration = await startFakeIntegration();
  await using connector = startConnector();

  await connector.call(callTo({ proxyUrl: integration.proxyUrl, method: "DELETE", headers: new Headers(json) }));

  expect(integration.received[0]?.headers).not.toHaveProperty("content-type");
});

test("a connection is used again", async () => {
  await using integration = await startFakeIntegration((_request, response) => response.end("x".repeat(100_000)));
  await using connector = startConnector();

  for (let at = 0; at < 5; at += 1) await connector.call(callTo({ proxyUrl: integration.proxyUrl }));

  expect(integration.received).toHaveLength(5);
  expect(integration.connections()).toBe(1);
});

test("a redirect is not followed", async () => {
  await using elsewhere = await startFakeIntegration();
  await using integration = await startFakeIntegration((_request, response) => {
    response.writeHead(307, { location: elsewhere.proxyUrl }).end();
  });
  await using connector = startConnector();

  const reply = await connector.call(callTo({ proxyUrl: integration.proxyUrl, method: "GET" }));

  expect(reply.status).toBe(307);
  expect(reply.headers.has("location")).toBe(false);
  expect(elsewhere.received).toHaveLength(0);
});

test.each(["TRACE", "CONNECT", "PROPFIND", "GET\r\nx: y", ""])("the method %j is not sent on", async (method) => {
  await using integration = await startFakeIntegration();
  await using connector = startConnector();

  const call = connector.call(callTo({ proxyUrl: integration.proxyUrl, method }));

  await expect(call).rejects.toMatchObject({ code: "METHOD_NOT_ALLOWED" });
  expect(integration.received).toHaveLength(0);
});

const WRONG_ANSWERS: [string, RequestListener, Partial<Call>, object][] = [
  [
    "5 MB of JSON to Connect",
    (_request, response) => response.writeHead(200, json).end(`"${"x".repeat(5_000_000)}"`),
    { path: "/auth/t-1" },
    { code: "INTEGRATION_ANSWER_WRONG", detail: "The answer has more than 64 KB.", answerStatus: 200 },
  ],
  [
    "an endless body",
    (_request, response) => pourInto(response),
    { maxBytes: 1024 * 1024 },
    { code: "INTEGRATION_ANSWER_WRONG", detail: "The answer has more than 1024 KB.", answerStatus: 200 },
  ],
  [
    "a compressed body nobody asked for",
    (_request, response) => response.writeHead(200, { ...json, "content-encoding": "gzip" }).end(gzipSync('{"a":1}')),
    {},
    {
      code: "INTEGRATION_ANSWER_WRONG",
      detail: "The answer is compressed although an uncompressed one was asked for.",
      answerStatus: 200,
    },
  ],
  [
    "a body compressed twice, once under another name",
    (_request, response) => response.writeHead(200, { "content-encoding": "identity, BR" }).end("x"),
    {},
    { code: "INTEGRATION_ANSWER_WRONG", answerStatus: 200 },
  ],
  [
    "a body that breaks off",
    (_request, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("x", () => response.destroy());
    },
    {},
    { code: "INTEGRATION_ANSWER_WRONG", detail: "The answer broke off before its end.", answerStatus: 200 },
  ],
  [
    "headers beyond measure",
    (_request, response) => response.writeHead(200, { "x-large": "x".repeat(100_000) }).end(),
    {},
    { code: "INTEGRATION_ANSWER_WRONG", detail: "The headers of the answer are too large." },
  ],
  [
    "a page that shows the request with its secret",
    (request, response) => response.writeHead(500, json).end(JSON.stringify(request.headers)),
    {},
    {
      code: "INTEGRATION_ANSWER_WRONG",
      detail: "The answer repeats the proxy secret; it was not passed on.",
      answerStatus: 500,
    },
  ],
  [
    "a header that repeats the secret",
    (_request, response) => response.writeHead(200, { etag: `"${PROXY_SECRET}"` }).end(),
    {},
    { code: "INTEGRATION_ANSWER_WRONG", answerStatus: 200 },
  ],
  [
    "silence",
    () => undefined,
    { timeoutMs: 150 },
    { code: "INTEGRATION_TIMEOUT", detail: "There was no complete answer within 0.15 seconds." },
  ],
  [
    "headers and then a slow drip that never stops",
    (_request, response) => dripInto(response),
    { timeoutMs: 300 },
    {
      code: "INTEGRATION_TIMEOUT",
      detail: "There was no complete answer within 0.3 seconds.",
      answerStatus: 200,
    },
  ],
  [
    "a connection closed in place of an answer",
    (request) => request.socket.destroy(),
    {},
    { code: "INTEGRATION_UNREACHABLE", detail: "The integration closed the connection before it answered." },
  ],
];

function pourInto(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, "x");
  const pour = () => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on("drain", pour);
  pour();
}

function dripInto(response: ServerResponse): void {
  response.writeHead(200, json);
  const drip = setInterval(() => response.write(" "), 10);
  response.on("close", () => clearInterval(drip));
}

test.each(WRONG_ANSWERS)(
  "%s becomes a refusal, and the connection does not stay behind",
  async (_what, answer, call, failure) => {
    await using integration = await startFakeIntegration(answer);
    await using connector = startConnector({ limits: { inFlightPerIntegration: 1 } });

    await expect(connector.call(callTo({ proxyUrl: integration.proxyUrl, ...call }))).rejects.toMatchObject(failure);

    // With one call at a time, a second one only gets this far when nothing of the first is left.
    await expect(connector.call(callTo({ proxyUrl: integration.proxyUrl, ...call }))).rejects.toMatchObject(failure);
    expect(integration.received).toHaveLength(2);
  },
);

test("bytes that are not HTTP become a refusal", async () => {
  const server = createTcpServer((socket) => socket.end("SSH-2.0-OpenSSH_9.6\r\n")).listen(0, "127.0.0.1");
  await once(server, "listening");
  await using connector = startConnector();

  const call = connector.call(callTo({ proxyUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));

  await expect(call).rejects.toMatchObject({
    code: "INTEGRATION_ANSWER_WRONG",
    detail: "The answer is not HTTP as it should be.",
  });
  server.close();
});

test("a refused connection is told as such", async () => {
  const gone = await startFakeIntegration();
  await gone[Symbol.asyncDispose]();
  await using connector = startConnector();

  await expect(connector.call(callTo({ proxyUrl: gone.proxyUrl }))).rejects.toMatchObject({
    code: "INTEGRATION_UNREACHABLE",
    detail: "Nothing answers at the proxy URL: the connection was refused.",
    answerStatus: undefined,
  });
});

test("TLS towards a server without it is told as such", async () => {
  await using integration = await startFakeIntegration();
  await using connector = startConnector();

  await expect(connector.call(callTo({ proxyUrl: `https://127.0.0.1:${integration.port}` }))).rejects.toMatchObject({
    code: "INTEGRATION_UNREACHABLE",
    detail: "The integration does not speak TLS at the proxy URL.",
  });
});

test("a name that does not exist is told as such", async () => {
  const resolve: Resolve = () => Promise.reject(Object.assign(new Error("getaddrinfo"), { code: "ENOTFOUND" }));
  await using connector = startConnector({ resolve });

  await expect(connector.call(callTo({ proxyUrl: "http://integration.example" }))).rejects.toMatchObject({
    code: "INTEGRATION_UNREACHABLE",
    detail: "The host name of the proxy URL does not exist.",
  });
});

test("no failure repeats the secret, the host or the path", async () => {
  const gone = await startFakeIntegration();
  await gone[Symbol.asyncDispose]();
  await using connector = startConnector();

  const failure = await connector
    .call(callTo({ proxyUrl: gone.proxyUrl, path: "/marked-path" }))
    .catch((error) => error);

  const shown = JSON.stringify([failure, failure.message, failure.detail]);
  for (const secret of [PROXY_SECRET, "127.0.0.1", String(gone.port), "marked-path"])
    expect(shown).not.toContain(secret);
});

test("a proxy secret that can't be a header is told, not sent and not repeated", async () => {
  await using integration = await startFakeIntegration();
  await using connector = startConnector();
  const call = callTo({ proxyUrl: integration.proxyUrl });

  const target = { ...call.target, proxySecret: "secret\r\nblink-auth-userid: u-eve" };
  const failure = await connector.call({ ...call, target }).catch((error) => error);

  expect(failure).toMatchObject({ code: "INTEGRATION_UNREACHABLE" });
  expect(failure.detail).not.toContain("secret\r\n");
  expect(integration.received).toHaveLength(0);
});

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

test("one sick integration is told to be busy and does not slow another", async () => {
  await using sick = await startFakeIntegration(() => undefined);
  await using sound = await startFakeIntegration();
  await using connector = startConnector({ limits: { inFlightPerIntegration: 3, closeGraceMs: 0 } });
  const toSick = () => connector.call(callTo({ serviceId: "l-sick", proxyUrl: sick.proxyUrl, timeoutMs: 500 }));

  const waiting = [toSick(), toSick(), toSick()].map((call) => call.catch((error) => error.code));

  await expect(toSick()).rejects.toMatchObject({
    code: "INTEGRATION_BUSY",
    retryAfterSeconds: 1,
    detail: "The integration already has 3 requests under way.",
  });
  const reply = await connector.call(callTo({ serviceId: "l-sound", proxyUrl: sound.proxyUrl }));
  expect(reply.status).toBe(200);
  expect(reply.durationMs).toBeLessThan(400);
  expect(await Promise.all(waiting)).toEqual(Array.from({ length: 3 }, () => "INTEGRATION_TIMEOUT"));
  await expect(toSick()).rejects.toMatchObject({ code: "INTEGRATION_TIMEOUT" });
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

test("a network that an administrator withdraws is not reached over an old connection", async () => {
  await using integration = await startFakeIntegration();
  const resolve: Resolve = async () => [{ address: "127.0.0.1", family: 4 }];
  await using connector = startConnector({ resolve });
  const proxyUrl = `http://named.example:${integration.port}`;

  await connector.call(callTo({ proxyUrl, allowedNetworks: ["10.0.0.0/8"] }));
  await connector.call(callTo({ proxyUrl, allowedNetworks: [] }));

  expect(integration.connections()).toBe(2);
});

test("closing ends running calls after their grace", async () => {
  await using integration = await startFakeIntegration(() => undefined);
  const connector = startConnector({ limits: { closeGraceMs: 50 } });
  const running = connector.call(callTo({ proxyUrl: integration.proxyUrl })).catch((error) => error);

  await connector.close();

  expect(await running).toMatchObject({ code: "INTEGRATION_UNREACHABLE", detail: "The hub is stopping." });
});
