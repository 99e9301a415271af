import type { ServerResponse } from "node:http";
import { expect, test } from "vitest";
import { json } from "../testing/fake-integration.ts";
import { startHub, type TestIntegration } from "../testing/start-hub.ts";
import { openWire } from "../testing/wire.ts";

const QUICK = { connectorLimits: { otherCall: { timeoutMs: 300, maxBytes: 64 * 1024 } } };
const base = (integration: TestIntegration) => `/connector/${integration.service_id}`;
const codeIn = (reply: { body: string }) => JSON.parse(reply.body).code;

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
