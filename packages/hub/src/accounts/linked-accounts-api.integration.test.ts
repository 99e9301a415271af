import { type LeaseAnswer, type LinkedAccount, linkedAccount, newId } from "@joinery/contract";
import type { AdminPersonView } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { sha256 } from "../secrets/digests.ts";
import { accountsOf, codeOf, pressConnect, saveFor } from "../testing/look-inside.ts";
import { dataOf, type PersonName, startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";

/** Presses Connect at a plain integration and saves an account with some fields. */
async function link(hub: TestHub, plain: TestIntegration, person: PersonName, fields: Record<string, unknown> = {}) {
  await dataOf(await pressConnect(hub, plain, person));
  return saveFor(hub, plain, person, {}, fields);
}

test("a new account is 201, the same identity again is 200 and the same account", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const first = await link(hub, plain, "bob", { additional_info: "Sales", scopes: ["read", "write"] });
  const again = await link(hub, plain, "bob", { access_token: "at-2" });
  expect([first.status, again.status]).toEqual([201, 200]);
  const [before, after] = [await dataOf<LinkedAccount>(first), await dataOf<LinkedAccount>(again)];
  expect(linkedAccount.parse(before)).toEqual(before);
  expect(after).toEqual({
    ...before,
    access_token: "at-2",
    version: before.version + 1,
    updated_at: after.updated_at,
  });
});

test("identity is decided by external_subject when it is given, and by the label otherwise", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const statuses = [
    await link(hub, plain, "bob", { external_account_id: "john.doe", external_subject: "iss|1" }),
    await link(hub, plain, "bob", { external_account_id: "john.smith", external_subject: "iss|1" }),
    await link(hub, plain, "bob", { external_account_id: "john.smith", external_subject: "iss|2" }),
    await link(hub, plain, "bob", { external_account_id: "john.smith" }),
    await link(hub, plain, "bob", { external_account_id: "iss|1" }),
    await link(hub, plain, "eve", { external_account_id: "john.smith", external_subject: "iss|1" }),
  ].map((reply) => reply.status);
  expect(statuses).toEqual([201, 200, 201, 201, 201, 201]);
  const labels = (await accountsOf(hub, plain, "bob")).map((row) => row.external_account_id);
  expect(labels).toEqual(["john.smith", "john.smith", "john.smith", "iss|1"]);
});

test("the aliases of other clients mean what their names mean", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const fields = {
    access_token: undefined,
    token: "at-9",
    expires_at: "2027-01-01T12:00:00+02:00",
    requires_reauth: true,
  };
  const account = await dataOf<LinkedAccount>(await link(hub, plain, "bob", fields));
  expect(account).toMatchObject({
    access_token: "at-9",
    expiry: "2027-01-01T10:00:00.000Z",
    requires_reauthentication: true,
    state: "attention",
  });
  expect(account).not.toHaveProperty("token");
});

const BAD: [string, Record<string, unknown>][] = [
  ["token", { token: "marked-other", access_token: "marked-one" }],
  ["expires_at", { expires_at: "2027-01-01T12:00:00Z", expiry: "2027-01-01T13:00:00Z" }],
  ["requires_reauth", { requires_reauth: true, requires_reauthentication: false }],
  ["expiry", { expiry: "2027-01-01T12:00:00" }],
  ["expiry", { expiry: "marked" }],
  ["external_account_id", { external_account_id: "" }],
  ["external_account_id", { external_account_id: `marked${"x".repeat(250)}` }],
  ["external_account_id", { external_account_id: 7 }],
  ["scopes.1", { scopes: ["marked", 7] }],
  ["avatar_url", { avatar_url: "javascript:marked" }],
  ["requires_reauthentication", { requires_reauthentication: "marked" }],
  ["auth_id", { auth_id: "marked/../x" }],
  ["", { display_name: "marked\u0000" }],
];

test.each(BAD)("a bad %s is named and not repeated", async (path, fields) => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const reply = await link(hub, plain, "bob", fields);
  const text = await reply.text();
  expect(reply.status).toBe(400);
  const { code, errors } = JSON.parse(text) as { code: string; errors: { path: string }[] };
  expect([code, ...new Set(errors.map((error) => error.path))]).toEqual(["BAD_REQUEST", path]);
  expect(text).not.toContain("marked");
  expect(await accountsOf(hub, plain, "bob")).toEqual([]);
  expect((await saveFor(hub, plain, "bob")).status).toBe(201);
});

test("unknown fields are ignored, an account's own fields can't be set", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const forged = {
    surprise: 1,
    linked_account_id: "k-1",
    user_id: hub.users.eve,
    verified: true,
    version: 7,
    state: "gone",
  };
  const account = await dataOf<LinkedAccount>(await link(hub, plain, "bob", forged));
  expect(account).toMatchObject({ user_id: hub.users.bob, verified: false, version: 1, state: "active" });
  expect(account).not.toHaveProperty("surprise");
  expect(account.linked_account_id).toMatch(/^k-[0-9a-f-]{36}$/);
});

test("a token sees its own integration's accounts and nobody else's", async () => {
  await using hub = await startHub();
  const [plain, other] = [await hub.addIntegration("plain"), await hub.addIntegration("plain")];
  const account = await dataOf<LinkedAccount>(await link(hub, plain, "bob"));
  const list = `/v2/user/${hub.users.bob}/linked-accounts`;
  expect(await dataOf(await plain.api.get(`${list}?auth_id=${plain.auth_id}`))).toHaveLength(1);
  expect(await codeOf(await plain.api.get(`${list}?auth_id=${other.auth_id}`))).toBe("AUTH_ID_NOT_FOUND");
  expect(await dataOf(await other.api.get(list))).toEqual([]);
  expect(await codeOf(await plain.api.get(`/v2/user/${newId("user")}/linked-accounts`))).toBe("USER_NOT_FOUND");

  const strangers = [
    [other.api, `${list}/${account.linked_account_id}`],
    [plain.api, `/v2/user/${hub.users.eve}/linked-accounts/${account.linked_account_id}`],
  ] as const;
  for (const [api, path] of strangers) {
    for (const reply of [await api.get(path), await api.patch(path, { display_name: "x" }), await api.delete(path)]) {
      expect([reply.status, await codeOf(reply)]).toEqual([404, "LINKED_ACCOUNT_NOT_FOUND"]);
    }
  }
  expect(await accountsOf(hub, plain, "bob")).toEqual([account]);
});

test("an account that the integration deletes is gone, with a receipt that says who did it", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const { linked_account_id: id } = await dataOf<LinkedAccount>(await link(hub, plain, "bob"));
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${id}`;
  const deleted = await plain.api.delete(path, { revocation: "revoked", detail: "By the person, over there." });
  expect([deleted.status, await codeOf(deleted)]).toEqual([200, "OK"]);
  for (const reply of [await plain.api.delete(path), await plain.api.get(path), await plain.api.patch(path, {})]) {
    expect([reply.status, await codeOf(reply)]).toEqual([404, "LINKED_ACCOUNT_NOT_FOUND"]);
  }
  expect(plain.server.received).toHaveLength(1);
  const receipt = {
    requested_by: null,
    acknowledged: { state: "acknowledged", attempts: 0, problem: null },
    withdrawn: { state: "revoked", detail: "By the person, over there." },
  };
  expect(await dataOf(await hub.as("bob").get(`/api/accounts/${id}/receipt`))).toMatchObject(receipt);
  const admin = await dataOf<AdminPersonView>(await hub.as("ada").get(`/api/admin/people/${hub.users.bob}`));
  expect(admin).toMatchObject({ accounts: [], receipts: [receipt] });
  expect((await link(hub, plain, "bob")).status).toBe(201);
});

test("tokens are sealed where they are stored, and shredded when the account is gone", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const { linked_account_id: id } = await dataOf<LinkedAccount>(
    await link(hub, plain, "bob", { access_token: "marked-access", refresh_token: "marked-refresh" }),
  );
  const rows = () => hub.hub.context.db.selectFrom("linked_accounts").selectAll().execute();
  expect(JSON.stringify(await rows())).not.toContain("marked");
  expect(await rows()).toMatchObject([{ sealed_access_token: expect.any(String) }]);
  await plain.api.delete(`/v2/user/${hub.users.bob}/linked-accounts/${id}`);
  expect(await rows()).toMatchObject([{ state: "gone", sealed_access_token: null, sealed_refresh_token: null }]);
});

test("whoever reads the tables can't try out tokens against what is remembered of a write", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  await hub.as("bob").post(`/connector/${plain.service_id}/auth/${plain.auth_id}`);
  const path = `/v2/user/${hub.users.bob}/linked-accounts`;
  const saved = JSON.stringify({ auth_id: plain.auth_id, external_account_id: "john.doe", access_token: "1234" });
  const renewed = { access_token: "5678" };

  const { linked_account_id: id } = await dataOf<LinkedAccount>(
    await plain.api.post(path, saved, { "idempotency-key": "k" }),
  );
  const { lease } = await dataOf<LeaseAnswer>(await plain.api.post(`${path}/${id}/lease`));
  await dataOf(await plain.api.patch(`${path}/${id}`, renewed, { "joinery-lease": lease }));

  const { db } = hub.hub.context;
  const { body_digest } = await db.selectFrom("idempotency_keys").selectAll().executeTakeFirstOrThrow();
  const { lease_written } = await db.selectFrom("linked_accounts").selectAll().executeTakeFirstOrThrow();
  expect([body_digest, lease_written]).toEqual([expect.any(String), expect.any(String)]);
  expect(body_digest).not.toBe(sha256(`${path}\n${sha256(saved)}`));
  expect(lease_written).not.toBe(sha256(JSON.stringify(renewed)));
});

test("an account page says when the integration last used the account", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const { linked_account_id: id } = await dataOf<LinkedAccount>(await link(hub, plain, "bob"));
  const lastUsed = async () =>
    (await dataOf<{ account: { last_used_at: string | null } }>(await hub.as("bob").get(`/api/accounts/${id}`))).account
      .last_used_at;
  expect(await lastUsed()).toBeNull();
  await plain.api.get(`/v2/user/${hub.users.bob}/linked-accounts/${id}`);
  await hub.hub.context.accountUses.write();
  expect(await lastUsed()).not.toBeNull();
});
