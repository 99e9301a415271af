import type { ServerResponse } from "node:http";
import { newId, type Receipt } from "@joinery/contract";
import type { IntegrationView } from "@joinery/contract/pages";
import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { json } from "../testing/fake-integration.ts";
import { accountsOf, auditOf, codeOf, pressConnect, proofOf, saveFor, setEnabled } from "../testing/look-inside.ts";
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

test("a disconnecting account is readable by its integration for withdrawal, and can't be changed or revived", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("claimed", desk, "bob");
  const account = await hub.linkAccount(desk, "bob");
  desk.server.respond = (_request, response) => json(response, 500, {});
  await press(hub, desk, account);

  expect(await dataOf(await desk.api.get(apiPath(hub, account)))).toMatchObject({
    state: "disconnecting",
    access_token: "at-1",
    refresh_token: "rt-1",
  });
  expect(await accountsOf(hub, desk, "bob")).toEqual([]);
  const changed = await desk.api.patch(apiPath(hub, account), { requires_reauthentication: false });
  expect([changed.status, await codeOf(changed)]).toEqual([404, "LINKED_ACCOUNT_NOT_FOUND"]);
  expect(await codeOf(await saveFor(hub, desk, "bob", proofOf(held)))).toBe("DISCONNECT_IN_PROGRESS");
  expect(await codeOf(await saveFor(hub, desk, "bob"))).toBe("DISCONNECT_IN_PROGRESS");
  for (const path of [`/api/accounts/${account}`, "/api/integrations"]) {
    expect(await (await hub.as("bob").get(path)).text()).not.toContain("john.doe");
  }
  expect(await dataOf(await desk.api.get(apiPath(hub, account)))).toMatchObject({ state: "disconnecting" });
});

test("another account of the same person can be updated in place meanwhile", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob", "one");
  const other = await hub.linkAccount(desk, "bob", "two");
  desk.server.respond = (_request, response) => json(response, 500, {});
  await press(hub, desk, account);
  const update = (label: string) =>
    saveFor(hub, desk, "bob", {}, { external_account_id: label, refresh_token: "rt-2" });
  expect(await dataOf(await update("two"))).toMatchObject({ linked_account_id: other, refresh_token: "rt-2" });
  expect(await codeOf(await update("one"))).toBe("DISCONNECT_IN_PROGRESS");
});

test("a new Connect waits until the disconnect is acknowledged, and the page says so", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  const well = desk.server.respond;
  desk.server.respond = (_request, response) => json(response, 500, {});
  await press(hub, desk, account);
  const refused = await pressConnect(hub, desk, "bob");
  expect([refused.status, await codeOf(refused)]).toEqual([409, "DISCONNECT_IN_PROGRESS"]);
  const view = await dataOf<IntegrationView>(await hub.as("bob").get(`/api/integrations/${desk.service_id}`));
  expect(view).toMatchObject({
    obstacle: "DISCONNECT_IN_PROGRESS",
    accounts: [],
    removed: [{ linked_account_id: account, external_account_id: "john.doe", finished: false }],
  });

  desk.server.respond = well;
  expect(await codeOf(await pressConnect(hub, desk, "eve"))).toBe("OK");
  await press(hub, desk, account);
  expect(await codeOf(await pressConnect(hub, desk, "bob"))).toBe("OK");
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

  desk.server.respond = (_request, response) => json(response, 200, { revocation: "failed" });
  expect(await dataOf(await press(hub, desk, account))).toMatchObject({
    acknowledged: { state: "acknowledged", attempts: 2 },
    withdrawn: { state: "already_invalid", detail: "Withdrawn there before." },
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

test("a double click is one disconnect, whatever the second answer is", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  let calls = 0;
  desk.server.respond = (_request, response) => {
    calls += 1;
    if (calls === 2) json(response, 200, { revocation: "revoked" });
    else setTimeout(() => json(response, 500, {}), 100);
  };
  const replies = await Promise.all([press(hub, desk, account), press(hub, desk, account)]);
  expect(replies.map((reply) => reply.status)).toEqual([200, 200]);
  expect(await dataOf(await hub.as("bob").get(`/api/accounts/${account}/receipt`))).toMatchObject({
    acknowledged: { state: "acknowledged", problem: null },
    withdrawn: { state: "revoked" },
  });
  expect(await auditOf(hub, "account.disconnect_requested")).toHaveLength(1);
  expect(await auditOf(hub, "account.disconnected")).toHaveLength(1);
});

test("two acknowledgements are one in the audit", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  const waiting: ServerResponse[] = [];
  desk.server.respond = (_request, response) => {
    waiting.push(response);
    if (waiting.length === 2) for (const held of waiting) json(held, 200, { revocation: "revoked" });
  };
  await Promise.all([press(hub, desk, account), press(hub, desk, account)]);
  expect(await auditOf(hub, "account.disconnected")).toHaveLength(1);
});

test("when an administrator disconnects, the integration hears of the owner, and the assertion of both", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  const receipt = await dataOf<Receipt>(await hub.as("ada").delete(`/api/admin/accounts/${account}`));
  expect(receipt).toMatchObject({
    owner: { user_id: hub.users.bob },
    requested_by: { user_id: hub.users.ada, display_name: "Ada Lovelace" },
    acknowledged: { state: "acknowledged" },
  });
  const call = desk.server.received.at(-1);
  expect(call).toMatchObject({ method: "DELETE", path: `/linked-accounts/${account}` });
  expect(call?.headers["blink-auth-userid"]).toBe(hub.users.bob);
  expect(decodeJwt(String(call?.headers["joinery-assertion"]))).toMatchObject({
    sub: hub.users.bob,
    act: { sub: hub.users.ada },
    htm: "DELETE",
    path: `/linked-accounts/${account}`,
  });
  expect(await auditOf(hub, "account.disconnect_requested")).toMatchObject([
    { actor: { user_id: hub.users.ada }, subject: { user_id: hub.users.bob } },
  ]);
});

test("an account is disconnected also while its integration is switched off; it is told later", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  await setEnabled(hub, desk, false);
  const before = desk.server.received.length;
  expect(await dataOf(await press(hub, desk, account))).toMatchObject({
    acknowledged: { state: "waiting", problem: "INTEGRATION_DISABLED" },
  });
  expect(desk.server.received).toHaveLength(before);
  expect(await accountsOf(hub, desk, "bob")).toEqual([]);
  await setEnabled(hub, desk, true);
  expect(await dataOf(await press(hub, desk, account))).toMatchObject({ acknowledged: { state: "acknowledged" } });
});

test("only the owner, through the account's own integration, may disconnect", async () => {
  await using hub = await startHub();
  const [desk, other] = [await hub.addIntegration("verified"), await hub.addIntegration("verified")];
  const account = await hub.linkAccount(desk, "bob");
  const path = `/connector/${desk.service_id}/linked-accounts/${account}`;
  const refused = [
    await hub.as("eve").delete(path),
    await hub.as("ada").delete(path),
    await hub.as("bob").delete(`/connector/${other.service_id}/linked-accounts/${account}`),
    await hub.as("bob").delete(`/connector/${desk.service_id}/linked-accounts/${newId("linkedAccount")}`),
    await hub.as("eve").post(`/api/accounts/${account}/disconnect`),
    await hub.as("eve").get(`/api/accounts/${account}/receipt`),
  ];
  for (const reply of refused) expect([reply.status, await codeOf(reply)]).toEqual([404, "LINKED_ACCOUNT_NOT_FOUND"]);
  expect(await accountsOf(hub, desk, "bob")).toHaveLength(1);
  expect((await hub.as("bob").get(`/api/accounts/${account}/receipt`)).status).toBe(404);
  expect(await codeOf(await hub.as("bob").post(`/api/accounts/${account}/disconnect`))).toBe("OK");
});
