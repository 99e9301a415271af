import { newId, type Receipt } from "@joinery/contract";
import type { IntegrationView } from "@joinery/contract/pages";
import { decodeJwt } from "jose";
import { expect, test } from "vitest";
import { json } from "../testing/fake-integration.ts";
import { accountsOf, auditOf, codeOf, pressConnect, proofOf, saveFor, setEnabled } from "../testing/look-inside.ts";
import { dataOf, startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";

const press = (hub: TestHub, desk: TestIntegration, account: string) =>
  hub.as("bob").delete(`/connector/${desk.service_id}/linked-accounts/${account}`);
const apiPath = (hub: TestHub, account: string) => `/v2/user/${hub.users.bob}/linked-accounts/${account}`;
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

test("a double click is one disconnect and one attempt", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  const replies = await Promise.all([press(hub, desk, account), press(hub, desk, account)]);
  expect(replies.map((reply) => reply.status)).toEqual([200, 200]);
  expect(await dataOf(await hub.as("bob").get(`/api/accounts/${account}/receipt`))).toMatchObject({
    acknowledged: { state: "acknowledged", attempts: 1, problem: null },
    withdrawn: { state: "revoked" },
  });
  expect(await auditOf(hub, "account.disconnect_requested")).toHaveLength(1);
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
