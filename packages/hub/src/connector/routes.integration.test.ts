import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { connect } from "node:net";
import { ASSERTION_LIFETIME_SECONDS, assertionClaims, JWKS_PATH } from "@joinery/contract";
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from "jose";
import { expect, test } from "vitest";
import { json } from "../testing/fake-integration.ts";
import { setEnabled } from "../testing/look-inside.ts";
import { startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";
import { openWire, type Wire } from "../testing/wire.ts";

const QUICK = { connectorLimits: { otherCall: { timeoutMs: 300, maxBytes: 64 * 1024 } } };
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

const SPOOFED: [string, string][] = [
  ["blink-auth-userid", "marked"],
  ["Blink-Auth-UserId", "marked"],
  ["BLINK-AUTH-USERID", "  marked  "],
  ["blink_auth_userid", "marked"],
  ["Blink_Auth-UserID", "marked"],
  ["blink.auth.userid", "marked"],
  ["blink-auth-proxysecret", "marked"],
  ["blink_auth_proxysecret", "marked"],
  ["blink-auth-anything", "marked"],
  ["joinery-assertion", "marked"],
  ["Joinery-Assertion", "marked"],
  ["joinery_assertion", "marked"],
  ["joinery-flow", "marked"],
  ["JOINERY_FLOW", "marked"],
  ["joinery-claim", "marked"],
  ["joinery-reconnect", "marked"],
  ["Authorization", "Bearer marked"],
  ["Proxy-Authorization", "Bearer marked"],
  ["Cookie", "other=marked"],
  ["Cookie2", "marked"],
  ["X-Forwarded-For", "marked"],
  ["X-Forwarded-Host", "marked"],
  ["Forwarded", "for=marked"],
  ["X-HTTP-Method-Override", "marked"],
  ["X-Original-URL", "/marked"],
  ["X-Rewrite-URL", "/marked"],
  ["X-Real-IP", "marked"],
  ["X-Request-Id", "marked"],
  ["Referer", "http://127.0.0.1:4000/marked"],
  ["X-Anything", "marked"],
];

test("nothing that a client says in the hub's name arrives, in any spelling, twice or once", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  for (const headers of [...SPOOFED.map((header) => [header]), ...SPOOFED.map((header) => [header, header]), SPOOFED]) {
    const reply = await wire.sendAs("bob", { target: `${base(desk)}/tickets`, headers });
    const received = desk.server.received.at(-1);
    expect([headers[0]?.[0], reply.status]).toEqual([headers[0]?.[0], 200]);
    expect(JSON.stringify(received?.rawHeaders)).not.toMatch(/marked|joinery-session/i);
    const names = received?.rawHeaders.filter((_value, index) => index % 2 === 0).map((name) => name.toLowerCase());
    expect(names?.sort()).toEqual([
      "accept-encoding",
      "blink-auth-proxysecret",
      "blink-auth-userid",
      "connection",
      "host",
      "joinery-assertion",
      "x-request-id",
    ]);
    expect(received?.headers["blink-auth-userid"]).toBe(hub.users.bob);
  }
});

test("a header name with a space before its colon is no request", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  const cookie = await hub.cookieOf("bob");
  const text = await new Promise<string>((resolve, reject) => {
    const socket = connect(wire.port, "127.0.0.1");
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString();
    });
    socket.on("error", reject);
    socket.on("close", () => resolve(answer));
    socket.end(
      `GET ${base(desk)}/tickets HTTP/1.1\r\nHost: 127.0.0.1:4000\r\nCookie: ${cookie}\r\n` +
        "Sec-Fetch-Site: same-origin\r\nblink-auth-userid : marked\r\nConnection: close\r\n\r\n",
    );
  });
  expect(text).toMatch(/^HTTP\/1\.1 400 /);
  expect(desk.server.received).toEqual([]);
});

test("headers that an administrator adds are passed on, but never the hub's own", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  const forwarded_headers = ["x-anything", "blink-auth-userid", "joinery-flow", "cookie", "authorization"];
  await hub.as("ada").patch(`/api/admin/integrations/${desk.service_id}`, { forwarded_headers });
  await wire.sendAs("bob", {
    target: `${base(desk)}/tickets`,
    headers: [...SPOOFED.slice(0, -1), ["X-Anything", "mine"]],
  });
  const received = desk.server.received.at(-1);
  expect(received?.headers["x-anything"]).toBe("mine");
  expect(JSON.stringify(received?.rawHeaders)).not.toContain("marked");
});

const RESERVED = [
  "/auth",
  "/auth/",
  "/AUTH/x",
  "/%61uth/x",
  "/%2561uth/x",
  "/aut%48/x",
  "//auth/x",
  "/auth//x",
  "/auth;v=1/x",
  "/auth%2fx",
  "/auth%5cx",
  "/auth\\x",
  "/./auth/x",
  "/x/../auth/y",
  "/x/%2e%2e/auth/y",
  "/x/%252e%252e/auth/y",
  "/x/..%2fauth/y",
  "/..",
  "/%2e%2e/secret",
  "/auth./x",
  "/auth%20/x",
  "/%00/x",
  "/linked-accounts",
  "/linked-accounts/",
  "/Linked-Accounts/k-1",
  "/linked%2daccounts/k-1",
  "/linked%252Daccounts/k-1",
  "/linked-accounts/k-1/more",
  "/linked-accounts%2fk-1",
  "/%EF%BD%8Cinked-accounts/k-1",
];

test.each(RESERVED)("%s is reserved or no path, whatever the method", async (path) => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    const reply = await wire.sendAs("bob", { method, target: base(desk) + path });
    expect([400, 404]).toContain(reply.status);
  }
  expect(desk.server.received).toEqual([]);
});

test("the two named calls answer to their own method only", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  const before = desk.server.received.length;
  for (const method of ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    const target = `${base(desk)}/auth/${desk.auth_id}`;
    expect((await wire.sendAs("bob", { method, target })).status).toBe(404);
  }
  for (const method of ["GET", "HEAD", "POST", "PUT", "PATCH", "OPTIONS"]) {
    const target = `${base(desk)}/linked-accounts/${account}`;
    expect((await wire.sendAs("bob", { method, target })).status).toBe(404);
  }
  expect(desk.server.received).toHaveLength(before);
});

test("a path that leaves the connector, or names another integration on the way, reaches nothing", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const [desk, other] = [await hub.addIntegration("verified"), await hub.addIntegration("verified")];
  const targets = [
    `${base(desk)}/../${other.service_id}/tickets`,
    `${base(desk)}/%2e%2e/${other.service_id}/tickets`,
    `/x/../connector/${desk.service_id}/tickets`,
    `/connector/%6c${desk.service_id.slice(1)}/tickets`,
    `/connector/${desk.service_id}%2ftickets`,
    `//connector/${desk.service_id}/tickets`,
    `/Connector/${desk.service_id}/tickets`,
  ];
  for (const target of targets) {
    expect([400, 404]).toContain((await wire.sendAs("bob", { target })).status);
  }
  expect([...desk.server.received, ...other.server.received]).toEqual([]);
  const absolute = await wire.sendAs("bob", { target: `http://127.0.0.1:4000${base(desk)}/tickets` });
  expect(absolute.status).toBe(200);
});

const PAGES: [string, number, [string, string][]][] = [
  ["no word on where it comes from", 403, []],
  ["the hub's own page", 200, [["Sec-Fetch-Site", "same-origin"]]],
  ["an Origin of the hub's", 200, [["Origin", "http://127.0.0.1:4000"]]],
  ["another site", 403, [["Sec-Fetch-Site", "cross-site"]]],
  ["another host of the same site", 403, [["Sec-Fetch-Site", "same-site"]]],
  ["the address bar", 403, [["Sec-Fetch-Site", "none"]]],
  ["another Origin", 403, [["Origin", "http://localhost:4000"]]],
  ["another port", 403, [["Origin", "http://127.0.0.1:4001"]]],
  ["an opaque Origin", 403, [["Origin", "null"]]],
  [
    "an Origin of the hub's from another site",
    403,
    [
      ["Origin", "http://127.0.0.1:4000"],
      ["Sec-Fetch-Site", "cross-site"],
    ],
  ],
  [
    "another Origin that claims to be same-origin",
    403,
    [
      ["Origin", "https://evil.example"],
      ["Sec-Fetch-Site", "same-origin"],
    ],
  ],
  [
    "two Origins",
    403,
    [
      ["Origin", "http://127.0.0.1:4000"],
      ["Origin", "https://evil.example"],
    ],
  ],
  [
    "two words on the site",
    403,
    [
      ["Sec-Fetch-Site", "same-origin"],
      ["Sec-Fetch-Site", "cross-site"],
    ],
  ],
];

test.each(PAGES)("a request with %s: %i, for GET as for POST", async (_name, status, headers) => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  const cookie: [string, string] = ["Cookie", await hub.cookieOf("bob")];
  for (const method of ["GET", "POST", "DELETE"]) {
    const reply = await wire.send({ method, target: `${base(desk)}/tickets`, headers: [cookie, ...headers] });
    expect(reply.status).toBe(status);
  }
  expect(desk.server.received).toHaveLength(status === 200 ? 3 : 0);
});

test("another host name, or nobody signed in, reaches nothing", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  const target = `${base(desk)}/tickets`;
  const rebound = await wire.sendAs("bob", { target, headers: [["Host", "evil.example:4000"]] });
  expect([rebound.status, codeIn(rebound)]).toEqual([421, "MISDIRECTED"]);
  const nobody = await wire.send({ target, headers: [["Sec-Fetch-Site", "same-origin"]] });
  expect([nobody.status, codeIn(nobody)]).toEqual([401, "SIGN_IN_REQUIRED"]);
  expect(desk.server.received).toEqual([]);
});

test("an integration's page can't act on the hub's origin", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  desk.server.respond = (_request, response) => {
    response.writeHead(200, {
      "content-type": "text/html",
      "set-cookie": ["joinery-session-4000=marked", "a=marked"],
      location: "https://marked.example",
      refresh: "0; url=https://marked.example",
      link: "<https://marked.example>; rel=preload",
      "access-control-allow-origin": "*",
      "access-control-allow-credentials": "true",
      "clear-site-data": '"*"',
      "content-security-policy": "default-src *",
      "service-worker-allowed": "/",
      "cache-control": "public, max-age=60",
      "x-request-id": "marked",
    });
    response.end("<script>alert(1)</script>");
  };
  const { status, headers } = await wire.sendAs("bob", { target: `${base(desk)}/page` });
  expect(status).toBe(200);
  expect(headers["content-security-policy"]).toContain("sandbox");
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "cache-control": "private, no-store" });
  expect(JSON.stringify(headers)).not.toContain("marked");
  for (const name of ["set-cookie", "location", "refresh", "link", "clear-site-data", "service-worker-allowed"]) {
    expect(headers).not.toHaveProperty(name);
  }
  expect(Object.keys(headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
});

test("a script is no script on the hub's origin", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  desk.server.respond = (_request, response) =>
    response.writeHead(200, { "content-type": "text/javascript" }).end("alert(1)");
  const { headers } = await wire.sendAs("bob", { target: `${base(desk)}/app.js` });
  expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
});

const UNUSABLE: [string, number, string, (response: ServerResponse) => unknown][] = [
  [
    "a redirect",
    502,
    "INTEGRATION_ANSWER_WRONG",
    (response) => response.writeHead(302, { location: "https://marked.example" }).end(),
  ],
  [
    "a permanent redirect",
    502,
    "INTEGRATION_ANSWER_WRONG",
    (response) => response.writeHead(308, { location: "/marked" }).end(),
  ],
  [
    "a compressed body",
    502,
    "INTEGRATION_ANSWER_WRONG",
    (response) => response.writeHead(200, { "content-encoding": "gzip" }).end("marked"),
  ],
  ["an endless body", 502, "INTEGRATION_ANSWER_WRONG", (response) => pour(response)],
  ["silence", 504, "INTEGRATION_TIMEOUT", () => undefined],
  ["a body that never ends", 504, "INTEGRATION_TIMEOUT", (response) => response.writeHead(200).write("marked")],
  ["a closed connection", 502, "INTEGRATION_UNREACHABLE", (response) => response.socket?.destroy()],
  ["its secret", 502, "INTEGRATION_ANSWER_WRONG", (response) => json(response, 200, response.req.headers)],
];

function pour(response: ServerResponse): void {
  while (!response.destroyed && response.write("marked".repeat(2_000)));
  if (!response.destroyed) response.once("drain", () => pour(response));
}

test.each(UNUSABLE)(
  "an action answered with %s is refused in the hub's own words",
  async (_name, status, code, respond) => {
    await using hub = await startHub(QUICK);
    await using wire = await openWire(hub);
    const desk = await hub.addIntegration("verified");
    desk.server.respond = (_request, response) => respond(response);
    const reply = await wire.sendAs("bob", { method: "POST", target: `${base(desk)}/tickets?key=marked`, body: "" });
    expect([reply.status, codeIn(reply)]).toEqual([status, code]);
    expect(reply.body).not.toMatch(/marked/);
    expect(reply.body).not.toContain(desk.proxy_secret);
    expect(reply.headers).not.toHaveProperty("location");
    const requests = await (await hub.as("ada").get("/api/admin/requests")).text();
    expect(JSON.parse(requests).data.rows[0]).toMatchObject({
      request_id: reply.headers["x-request-id"],
      path: "/tickets",
      problem: code,
    });
    expect(requests).not.toMatch(/marked/);
  },
);

test("a body of more than 1 MB is refused before anybody else sees it", async () => {
  await using hub = await startHub();
  await using wire = await openWire(hub);
  const desk = await hub.addIntegration("verified");
  const send = (bytes: number) =>
    wire.sendAs("bob", { method: "POST", target: `${base(desk)}/tickets`, body: "x".repeat(bytes) });
  expect((await send(1_048_576)).status).toBe(200);
  const refused = await send(1_048_577);
  expect([refused.status, codeIn(refused)]).toEqual([413, "PAYLOAD_TOO_LARGE"]);
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
