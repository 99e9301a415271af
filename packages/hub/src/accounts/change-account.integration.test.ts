import type { LinkedAccount } from "@joinery/contract";
import { expect, test } from "vitest";
import { accountsOf, auditOf, codeOf, pressConnect, saveFor } from "../testing/look-inside.ts";
import { dataOf, type PersonName, startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";

/** Presses Connect at a plain integration and saves an account with some fields. */
async function link(hub: TestHub, plain: TestIntegration, person: PersonName, fields: Record<string, unknown> = {}) {
  await dataOf(await pressConnect(hub, plain, person));
  return saveFor(hub, plain, person, {}, fields);
}

test("a change touches only what is given, and null clears", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const given = { refresh_token: "rt-1", display_name: "John", additional_info: "Sales", scopes: ["read"] };
  const before = await dataOf<LinkedAccount>(await link(hub, plain, "bob", given));
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${before.linked_account_id}`;
  const changed = await dataOf<LinkedAccount>(
    await plain.api.patch(path, { display_name: null, access_token: "at-2" }),
  );
  const { updated_at } = changed;
  expect(changed).toEqual({ ...before, display_name: null, access_token: "at-2", version: 2, updated_at });
  expect(await dataOf(await plain.api.get(path))).toEqual(changed);
});

test("If-Match refuses to overwrite a change that came first", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const account = await dataOf<LinkedAccount>(await link(hub, plain, "bob"));
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${account.linked_account_id}`;
  const etag = (await plain.api.get(path)).headers.get("etag") ?? "";
  expect(etag).toBe('"1"');
  expect(await codeOf(await plain.api.patch(path, { access_token: "at-2" }, { "if-match": etag }))).toBe("OK");
  const late = await plain.api.patch(path, { access_token: "at-3" }, { "if-match": etag });
  expect([late.status, await codeOf(late)]).toEqual([412, "VERSION_MISMATCH"]);
  expect(await dataOf(await plain.api.get(path))).toMatchObject({ access_token: "at-2", version: 2 });
  for (const bad of ["2", 'W/"2"', '"two"', '"-1"']) {
    expect((await plain.api.patch(path, { access_token: "at-4" }, { "if-match": bad })).status).toBe(400);
  }
});

test("changes without If-Match are all applied, however many come at once", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const account = await dataOf<LinkedAccount>(await link(hub, plain, "bob"));
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${account.linked_account_id}`;
  const changes = Array.from({ length: 12 }, (_, index) => plain.api.patch(path, { display_name: `John ${index}` }));
  expect(await Promise.all((await Promise.all(changes)).map(codeOf))).toEqual(Array(12).fill("OK"));
  expect(await dataOf(await plain.api.get(path))).toMatchObject({ version: 13 });
});

test("an account can't be given the identity of another one", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  await link(hub, plain, "bob", { external_account_id: "one" });
  await link(hub, plain, "bob", { external_account_id: "two", external_subject: "iss|2" });
  const three = await dataOf<LinkedAccount>(await link(hub, plain, "bob", { external_account_id: "three" }));
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${three.linked_account_id}`;
  for (const [field, value] of [
    ["external_account_id", "one"],
    ["external_subject", "iss|2"],
  ] as const) {
    const reply = await plain.api.patch(path, { [field]: value });
    expect(reply.status).toBe(400);
    expect(await reply.json()).toMatchObject({ code: "BAD_REQUEST", errors: [{ path: field }] });
  }
  expect(await codeOf(await plain.api.patch(path, { external_account_id: "two" }))).toBe("OK");
});

test("requires_reauthentication asks for attention and is taken back, with both in the audit", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const account = await dataOf<LinkedAccount>(await link(hub, plain, "bob"));
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${account.linked_account_id}`;
  const page = async () => dataOf(await hub.as("bob").get(`/api/accounts/${account.linked_account_id}`));

  expect(await dataOf(await plain.api.patch(path, { requires_reauth: true }))).toMatchObject({ state: "attention" });
  await plain.api.patch(path, { requires_reauthentication: true });
  expect(await page()).toMatchObject({
    account: { state: "attention", attention_reason: "requires_reauthentication" },
  });
  expect(await accountsOf(hub, plain, "bob")).toHaveLength(1);
  expect(await dataOf(await plain.api.patch(path, { requires_reauthentication: false }))).toMatchObject({
    state: "active",
  });
  expect(await page()).toMatchObject({ account: { state: "active", attention_reason: null } });
  for (const action of ["account.attention_needed", "account.recovered"]) {
    expect(await auditOf(hub, action)).toMatchObject([{ subject: { user_id: hub.users.bob } }]);
  }
});
