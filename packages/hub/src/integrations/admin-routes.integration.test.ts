import type { AdminIntegrationView, IntegrationRegistered } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { auditOf, codeOf, openConnections, pressConnect, setEnabled } from "../testing/look-inside.ts";
import { dataOf, startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";

const GOOD = {
  kind: "verified",
  name: "Desk",
  proxy_url: "http://127.0.0.1:5000/hook",
  connect_base: "http://localhost:5000",
};
const register = (hub: TestHub, fields: Record<string, unknown>) =>
  hub.as("ada").post("/api/admin/integrations", { ...GOOD, ...fields });

test("an administrator registers an integration and sees its secrets once", async () => {
  await using hub = await startHub();
  const reply = await register(hub, { may_do: ["File tickets"] });
  expect(reply.status).toBe(201);
  const registered = await dataOf<IntegrationRegistered>(reply);
  expect(registered.service_id).toMatch(/^l-/);
  expect(registered.auth_id).toMatch(/^t-/);
  const page = await hub.as("ada").get(`/api/admin/integrations/${registered.service_id}`);
  const text = await page.text();
  expect(JSON.parse(text).data).toMatchObject({
    ...GOOD,
    may_do: ["File tickets"],
    enabled: true,
    next_secret_prepared: false,
    tokens: [{ hint: registered.api_token.slice(-4), last_used_at: null }],
  });
  expect(text).not.toContain(registered.proxy_secret);
  expect(text).not.toContain(registered.api_token);
  expect(await auditOf(hub, "integration.registered")).toMatchObject([
    { actor: { user_id: hub.users.ada }, service_id: registered.service_id, integration_name: "Desk" },
  ]);
  const stored = JSON.stringify([
    await hub.hub.context.db.selectFrom("integrations").selectAll().execute(),
    await hub.hub.context.db.selectFrom("api_tokens").selectAll().execute(),
  ]);
  expect(stored).not.toContain(registered.proxy_secret);
  expect(stored).not.toContain(registered.api_token);
});

const FAULTS: [string, Record<string, unknown>][] = [
  ["proxy_url", { proxy_url: "http://marked.example" }],
  ["proxy_url", { proxy_url: "https://marked:pw@desk.example" }],
  ["proxy_url", { proxy_url: "ftp://marked.example" }],
  ["proxy_url", { proxy_url: "marked" }],
  ["connect_base", { connect_base: "http://marked.example" }],
  ["connect_base", { connect_base: "https://marked:pw@desk.example" }],
  ["connect_base", { connect_base: "https://desk.example/marked" }],
  ["connect_base", { connect_base: "http://127.0.0.1:4000" }],
  ["connect_base", { connect_base: undefined }],
  ["phishing_accepted", { kind: "plain" }],
  ["phishing_accepted", { kind: "plain", phishing_accepted: false }],
  ["kind", { kind: "marked" }],
  ["name", { name: " " }],
  ["actions.0.path", { actions: [{ label: "Go", path: "/auth/marked", fields: [] }] }],
  ["actions.0.path", { actions: [{ label: "Go", path: "//Linked-Accounts", fields: [] }] }],
  ["actions.0.path", { actions: [{ label: "Go", path: "/%61uth", fields: [] }] }],
  ["allowed_networks.0", { allowed_networks: ["marked"] }],
  ["forwarded_headers.0", { forwarded_headers: ["Marked: 1"] }],
];

test.each(FAULTS)("a registration with a faulty %s is refused by name, without repeating it", async (path, fields) => {
  await using hub = await startHub();
  const reply = await register(hub, fields);
  const text = await reply.text();
  expect(reply.status).toBe(400);
  expect(JSON.parse(text)).toMatchObject({ code: "BAD_REQUEST", errors: [{ path }] });
  expect(text).not.toContain("marked");
  expect(await dataOf(await hub.as("ada").get("/api/admin/integrations"))).toEqual({ integrations: [] });
});

test("a change is held to the same rules, touches what is given, and is audited", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const plain = await hub.addIntegration("plain");
  const change = (integration: TestIntegration, body: unknown) =>
    hub.as("ada").patch(`/api/admin/integrations/${integration.service_id}`, body);
  const before = await dataOf<AdminIntegrationView>(await change(desk, {}));
  for (const [integration, body] of [
    [desk, { proxy_url: "http://marked.example" }],
    [desk, { connect_base: "http://127.0.0.1:4000" }],
    [plain, { connect_base: "https://desk.example" }],
  ] as const) {
    expect((await change(integration, body)).status).toBe(400);
  }
  expect(await auditOf(hub, "integration.changed")).toEqual([]);
  const after = await dataOf<AdminIntegrationView>(await change(desk, { name: "New desk", may_do: ["Read tickets"] }));
  expect(after).toEqual({ ...before, name: "New desk", may_do: ["Read tickets"] });
  expect(await auditOf(hub, "integration.changed")).toMatchObject([
    { actor: { user_id: hub.users.ada }, service_id: desk.service_id, detail: { fields: "name, may_do" } },
  ]);
});

test("the integration gets the current secret until the next one is activated", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const rotate = (body: unknown) => hub.as("ada").post(`/api/admin/integrations/${desk.service_id}/proxy-secret`, body);
  const received = async () => {
    await pressConnect(hub, desk, "bob");
    return desk.server.received.at(-1)?.headers["blink-auth-proxysecret"];
  };
  const prepared = async () =>
    (await dataOf<AdminIntegrationView>(await hub.as("ada").get(`/api/admin/integrations/${desk.service_id}`)))
      .next_secret_prepared;

  const { proxy_secret: next } = await dataOf<{ proxy_secret: string }>(await rotate({ step: "prepare" }));
  expect(next).not.toBe(desk.proxy_secret);
  expect([await received(), await prepared()]).toEqual([desk.proxy_secret, true]);
  expect(await dataOf(await rotate({ step: "activate" }))).toEqual({});
  expect([await received(), await prepared()]).toEqual([next, false]);
  expect((await rotate({ step: "activate" })).status).toBe(400);

  const existing = "an-existing-secret-of-theirs";
  expect(await dataOf(await rotate({ step: "prepare", secret: existing }))).toEqual({ proxy_secret: existing });
  expect(await codeOf(await rotate({ step: "discard" }))).toBe("OK");
  expect([await received(), await prepared()]).toEqual([next, false]);
  expect((await rotate({ step: "discard" })).status).toBe(400);
  expect((await rotate({ step: "prepare", secret: "too-short" })).status).toBe(400);
  for (const [action, count] of [
    ["prepared", 2],
    ["activated", 1],
    ["discarded", 1],
  ] as const) {
    expect(await auditOf(hub, `integration.secret_${action}`)).toHaveLength(count);
  }
});

test("of administrators who activate at once, one does; the secret is activated once", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const rotate = (step: string) =>
    hub.as("ada").post(`/api/admin/integrations/${desk.service_id}/proxy-secret`, { step });
  await rotate("prepare");
  await openConnections(hub);
  const replies = await Promise.all(Array.from({ length: 10 }, () => rotate("activate")));
  expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
  expect(await auditOf(hub, "integration.secret_activated")).toHaveLength(1);
});

test("a token works until it is revoked, at once and only for its own integration", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const other = await hub.addIntegration("verified");
  const tokens = `/api/admin/integrations/${desk.service_id}/tokens`;
  const made = await hub.as("ada").post(tokens, { name: "Second" });
  expect(made.status).toBe(201);
  const { token, api_token: secret } = await dataOf<{ token: { token_id: string }; api_token: string }>(made);
  const ask = (bearer: string) => hub.stranger.get("/v2/user", { authorization: `Bearer ${bearer}` });
  expect((await ask(secret)).status).toBe(200);
  const listed = async () =>
    (await dataOf<AdminIntegrationView>(await hub.as("ada").get(`/api/admin/integrations/${desk.service_id}`))).tokens;
  await hub.hub.context.tokenUses.write();
  expect(await listed()).toMatchObject([{ name: "Second", last_used_at: expect.any(String) }, { name: "First token" }]);

  const foreign = await hub.as("ada").delete(`/api/admin/integrations/${other.service_id}/tokens/${token.token_id}`);
  expect(await codeOf(foreign)).toBe("API_TOKEN_NOT_FOUND");
  expect(await codeOf(await hub.as("ada").delete(`${tokens}/${token.token_id}`))).toBe("OK");
  const refused = await ask(secret);
  expect([refused.status, await codeOf(refused)]).toEqual([401, "UNAUTHENTICATED"]);
  expect(refused.headers.get("www-authenticate")).toBe("Bearer");
  expect((await ask(desk.api_token)).status).toBe(200);
  expect(await codeOf(await hub.as("ada").delete(`${tokens}/${token.token_id}`))).toBe("API_TOKEN_NOT_FOUND");
  expect(await listed()).toMatchObject([{ name: "First token" }]);
  for (const action of ["api_token.created", "api_token.revoked"]) {
    expect(await auditOf(hub, action)).toMatchObject([
      { actor: { user_id: hub.users.ada }, service_id: desk.service_id },
    ]);
  }
});

test.each(["", "Bearer", "Bearer short", "Basic abc", `Bearer jnr_${"A".repeat(43)}`, `Token jnr_${"A".repeat(43)}`])(
  "authorization '%s' is no token",
  async (authorization) => {
    await using hub = await startHub();
    const reply = await hub.stranger.get("/v2/user", { authorization });
    expect([reply.status, await codeOf(reply)]).toEqual([401, "UNAUTHENTICATED"]);
  },
);

test("the kill switch is audited both ways", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  await setEnabled(hub, desk, false);
  await setEnabled(hub, desk, true);
  for (const action of ["integration.disabled", "integration.enabled"]) {
    expect(await auditOf(hub, action)).toMatchObject([
      { actor: { user_id: hub.users.ada }, service_id: desk.service_id },
    ]);
  }
});
