import { challengeOf, type LinkedAccount, newId, type Receipt, randomToken256 } from "@joinery/contract";
import type { AccountView, ChoiceAnswer, FlowPageView, IntegrationsView } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { json } from "../testing/fake-integration.ts";
import { accountsOf, auditOf, codeOf, flowIn, openConnections, proofOf, saveFor } from "../testing/look-inside.ts";
import { dataOf, type Held, startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";
import { eventsOf } from "../testing/told.ts";

/** Presses Reconnect on an account of Bob's and goes up to the claim. */
async function reconnect(hub: TestHub, desk: TestIntegration, account: string): Promise<Held> {
  const bob = hub.as("bob");
  const path = `/connector/${desk.service_id}/auth/${desk.auth_id}`;
  const { flow } = await dataOf<{ flow: string }>(await bob.post(path, undefined, { "joinery-reconnect": account }));
  const verifier = randomToken256();
  const back = await bob.get(`/connect/${flow}/verify?challenge=${await challengeOf(verifier)}`);
  const code = new URL(back.headers.get("location") ?? "").searchParams.get("code") ?? "";
  await desk.api.post(`/v2/connect/${flow}/redeem`, { code, verifier });
  const { claim } = await dataOf<{ claim: string }>(await desk.api.post(`/v2/connect/${flow}/claim`));
  return { flow, code, verifier, claim };
}

const comesBack = (hub: TestHub, desk: TestIntegration, held: Held, label: string, fields = {}) =>
  saveFor(hub, desk, "bob", proofOf(held), { external_account_id: label, refresh_token: "rt-new", ...fields });

/** An account "john" that Bob wanted to repair, and "jane", who came back. */
async function mixedUp(hub: TestHub) {
  const desk = await hub.addIntegration("verified");
  const john = await hub.linkAccount(desk, "bob", "john");
  const held = await reconnect(hub, desk, john);
  const saved = await comesBack(hub, desk, held, "jane");
  expect(saved.status).toBe(202);
  const jane = (await dataOf<LinkedAccount>(saved)).linked_account_id;
  return { desk, john, jane, held };
}

const choose = (hub: TestHub, account: string, choice: string) =>
  hub.as("bob").post(`/api/accounts/${account}/choice`, { choice });
const pageOf = async (hub: TestHub, account: string) =>
  (await dataOf<AccountView>(await hub.as("bob").get(`/api/accounts/${account}`))).account;
const listedOn = async (hub: TestHub) => {
  const view = await dataOf<IntegrationsView>(await hub.as("bob").get("/api/integrations"));
  return view.integrations.flatMap(({ accounts }) => accounts.map((row) => [row.external_account_id, row.state]));
};

test("another identity waits for a choice: sealed, out of the integration's lists, on its owner's pages", async () => {
  await using hub = await startHub();
  const { desk, john, jane, held } = await mixedUp(hub);
  const again = await comesBack(hub, desk, held, "jane");
  expect(again.status).toBe(202);
  expect(await dataOf(again)).toMatchObject({
    linked_account_id: jane,
    state: "pending",
    access_token: null,
    refresh_token: null,
  });

  expect((await accountsOf(hub, desk, "bob")).map((row) => row.linked_account_id)).toEqual([john]);
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${jane}`;
  const replies = [
    await desk.api.get(path),
    await desk.api.patch(path, { access_token: "at-9" }),
    await desk.api.post(`${path}/lease`),
    await desk.api.delete(`${path}/lease`, undefined, { "joinery-lease": "A".repeat(43) }),
  ];
  for (const reply of replies) expect([reply.status, await codeOf(reply)]).toEqual([404, "LINKED_ACCOUNT_NOT_FOUND"]);

  expect(await listedOn(hub)).toEqual([
    ["john", "active"],
    ["jane", "pending"],
  ]);
  expect(await pageOf(hub, jane)).toMatchObject({
    state: "pending",
    pending_for: { linked_account_id: john, external_account_id: "john" },
  });
  const status = await dataOf(await hub.as("bob").get(`/connect/${held.flow}`));
  expect(status).toMatchObject({ state: "completed", reason: "choice_needed", linked_account_id: jane });
  expect((await eventsOf(hub)).map(({ type, account }) => [type, account])).toEqual([["account.linked", john]]);
  expect(await auditOf(hub, "account.choice_needed")).toHaveLength(1);
});

test("replace: the new account becomes the account and the old one is disconnected with its own receipt", async () => {
  await using hub = await startHub();
  const { desk, john, jane } = await mixedUp(hub);
  const answer = await dataOf<ChoiceAnswer>(await choose(hub, jane, "replace"));
  expect(answer).toEqual({ linked_account_id: jane, receipt_of: john });
  const [only, ...more] = await accountsOf(hub, desk, "bob");
  expect(only).toMatchObject({ linked_account_id: jane, state: "active", refresh_token: "rt-new" });
  expect(more).toEqual([]);
  await hub.work();
  expect(desk.server.received.at(-1)).toMatchObject({ method: "DELETE", path: `/linked-accounts/${john}` });
  expect(await dataOf(await hub.as("bob").get(`/api/accounts/${john}/receipt`))).toMatchObject({
    cause: "replaced",
    acknowledged: { state: "acknowledged" },
  });
  expect((await eventsOf(hub)).map(({ type, account }) => [type, account])).toEqual(
    expect.arrayContaining([
      ["account.linked", jane],
      ["account.disconnect_requested", john],
    ]),
  );
});

test("add: both are accounts", async () => {
  await using hub = await startHub();
  const { desk, john, jane } = await mixedUp(hub);
  expect(await dataOf(await choose(hub, jane, "add"))).toEqual({ linked_account_id: jane, receipt_of: null });
  expect((await accountsOf(hub, desk, "bob")).map((row) => row.linked_account_id)).toEqual([john, jane]);
  expect((await pageOf(hub, jane)).pending_for).toBeNull();
});

test("cancel: the new account is disconnected, readable only while its integration withdraws it", async () => {
  await using hub = await startHub();
  const { desk, john, jane } = await mixedUp(hub);
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${jane}`;
  const read: Promise<Response>[] = [];
  desk.server.respond = async (_request, response) => {
    read.push(desk.api.get(path));
    await Promise.all(read);
    json(response, 200, { code: "OK", message: "OK", data: { revocation: "revoked" } });
  };
  expect(await dataOf(await choose(hub, jane, "cancel"))).toEqual({ linked_account_id: john, receipt_of: jane });
  expect(await codeOf(await desk.api.get(path))).toBe("LINKED_ACCOUNT_NOT_FOUND");
  await hub.work();
  expect(await dataOf(await (read[0] as Promise<Response>))).toMatchObject({ refresh_token: "rt-new" });
  expect(await codeOf(await desk.api.get(path))).toBe("LINKED_ACCOUNT_NOT_FOUND");
  expect((await accountsOf(hub, desk, "bob")).map((row) => row.linked_account_id)).toEqual([john]);
  expect(await dataOf(await hub.as("bob").get(`/api/accounts/${jane}/receipt`))).toMatchObject({
    cause: "cancelled",
    withdrawn: { state: "revoked" },
  });
});

test("a choice is made once, in whichever tab, and only about a pending account", async () => {
  await using hub = await startHub();
  const { john, jane } = await mixedUp(hub);
  expect(await codeOf(await choose(hub, john, "cancel"))).toBe("CHOICE_MADE");
  await dataOf(await choose(hub, jane, "add"));
  for (const choice of ["add", "replace", "cancel"]) {
    const late = await choose(hub, jane, choice);
    expect([late.status, await codeOf(late)]).toEqual([409, "CHOICE_MADE"]);
  }
  expect(await codeOf(await choose(hub, newId("linkedAccount"), "add"))).toBe("LINKED_ACCOUNT_NOT_FOUND");
  expect(await codeOf(await hub.as("eve").post(`/api/accounts/${jane}/choice`, { choice: "add" }))).toBe(
    "LINKED_ACCOUNT_NOT_FOUND",
  );
  expect((await choose(hub, jane, "both")).status).toBe(400);
});

test("of different choices at the same moment one is done and the others read that it was made", async () => {
  await using hub = await startHub();
  await openConnections(hub);
  const { desk, jane } = await mixedUp(hub);
  const choices = ["replace", "add", "cancel", "replace", "add", "cancel"];
  const codes = await Promise.all(choices.map(async (choice) => codeOf(await choose(hub, jane, choice))));
  expect(codes.sort()).toEqual([...Array(5).fill("CHOICE_MADE"), "OK"]);
  expect((await accountsOf(hub, desk, "bob")).length).toBeGreaterThan(0);
});

test("of a cancel and a disconnect at the same moment, the receipt bears the cause of whoever came first", async () => {
  await using hub = await startHub();
  await openConnections(hub);
  const { desk, jane } = await mixedUp(hub);
  desk.server.respond = (_request, response) => json(response, 500, {});
  const [chosen] = await Promise.all([
    choose(hub, jane, "cancel").then(codeOf),
    hub.as("bob").post(`/api/accounts/${jane}/disconnect`),
  ]);
  const { cause } = await dataOf<Receipt>(await hub.as("bob").get(`/api/accounts/${jane}/receipt`));
  expect([
    ["OK", "cancelled"],
    ["CHOICE_MADE", "person"],
  ]).toContainEqual([chosen, cause]);
});

test("an identity that is linked already is updated in place, and the page says that it is another account", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const john = await hub.linkAccount(desk, "bob", "john");
  const jane = await hub.linkAccount(desk, "bob", "jane");
  const held = await reconnect(hub, desk, john);
  const saved = await comesBack(hub, desk, held, "jane");
  expect([saved.status, (await dataOf<LinkedAccount>(saved)).linked_account_id]).toEqual([200, jane]);
  const page = await dataOf<FlowPageView>(await hub.as("bob").get(`/connect/${held.flow}/page`));
  expect(page).toMatchObject({ state: "completed", reason: "another_account", linked_account_id: jane });
  expect((await accountsOf(hub, desk, "bob")).map((row) => [row.external_account_id, row.refresh_token])).toEqual([
    ["john", "rt-1"],
    ["jane", "rt-new"],
  ]);
});

test("the same identity keeps its id, and the flow has no remark", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const john = await hub.linkAccount(desk, "bob", "john");
  await hub.linkAccount(desk, "bob", "jane");
  const held = await reconnect(hub, desk, john);
  const saved = await comesBack(hub, desk, held, "john");
  expect([saved.status, (await dataOf<LinkedAccount>(saved)).linked_account_id]).toEqual([200, john]);
  expect(await flowIn(hub, held.flow)).toMatchObject({ state: "completed", reason: null });
});

test("the old account is disconnected before the other identity comes back: there is nothing to choose", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const john = await hub.linkAccount(desk, "bob", "john");
  const held = await reconnect(hub, desk, john);
  await dataOf(await hub.as("bob").post(`/api/accounts/${john}/disconnect`));
  const saved = await comesBack(hub, desk, held, "jane");
  expect([saved.status, (await dataOf<LinkedAccount>(saved)).state]).toEqual([201, "active"]);
});

test.each(["replace", "add"])("%s works when the old account was disconnected before the choice", async (choice) => {
  await using hub = await startHub();
  const { desk, john, jane } = await mixedUp(hub);
  await dataOf(await hub.as("bob").post(`/api/accounts/${john}/disconnect`));
  expect((await pageOf(hub, jane)).pending_for).toBeNull();
  expect(await dataOf(await choose(hub, jane, choice))).toEqual({ linked_account_id: jane, receipt_of: null });
  expect((await accountsOf(hub, desk, "bob")).map((row) => row.linked_account_id)).toEqual([jane]);
});

test("a Connect that brings the waiting identity is the choice to add it, with the newest tokens", async () => {
  await using hub = await startHub();
  const { desk, jane } = await mixedUp(hub);
  const held = await hub.connectUpTo("claimed", desk, "bob");
  const saved = await comesBack(hub, desk, held, "jane", { refresh_token: "rt-newer" });
  expect([saved.status, await dataOf(saved)]).toMatchObject([
    201,
    { linked_account_id: jane, state: "active", refresh_token: "rt-newer" },
  ]);
  expect(await codeOf(await choose(hub, jane, "cancel"))).toBe("CHOICE_MADE");
});

test("another Reconnect that brings the waiting identity asks the same question again, with the newest tokens", async () => {
  await using hub = await startHub();
  const { desk, john, jane } = await mixedUp(hub);
  const saved = await comesBack(hub, desk, await reconnect(hub, desk, john), "jane", { refresh_token: "rt-newer" });
  expect([saved.status, (await dataOf<LinkedAccount>(saved)).linked_account_id]).toEqual([202, jane]);
  await dataOf(await choose(hub, jane, "replace"));
  expect(await accountsOf(hub, desk, "bob")).toMatchObject([{ linked_account_id: jane, refresh_token: "rt-newer" }]);
});

test("a waiting identity can't be given to another account", async () => {
  await using hub = await startHub();
  const { desk, john } = await mixedUp(hub);
  const reply = await desk.api.patch(`/v2/user/${hub.users.bob}/linked-accounts/${john}`, {
    external_account_id: "jane",
  });
  expect(reply.status).toBe(400);
});

test("a plain integration's other identity waits for a choice, too", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const john = await hub.linkAccount(plain, "bob", "john");
  const path = `/connector/${plain.service_id}/auth/${plain.auth_id}`;
  await dataOf(await hub.as("bob").post(path, undefined, { "joinery-reconnect": john }));
  const saved = await saveFor(hub, plain, "bob", {}, { external_account_id: "jane" });
  expect([saved.status, (await dataOf<LinkedAccount>(saved)).state]).toEqual([202, "pending"]);
});

test("several accounts: only the one that was to be repaired is replaced", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const other = await hub.linkAccount(desk, "bob", "other");
  const john = await hub.linkAccount(desk, "bob", "john");
  const saved = await comesBack(hub, desk, await reconnect(hub, desk, john), "jane");
  const jane = (await dataOf<LinkedAccount>(saved)).linked_account_id;
  await dataOf(await choose(hub, jane, "replace"));
  expect((await accountsOf(hub, desk, "bob")).map((row) => row.linked_account_id)).toEqual([other, jane]);
});

test("a pending account can be disconnected like any other, and then there is no choice left", async () => {
  await using hub = await startHub();
  const { desk, jane } = await mixedUp(hub);
  desk.server.respond = (_request, response) => json(response, 500, {});
  await dataOf(await hub.as("bob").post(`/api/accounts/${jane}/disconnect`));
  for (const choice of ["add", "replace", "cancel"]) {
    expect(await codeOf(await choose(hub, jane, choice))).toBe("CHOICE_MADE");
  }
  expect((await listedOn(hub)).map(([label]) => label)).toEqual(["john"]);
});

test("an account that needs attention from the beginning still does after the choice", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const john = await hub.linkAccount(desk, "bob", "john");
  const held = await reconnect(hub, desk, john);
  const saved = await comesBack(hub, desk, held, "jane", { requires_reauthentication: true });
  const { linked_account_id: jane } = await dataOf<LinkedAccount>(saved);
  await dataOf(await choose(hub, jane, "add"));
  expect(await pageOf(hub, jane)).toMatchObject({ state: "attention", attention_reason: "requires_reauthentication" });
});
