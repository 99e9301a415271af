import type { ServerResponse } from "node:http";
import type { Receipt } from "@joinery/contract";
import { expect, test } from "vitest";
import { json } from "../testing/fake-integration.ts";
import { accountsOf, auditOf } from "../testing/look-inside.ts";
import { dataOf, startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";

const QUICK = { connectorLimits: { namedCall: { timeoutMs: 200, maxBytes: 64 * 1024 } } };

const press = (hub: TestHub, desk: TestIntegration, account: string) =>
  hub.as("bob").delete(`/connector/${desk.service_id}/linked-accounts/${account}`);
const apiPath = (hub: TestHub, account: string) => `/v2/user/${hub.users.bob}/linked-accounts/${account}`;
const html = (response: ServerResponse) =>
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end("<h1>This domain is for sale</h1>");

test.each(["revoked", "already_invalid", "not_supported", "shared", "failed"] as const)(
  "a receipt says %s when the integration says so",
  async (revocation) => {
    await using hub = await startHub();
    const desk = await hub.addIntegration("verified");
    const account = await hub.linkAccount(desk, "bob");
    desk.server.respond = (_request, response) => json(response, 200, { revocation, detail: "As it was." });
    const receipt = await dataOf<Receipt>(await press(hub, desk, account));
    expect(receipt).toMatchObject({
      linked_account_id: account,
      integration_name: "Acme Desk",
      external_account_id: "john.doe",
      owner: { user_id: hub.users.bob, display_name: "Bob Stone" },
      requested_by: { user_id: hub.users.bob },
      acknowledged: { state: "acknowledged", attempts: 1, problem: null },
      withdrawn: { state: revocation, detail: "As it was." },
    });
    expect(Date.parse(receipt.removed.at)).toBeLessThanOrEqual(Date.parse(receipt.acknowledged.at ?? ""));
    expect(await dataOf(await hub.as("bob").get(`/api/accounts/${account}/receipt`))).toEqual(receipt);
  },
);

test("an answer without a report acknowledges and claims nothing about the grant", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  for (const [index, respond] of [
    (response: ServerResponse) => response.writeHead(204).end(),
    (response: ServerResponse) => response.writeHead(200).end("done"),
    (response: ServerResponse) => json(response, 202, { revocation: "certainly" }),
  ].entries()) {
    const account = await hub.linkAccount(desk, "bob", `label-${index}`);
    desk.server.respond = (request, response) =>
      request.method === "DELETE"
        ? respond(response)
        : json(response, 200, {
            code: "OK",
            data: { authorization_url: `${desk.server.url}/connect/${request.headers["joinery-flow"]}` },
          });
    expect(await dataOf(await press(hub, desk, account))).toMatchObject({
      acknowledged: { state: "acknowledged", attempts: 1 },
      withdrawn: { state: "unknown", at: null, detail: null },
    });
  }
});

test.each([404, 410])("status %i ends the attempts: the integration does not know this account", async (status) => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  desk.server.respond = (_request, response) => response.writeHead(status, { "content-type": "text/html" }).end("?");
  expect(await dataOf(await press(hub, desk, account))).toMatchObject({
    acknowledged: { state: "unknown_account", attempts: 1, problem: null },
    withdrawn: { state: "unknown" },
  });
  await press(hub, desk, account);
  expect(desk.server.received.filter(({ method }) => method === "DELETE")).toHaveLength(1);
});

const FAILURES: [string, string, (response: ServerResponse) => unknown][] = [
  ["a parking page with status 200", "INTEGRATION_ANSWER_WRONG", html],
  ["status 500", "INTEGRATION_ANSWER_WRONG", (response) => json(response, 500, { revocation: "revoked" })],
  ["status 401", "INTEGRATION_ANSWER_WRONG", (response) => json(response, 401, {})],
  ["a redirect", "INTEGRATION_ANSWER_WRONG", (response) => response.writeHead(302, { location: "/login" }).end()],
  ["silence", "INTEGRATION_TIMEOUT", () => undefined],
  ["a broken connection", "INTEGRATION_UNREACHABLE", (response) => response.socket?.destroy()],
  ["an endless answer", "INTEGRATION_ANSWER_WRONG", (response) => response.writeHead(200).end("x".repeat(70_000))],
];

test.each(FAILURES)(
  "%s does not acknowledge; the account stays out, and asking again tells again",
  async (_name, problem, respond) => {
    await using hub = await startHub(QUICK);
    const desk = await hub.addIntegration("verified");
    const account = await hub.linkAccount(desk, "bob");
    desk.server.respond = (_request, response) => respond(response);
    const waiting = await dataOf<Receipt>(await press(hub, desk, account));
    expect(waiting).toMatchObject({
      acknowledged: { state: "waiting", at: null, attempts: 1, problem },
      withdrawn: { state: "unknown" },
    });
    expect(await accountsOf(hub, desk, "bob")).toEqual([]);
    expect((await hub.as("bob").get(`/api/accounts/${account}`)).status).toBe(404);
    const { rows } = await dataOf<{ rows: { method: string; problem: string | null; detail: string | null }[] }>(
      await hub.as("ada").get("/api/admin/requests"),
    );
    expect(rows[0]).toMatchObject({ method: "DELETE", problem, detail: expect.stringMatching(/^(The|There) .*\.$/) });

    desk.server.respond = (_request, response) => json(response, 200, { data: { revocation: "revoked" } });
    const again = await dataOf<Receipt>(await press(hub, desk, account));
    expect(again).toMatchObject({
      removed: waiting.removed,
      acknowledged: { state: "acknowledged", attempts: 2, problem: null },
      withdrawn: { state: "revoked" },
    });
    expect(await auditOf(hub, "account.disconnect_requested")).toHaveLength(1);
    expect(await auditOf(hub, "account.disconnected")).toHaveLength(1);
  },
);

test("a refused connection does not acknowledge", async () => {
  await using hub = await startHub(QUICK);
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  await desk.server[Symbol.asyncDispose]();
  expect(await dataOf(await press(hub, desk, account))).toMatchObject({
    acknowledged: { state: "waiting", problem: "INTEGRATION_UNREACHABLE" },
  });
});

test("what the integration says in Delete stands on the receipt, and Delete alone does not acknowledge", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  desk.server.respond = async (_request, response) => {
    await desk.api.delete(apiPath(hub, account), { revocation: "already_invalid", detail: "Withdrawn there before." });
    json(response, 500, {});
  };
  const waiting = await dataOf<Receipt>(await press(hub, desk, account));
  expect(waiting).toMatchObject({
    acknowledged: { state: "waiting", problem: "INTEGRATION_ANSWER_WRONG" },
    withdrawn: { state: "already_invalid", detail: "Withdrawn there before." },
  });
  expect((await desk.api.get(apiPath(hub, account))).status).toBe(404);
  expect((await desk.api.delete(apiPath(hub, account))).status).toBe(404);
  const again = await hub.as("bob").post(`/connector/${desk.service_id}/auth/${desk.auth_id}`);
  expect(await again.json()).toMatchObject({ code: "DISCONNECT_IN_PROGRESS" });

  desk.server.respond = (_request, response) => json(response, 200, { revocation: "failed" });
  expect(await dataOf(await press(hub, desk, account))).toMatchObject({
    acknowledged: { state: "acknowledged", attempts: 2 },
    withdrawn: { state: "already_invalid", detail: "Withdrawn there before." },
  });
});

test("one that has deleted the account, and knows it no more when it is told again, has acknowledged", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  desk.server.respond = async (_request, response) => {
    await dataOf(await desk.api.delete(apiPath(hub, account), { revocation: "revoked" }));
    response.socket?.destroy();
  };
  expect(await dataOf(await press(hub, desk, account))).toMatchObject({ acknowledged: { state: "waiting" } });

  desk.server.respond = (_request, response) => json(response, 404, {});
  expect(await dataOf(await press(hub, desk, account))).toMatchObject({
    acknowledged: { state: "acknowledged", attempts: 2 },
    withdrawn: { state: "revoked" },
  });
});

test("Delete and then the answer, as the published pages ask: one account gone, one acknowledgement", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  desk.server.respond = async (_request, response) => {
    await dataOf(await desk.api.delete(apiPath(hub, account), { revocation: "failed" }));
    json(response, 200, { revocation: "revoked" });
  };
  expect(await dataOf(await press(hub, desk, account))).toMatchObject({
    acknowledged: { state: "acknowledged", attempts: 1 },
    withdrawn: { state: "revoked" },
  });
});
