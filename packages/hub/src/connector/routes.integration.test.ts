import { createHash } from "node:crypto";
import { ASSERTION_LIFETIME_SECONDS, assertionClaims, JWKS_PATH } from "@joinery/contract";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { setEnabled } from "../testing/look-inside.ts";
import { startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";
import { openWire, type Wire } from "../testing/wire.ts";

const BROWSER_LANGUAGE: [string, string] = ["Accept-Language", "en"];

const base = (integration: TestIntegration) => `/connector/${integration.service_id}`;
const codeIn = (reply: { body: string }) => JSON.parse(reply.body).code;

async function verifyLast(wire: Wire, hub: TestHub, integration: TestIntegration) {
  const jwks: JSONWebKeySet = JSON.parse((await wire.send({ target: JWKS_PATH })).body);
  const token = String(integration.server.received.at(-1)?.headers["joinery-assertion"]);
  const options = { issuer: "http://127.0.0.1:4000", audience: integration.service_id, algorithms: ["ES256"] };
  const { payload } = await jwtVerify(token, createLocalJWKSet(jwks), {
    ...options,
    currentDate: hub.hub.context.clock(),
  });
  return assertionClaims.strict().parse(payload);
}
const sha256 = (text: string) => createHash("sha256").update(text).digest("base64url");

test("a request reaches the integration with method, path, query, body and who it is; its answer comes back", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  desk.server.respond = (_request, response) =>
    response.writeHead(418, { "content-type": "application/json", etag: '"7"', "retry-after": "3" }).end('{"a":1}');
  const reply = await wire.sendAs("bob", {
    method: "PUT",
    target: `${base(desk)}/tickets/7%20a?q=a+b&q=%26`,
    headers: [["Content-Type", "application/json"], BROWSER_LANGUAGE],
    body: '{"title":"Printer"}',
  });
  expect([reply.status, reply.body]).toEqual([418, '{"a":1}']);
  expect(reply.headers).toMatchObject({ "content-type": "application/json", etag: '"7"', "retry-after": "3" });
  const [received] = desk.server.received;
  expect(received).toMatchObject({ method: "PUT", path: "/tickets/7%20a?q=a+b&q=%26", body: '{"title":"Printer"}' });
  expect(received?.headers).toMatchObject({
    "blink-auth-userid": hub.users.bob,
    "blink-auth-proxysecret": desk.proxy_secret,
    "content-type": "application/json",
    "accept-language": "en",
    "accept-encoding": "identity",
    "x-request-id": reply.headers["x-request-id"],
  });
});

test("the assertion verifies against the published keys and states this request", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  const body = '{"title":"Grüße"}';
  const headers: [string, string][] = [["Content-Type", "application/json"]];
  await wire.sendAs("bob", { method: "POST", target: `${base(desk)}/tickets?draft=1`, headers, body });
  const claims = await verifyLast(wire, hub, desk);
  expect(claims).toEqual({
    iss: "http://127.0.0.1:4000",
    aud: desk.service_id,
    sub: hub.users.bob,
    iat: claims.iat,
    exp: claims.iat + ASSERTION_LIFETIME_SECONDS,
    jti: claims.jti,
    htm: "POST",
    path: "/tickets?draft=1",
    bh: sha256(body),
  });
  await wire.sendAs("bob", { target: `${base(desk)}/tickets` });
  const second = await verifyLast(wire, hub, desk);
  expect(second).toMatchObject({ htm: "GET", path: "/tickets", bh: sha256("") });
  expect(second.jti).not.toBe(claims.jti);

  const started = await wire.sendAs("bob", { method: "POST", target: `${base(desk)}/auth/${desk.auth_id}` });
  const { flow } = JSON.parse(started.body).data;
  expect(await verifyLast(wire, hub, desk)).toMatchObject({ htm: "POST", path: `/auth/${desk.auth_id}`, flow });
});

test("the published keys hold no private half", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const { keys } = JSON.parse((await wire.send({ target: JWKS_PATH })).body);
  expect(keys).toHaveLength(1);
  expect(Object.keys(keys[0]).sort()).toEqual(["alg", "crv", "kid", "kty", "use", "x", "y"]);
});

test("a body of more than 1 MB is refused before anybody else sees it", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  const send = (bytes: number) =>
    wire.sendAs("bob", { method: "POST", target: `${base(desk)}/tickets`, body: "x".repeat(bytes) });
  expect((await send(1_048_576)).status).toBe(200);
  const refused = await send(1_048_577);
  expect([refused.status, codeIn(refused)]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
  const unannounced: [string, string][] = [["Transfer-Encoding", "chunked"]];
  const target = `${base(desk)}/tickets`;
  const endless = await wire.sendAs("bob", {
    method: "POST",
    target,
    headers: unannounced,
    body: "x".repeat(1_048_577),
  });
  expect([endless.status, codeIn(endless)]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
  expect(desk.server.received).toHaveLength(1);
});

test("the kill switch stops every request at once, and only to that integration", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const [desk, other] = [await hub.addIntegration("verified"), await hub.addIntegration("verified")];
  const press = (integration: TestIntegration) => wire.sendAs("bob", { target: `${base(integration)}/tickets` });
  expect((await press(desk)).status).toBe(200);
  await setEnabled(hub, desk, false);
  const refused = await press(desk);
  expect([refused.status, codeIn(refused)]).toEqual([409, "INTEGRATION_DISABLED"]);
  expect((await press(other)).status).toBe(200);
  expect(desk.server.received).toHaveLength(1);
  await setEnabled(hub, desk, true);
  expect((await press(desk)).status).toBe(200);
});

test("methods that would tunnel or echo are not passed on", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  for (const method of ["TRACE", "PROPFIND"]) {
    const reply = await wire.sendAs("bob", { method, target: `${base(desk)}/tickets` });
    expect(reply.status).toBeGreaterThanOrEqual(400);
  }
  expect(desk.server.received).toEqual([]);
});
