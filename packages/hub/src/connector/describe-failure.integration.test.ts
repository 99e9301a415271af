import { once } from "node:events";
import type { RequestListener, ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { startFakeIntegration } from "./fake-integration.fixture.ts";
import type { Resolve } from "./guarded-connector.ts";
import { type Call, callTo, json, PROXY_SECRET, startConnector } from "./outgoing-call.fixture.ts";

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
