import type { ServerResponse } from "node:http";
import { assertionClaims } from "@joinery/contract";
import { createLocalJWKSet, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { startFakeIntegration } from "./fake-integration.fixture.ts";
import { callTo, json, NOW, PROXY_SECRET, signer, startConnector } from "./outgoing-call.fixture.ts";

test("an action arrives with method, path, query, body, user, secret and a valid assertion, and its answer comes back", async () => {
  await using integration = await startFakeIntegration((_request, response) => {
    response.writeHead(201, { ...json, "set-cookie": "a=b", "x-other": "1", etag: '"1"' }).end('{"ticket":17}');
  });
  await using connector = startConnector();

  const body = new TextEncoder().encode('{"title":"Printer"}');
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

test("closing ends running calls after their grace, and starts no new ones", async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<void>();
  await using integration = await startFakeIntegration(() => arrive());
  const connector = startConnector({ limits: { closeGraceMs: 50 } });
  const running = connector.call(callTo({ proxyUrl: integration.proxyUrl })).catch((error) => error);
  await arrived;

  await connector.close();

  const stopping = { code: "INTEGRATION_UNREACHABLE", detail: "The hub is stopping." };
  expect(await running).toMatchObject(stopping);
  await expect(connector.call(callTo({ proxyUrl: integration.proxyUrl }))).rejects.toMatchObject(stopping);
});

test("closing lets a running call end within its grace", async () => {
  const { promise: arrived, resolve: arrive } = Promise.withResolvers<ServerResponse>();
  await using integration = await startFakeIntegration((_request, response) => arrive(response));
  await using other = await startFakeIntegration();
  await using otherConnector = startConnector();
  const connector = startConnector();
  const running = connector.call(callTo({ proxyUrl: integration.proxyUrl }));
  const response = await arrived;

  const closing = connector.close();
  await otherConnector.call(callTo({ proxyUrl: other.proxyUrl }));
  response.end("done");

  expect(Buffer.from((await running).body).toString()).toBe("done");
  await closing;
});
