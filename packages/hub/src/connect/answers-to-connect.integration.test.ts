import type { ServerResponse } from "node:http";
import type { FlowStatus } from "@joinery/contract";
import type { AdminIntegrationView, ProxiedRequestRow } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { json, type ReceivedRequest } from "../testing/fake-integration.ts";
import { auditOf, codeOf, flowIn, pressConnect } from "../testing/look-inside.ts";
import { dataOf, startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";

const QUICK = { connectorLimits: { namedCall: { timeoutMs: 200, maxBytes: 64 * 1024 } } };

const withUrl = (url: unknown) => (response: ServerResponse) =>
  json(response, 200, { code: "OK", message: "OK", data: { authorization_url: url } });

/** What the user reads, by code; never anything of what the integration said. */
const SENTENCES: Record<string, string> = {
  INTEGRATION_ANSWER_WRONG: "The integration gave an answer that can't be used.",
  INTEGRATION_TIMEOUT: "The integration did not answer in time.",
  INTEGRATION_UNREACHABLE: "The integration could not be reached.",
};

async function lastFlowOf(hub: TestHub, integration: TestIntegration): Promise<string> {
  const { db } = hub.hub.context;
  const rows = await db
    .selectFrom("flows")
    .select("flow_id")
    .where("service_id", "=", integration.service_id)
    .execute();
  expect(rows).toHaveLength(1);
  return rows[0]?.flow_id ?? "";
}

/** Nothing opens, the user reads one sentence, the administrator the reason under the request id, the flow has ended. */
async function expectNothingOpens(hub: TestHub, integration: TestIntegration, code: string, status: number | null) {
  const reply = await pressConnect(hub, integration, "bob");
  const text = await reply.text();
  const body = JSON.parse(text);
  expect(body).toEqual({ code, message: SENTENCES[code], request_id: body.request_id });
  expect(reply.headers.get("x-request-id")).toBe(body.request_id);
  expect(text).not.toMatch(/marked|https?:|data/);

  const requests = await dataOf<{ rows: ProxiedRequestRow[] }>(await hub.as("ada").get("/api/admin/requests"));
  expect(requests.rows[0]).toMatchObject({
    request_id: body.request_id,
    method: "POST",
    path: `/auth/${integration.auth_id}`,
    user_id: hub.users.bob,
    user_name: "Bob Stone",
    integration_name: "Acme Desk",
    status,
    problem: code,
    detail: expect.stringMatching(/^[A-Z].*\.$/),
  });
  expect(requests.rows[0]?.detail).not.toMatch(/marked/);
  const view = await dataOf<AdminIntegrationView>(
    await hub.as("ada").get(`/api/admin/integrations/${integration.service_id}`),
  );
  expect(view.last_problem).toMatchObject({ code, request_id: body.request_id });

  const flow = await lastFlowOf(hub, integration);
  const ended = await dataOf<FlowStatus>(await hub.as("bob").get(`/connect/${flow}`));
  expect(ended).toMatchObject({ state: "refused", reason: "integration_failed" });
  expect(await auditOf(hub, "connect.refused")).toMatchObject([
    {
      request_id: body.request_id,
      subject: { user_id: hub.users.bob },
      detail: { flow, reason: "integration_failed" },
    },
  ]);
}

const WRONG: [string, string, number | null, (response: ServerResponse) => unknown][] = [
  ["not JSON", "INTEGRATION_ANSWER_WRONG", 200, (response) => response.end("marked")],
  [
    "a web page",
    "INTEGRATION_ANSWER_WRONG",
    200,
    (response) => response.writeHead(200, { "content-type": "text/html" }).end("<b>marked</b>"),
  ],
  ["5 MB", "INTEGRATION_ANSWER_WRONG", 200, (response) => response.end("x".repeat(5 * 1024 * 1024))],
  ["nothing", "INTEGRATION_ANSWER_WRONG", 204, (response) => response.writeHead(204).end()],
  ["silence", "INTEGRATION_TIMEOUT", null, () => undefined],
  ["half an answer and silence", "INTEGRATION_TIMEOUT", 200, (response) => response.writeHead(200).write("{")],
  ["a broken connection", "INTEGRATION_UNREACHABLE", null, (response) => response.socket?.destroy()],
  ["status 500", "INTEGRATION_ANSWER_WRONG", 500, (response) => json(response, 500, { message: "marked" })],
  [
    "a redirect",
    "INTEGRATION_ANSWER_WRONG",
    302,
    (response) => response.writeHead(302, { location: "https://marked.example" }).end(),
  ],
  ["no data", "INTEGRATION_ANSWER_WRONG", 200, (response) => json(response, 200, { code: "OK", message: "OK" })],
  [
    "a refusal with status 200",
    "INTEGRATION_ANSWER_WRONG",
    200,
    (response) => json(response, 200, { code: "MARKED", data: { authorization_url: "https://marked.example/" } }),
  ],
  ["a javascript: URL", "INTEGRATION_ANSWER_WRONG", 200, withUrl("javascript:alert('marked')")],
  ["a data: URL", "INTEGRATION_ANSWER_WRONG", 200, withUrl("data:text/html,marked")],
  ["http to another machine", "INTEGRATION_ANSWER_WRONG", 200, withUrl("http://marked.example/")],
  ["a relative URL", "INTEGRATION_ANSWER_WRONG", 200, withUrl("/marked")],
  ["the hub itself", "INTEGRATION_ANSWER_WRONG", 200, withUrl("http://127.0.0.1:4000/marked")],
  ["the hub itself by another name", "INTEGRATION_ANSWER_WRONG", 200, withUrl("http://localhost:4000/marked")],
  ["a URL with credentials", "INTEGRATION_ANSWER_WRONG", 200, withUrl("https://marked:pw@acme.example/")],
  ["a number", "INTEGRATION_ANSWER_WRONG", 200, withUrl(7)],
];

test.each(WRONG)("Connect answered with %s opens nothing", async (_name, code, status, respond) => {
  await using hub = await startHub(QUICK);
  const plain = await hub.addIntegration("plain");
  plain.server.respond = (_request, response) => respond(response);
  await expectNothingOpens(hub, plain, code, status);
});

test("Connect at an integration that is down opens nothing", async () => {
  await using hub = await startHub(QUICK);
  const plain = await hub.addIntegration("plain");
  await plain.server[Symbol.asyncDispose]();
  await expectNothingOpens(hub, plain, "INTEGRATION_UNREACHABLE", null);
});

const ELSEWHERE: [string, (request: ReceivedRequest, base: string) => string][] = [
  ["another flow", (_request, base) => `${base}/connect/f-00000000-0000-4000-8000-000000000000`],
  ["another path of its own", (_request, base) => `${base}/login`],
  ["its flow with a query", (request, base) => `${base}/connect/${request.headers["joinery-flow"]}?next=marked`],
  ["the external service at once", () => "https://marked.example/authorize?state=1"],
];

test.each(ELSEWHERE)("a verified integration that sends the browser to %s opens nothing", async (_name, urlOf) => {
  await using hub = await startHub(QUICK);
  const desk = await hub.addIntegration("verified");
  desk.server.respond = (request, response) => withUrl(urlOf(request, desk.server.url))(response);
  await expectNothingOpens(hub, desk, "INTEGRATION_ANSWER_WRONG", 200);
});

test("a user who presses Connect after a failure starts a new flow, and the problem is no longer the last word", async () => {
  await using hub = await startHub(QUICK);
  const desk = await hub.addIntegration("verified");
  const well = desk.server.respond;
  desk.server.respond = (_request, response) => json(response, 500, {});
  expect(await codeOf(await pressConnect(hub, desk, "bob"))).toBe("INTEGRATION_ANSWER_WRONG");
  desk.server.respond = well;
  const held = await hub.connectUpTo("created", desk, "bob");
  expect((await flowIn(hub, held.flow)).state).toBe("created");
  const view = await dataOf<AdminIntegrationView>(
    await hub.as("ada").get(`/api/admin/integrations/${desk.service_id}`),
  );
  expect(view.last_problem).toBeNull();
});

test("Connect at an unknown Auth ID or integration, or one that is switched off, starts no flow", async () => {
  await using hub = await startHub();
  const [desk, other] = [await hub.addIntegration("verified"), await hub.addIntegration("verified")];
  const press = (service: string, auth: string) => hub.as("bob").post(`/connector/${service}/auth/${auth}`);
  expect(await codeOf(await press(desk.service_id, other.auth_id))).toBe("AUTH_ID_NOT_FOUND");
  expect(await codeOf(await press("l-unknown", desk.auth_id))).toBe("INTEGRATION_NOT_FOUND");
  await dataOf(await hub.as("ada").patch(`/api/admin/integrations/${desk.service_id}`, { enabled: false }));
  expect(await codeOf(await press(desk.service_id, desk.auth_id))).toBe("INTEGRATION_DISABLED");
  expect(await hub.hub.context.db.selectFrom("flows").select("flow_id").execute()).toEqual([]);
  expect(desk.server.received).toEqual([]);
});
