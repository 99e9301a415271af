import { connect } from "node:net";
import { expect, test } from "vitest";
import { startHub, type TestIntegration } from "../testing/start-hub.ts";
import { openWire } from "../testing/wire.ts";

const base = (integration: TestIntegration) => `/connector/${integration.service_id}`;
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
  const refused = await hub.as("ada").patch(`/api/admin/integrations/${desk.service_id}`, { forwarded_headers });
  expect(refused.status).toBe(400);
  // Names that were stored before they were refused at the door are still not passed on.
  const stored = { forwarded_headers: JSON.stringify(forwarded_headers) };
  await hub.hub.context.db.updateTable("integrations").set(stored).where("service_id", "=", desk.service_id).execute();
  await wire.sendAs("bob", {
    target: `${base(desk)}/tickets`,
    headers: [...SPOOFED.slice(0, -1), ["X-Anything", "mine"]],
  });
  const received = desk.server.received.at(-1);
  expect(received?.headers["x-anything"]).toBe("mine");
  expect(JSON.stringify(received?.rawHeaders)).not.toContain("marked");
});
