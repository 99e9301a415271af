import type { FlowStatus, LinkedAccount } from "@joinery/contract";
import type { ConnectStarted, IntegrationView } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { accountsOf, auditOf, codeOf, pressConnect, proofOf, saveFor } from "../testing/look-inside.ts";
import { dataOf, startHub } from "../testing/start-hub.ts";

test("a new account needs a Connect of the same user within the last 30 minutes", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const refused = await saveFor(hub, plain, "bob");
  expect([refused.status, await codeOf(refused)]).toEqual([409, "CONNECT_REQUIRED"]);
  await dataOf(await pressConnect(hub, plain, "eve"));
  expect(await codeOf(await saveFor(hub, plain, "bob"))).toBe("CONNECT_REQUIRED");

  await dataOf(await pressConnect(hub, plain, "bob"));
  hub.advance(30 * 60 - 2);
  expect((await saveFor(hub, plain, "bob")).status).toBe(201);
  await dataOf(await pressConnect(hub, plain, "bob").then(() => hub.as("bob", "later").get("/api/me")));
  hub.advance(30 * 60 + 1);
  expect(await codeOf(await saveFor(hub, plain, "bob", {}, { external_account_id: "two" }))).toBe("CONNECT_REQUIRED");
});

test("one account for each Connect, and the page that pressed it follows to the end", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const started = await dataOf<ConnectStarted>(await pressConnect(hub, plain, "bob"));
  expect(started.authorization_url).toBe("https://acme.example/authorize?state=1");
  expect(plain.server.received[0]?.headers).not.toHaveProperty("joinery-flow");
  const status = async () => dataOf<FlowStatus>(await hub.as("bob").get(`/connect/${started.flow}`));
  expect((await status()).state).toBe("created");

  const saved = await saveFor(hub, plain, "bob");
  const account = await dataOf<LinkedAccount>(saved);
  expect(account).toMatchObject({ verified: false, state: "active" });
  expect(await status()).toMatchObject({ state: "completed", linked_account_id: account.linked_account_id });
  expect(await codeOf(await saveFor(hub, plain, "bob", {}, { external_account_id: "two" }))).toBe("CONNECT_REQUIRED");
});

test("a Connect at one integration is none at another", async () => {
  await using hub = await startHub();
  const [plain, other] = [await hub.addIntegration("plain"), await hub.addIntegration("plain")];
  await dataOf(await pressConnect(hub, plain, "bob"));
  expect(await codeOf(await saveFor(hub, other, "bob"))).toBe("CONNECT_REQUIRED");
});

test("an update in place needs no Connect and never changes the mark", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const account = await hub.linkAccount(plain, "bob");
  const updated = await saveFor(hub, plain, "bob", {}, { access_token: "at-2", verified: true });
  expect(updated.status).toBe(200);
  expect(await dataOf(updated)).toMatchObject({ linked_account_id: account, access_token: "at-2", verified: false });
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${account}`;
  expect(await dataOf(await plain.api.patch(path, { display_name: "John", verified: true }))).toMatchObject({
    verified: false,
    display_name: "John",
  });
  expect(await accountsOf(hub, plain, "bob")).toHaveLength(1);
});

test("pressing Connect again for the same identity repairs it and completes that flow", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const account = await hub.linkAccount(plain, "bob");
  await plain.api.patch(`/v2/user/${hub.users.bob}/linked-accounts/${account}`, { requires_reauth: true });
  const { flow } = await dataOf<ConnectStarted>(
    await pressConnect(hub, plain, "bob", { "joinery-reconnect": account }),
  );
  expect((await saveFor(hub, plain, "bob")).status).toBe(200);
  const status = await dataOf<FlowStatus>(await hub.as("bob").get(`/connect/${flow}`));
  expect(status).toMatchObject({ state: "completed", linked_account_id: account });
  expect(await auditOf(hub, "account.reconnected")).toHaveLength(1);
});

test("the policy for verified connects refuses a plain one when Connect is pressed, and not at save", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const desk = await hub.addIntegration("verified");
  const path = `/api/integrations/${plain.service_id}`;
  await dataOf(await pressConnect(hub, plain, "bob"));
  await dataOf(await hub.as("ada").patch("/api/admin/policy", { require_verified: true }));

  const received = plain.server.received.length;
  const refused = await pressConnect(hub, plain, "bob");
  expect([refused.status, await codeOf(refused)]).toEqual([409, "VERIFICATION_REQUIRED"]);
  expect(plain.server.received).toHaveLength(received);
  expect((await dataOf<IntegrationView>(await hub.as("bob").get(path))).obstacle).toBe("VERIFICATION_REQUIRED");
  expect(await codeOf(await pressConnect(hub, desk, "bob"))).toBe("OK");

  expect((await saveFor(hub, plain, "bob")).status).toBe(201);
  expect(await auditOf(hub, "policy.changed")).toMatchObject([
    { actor: { user_id: hub.users.ada }, detail: { require_verified: true } },
  ]);
});

test("a plain flow is nothing that can be verified, redeemed or claimed", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const { flow } = await dataOf<ConnectStarted>(await pressConnect(hub, plain, "bob"));
  const token = "A".repeat(43);
  const back = await hub.as("bob").get(`/connect/${flow}/verify?challenge=${token}`);
  expect(back.headers.get("location")).toBe(`/connect/${flow}/ended`);
  const redeemed = await plain.api.post(`/v2/connect/${flow}/redeem`, { code: token, verifier: token });
  expect(await codeOf(redeemed)).toBe("FLOW_OUT_OF_ORDER");
  expect(await codeOf(await plain.api.post(`/v2/connect/${flow}/claim`))).toBe("FLOW_OUT_OF_ORDER");
});

test("a verified integration's account is never made by a plain Connect or a plain integration's flow", async () => {
  await using hub = await startHub();
  const plain = await hub.addIntegration("plain");
  const desk = await hub.addIntegration("verified");
  const { flow } = await dataOf<ConnectStarted>(await pressConnect(hub, plain, "bob"));
  const proof = proofOf({ flow, claim: "A".repeat(43), code: "", verifier: "" });
  expect(await codeOf(await saveFor(hub, desk, "bob", proof))).toBe("FLOW_NOT_FOUND");
  await dataOf(await pressConnect(hub, desk, "bob"));
  expect(await codeOf(await saveFor(hub, desk, "bob"))).toBe("VERIFICATION_REQUIRED");
});
