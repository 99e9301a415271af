import { challengeOf, FLOW_LIMITS, type LinkedAccount, newId, randomToken256 } from "@joinery/contract";
import type { AdminIntegrationView, OrphanRow } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { forgetOldWrites } from "../accounts/idempotency.ts";
import { accountsOf, auditOf, codeOf, flowIn, proofOf, saveFor } from "../testing/look-inside.ts";
import { dataOf, startHub } from "../testing/start-hub.ts";

test("a save that is repeated with its key answers the same account", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("claimed", desk, "bob");
  const first = await saveFor(hub, desk, "bob", proofOf(held));
  const again = await saveFor(hub, desk, "bob", proofOf(held));
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(await dataOf(again)).toEqual(await dataOf(first));
  expect(await auditOf(hub, "account.linked")).toHaveLength(1);
});

test("a save that is repeated while its account is being removed reads that it was saved, without tokens; later, that it is gone", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("claimed", desk, "bob");
  const { linked_account_id: id } = await dataOf<LinkedAccount>(await saveFor(hub, desk, "bob", proofOf(held)));
  const well = desk.server.respond;
  desk.server.respond = (_request, response) => response.writeHead(500).end();
  await hub.as("bob").post(`/api/accounts/${id}/disconnect`);
  const again = await saveFor(hub, desk, "bob", proofOf(held));
  expect([again.status, await dataOf(again)]).toMatchObject([
    201,
    { linked_account_id: id, state: "disconnecting", access_token: null, refresh_token: null },
  ]);
  desk.server.respond = well;
  await hub.as("bob").delete(`/connector/${desk.service_id}/linked-accounts/${id}`);
  expect(await codeOf(await saveFor(hub, desk, "bob", proofOf(held)))).toBe("LINKED_ACCOUNT_NOT_FOUND");
});

test("a key that was used for another body, or another user, is refused", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("claimed", desk, "bob");
  await dataOf(await saveFor(hub, desk, "bob", proofOf(held)));
  const replies = [
    await saveFor(hub, desk, "bob", proofOf(held), { access_token: "at-2" }),
    await saveFor(hub, desk, "eve", proofOf(held)),
  ];
  for (const reply of replies) expect([reply.status, await codeOf(reply)]).toEqual([422, "IDEMPOTENCY_KEY_REUSED"]);
  expect(await accountsOf(hub, desk, "bob")).toMatchObject([{ access_token: "at-1" }]);
});

test("keys of two integrations do not meet, and a key is free again after 7 days", async () => {
  await using hub = await startHub();
  const [desk, other] = [await hub.addIntegration("verified"), await hub.addIntegration("verified")];
  const key = { "idempotency-key": "same" };
  const save = async (integration: typeof desk, person: "bob" | "eve" = "bob") => {
    const held = await hub.connectUpTo("claimed", integration, person);
    const label = { external_account_id: held.flow };
    return (await saveFor(hub, integration, person, { ...proofOf(held), ...key }, label)).status;
  };
  expect([await save(desk), await save(other), await save(desk)]).toEqual([201, 201, 422]);
  hub.advance(7 * 24 * 60 * 60 - 60);
  expect(await save(desk, "eve")).toBe(422);
  hub.advance(61);
  expect(await save(desk, "eve"), "also before the clockwork has cleared up").toBe(201);
  expect(await save(desk, "eve")).toBe(422);
  hub.advance(7 * 24 * 60 * 60 + 1);
  const { db, clock } = hub.hub.context;
  await forgetOldWrites(db, clock());
  expect(await db.selectFrom("idempotency_keys").selectAll().execute()).toEqual([]);
});

test("a save needs the flow's own claim, user and integration", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const other = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("claimed", desk, "bob");
  const eves = await hub.connectUpTo("claimed", desk, "eve");
  const proof = proofOf(held);
  const wrong = [
    ["no proof", 409, "VERIFICATION_REQUIRED", await saveFor(hub, desk, "bob")],
    [
      "a made-up claim",
      409,
      "CLAIM_WRONG",
      await saveFor(hub, desk, "bob", { ...proof, "joinery-claim": randomToken256() }),
    ],
    [
      "another flow's claim",
      409,
      "CLAIM_WRONG",
      await saveFor(hub, desk, "bob", { ...proof, "joinery-claim": eves.claim }),
    ],
    ["another user", 404, "FLOW_NOT_FOUND", await saveFor(hub, desk, "eve", proof)],
    ["another integration", 404, "FLOW_NOT_FOUND", await saveFor(hub, other, "bob", proof)],
    ["another auth_id", 404, "AUTH_ID_NOT_FOUND", await saveFor(hub, desk, "bob", proof, { auth_id: other.auth_id })],
    [
      "an unknown flow",
      404,
      "FLOW_NOT_FOUND",
      await saveFor(hub, desk, "bob", { ...proof, "joinery-flow": newId("flow") }),
    ],
    [
      "an unknown user",
      404,
      "USER_NOT_FOUND",
      await desk.api.post(
        `/v2/user/${newId("user")}/linked-accounts`,
        { auth_id: desk.auth_id, external_account_id: "x" },
        proof,
      ),
    ],
  ] as const;
  for (const [name, status, code, reply] of wrong) {
    expect([name, reply.status, await codeOf(reply)]).toEqual([name, status, code]);
  }
  expect((await flowIn(hub, held.flow)).state).toBe("claimed");
  expect((await saveFor(hub, desk, "bob", proof)).status).toBe(201);
});

test("a flow without its claim, or a claim of the wrong form, is a bad request that repeats nothing", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("claimed", desk, "bob");
  const headers = [
    { "joinery-flow": held.flow },
    { "joinery-flow": held.flow, "joinery-claim": "marked-claim" },
    { "joinery-flow": "marked-flow", "joinery-claim": held.claim },
  ];
  for (const header of headers) {
    const reply = await saveFor(hub, desk, "bob", header);
    const text = await reply.text();
    expect(reply.status).toBe(400);
    expect(JSON.parse(text)).toMatchObject({
      code: "BAD_REQUEST",
      errors: [{ path: expect.stringMatching(/^joinery-/) }],
    });
    expect(text).not.toMatch(/marked/);
  }
});

test("a claimed flow may be saved for 72 hours; then it is an orphan on the administrator's list", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const inTime = await hub.connectUpTo("claimed", desk, "bob");
  const late = await hub.connectUpTo("claimed", desk, "eve");
  const refused = await hub.connectUpTo("claimed", desk, "eve");
  await desk.api.post(`/v2/connect/${refused.flow}/refuse`, { reason: "exchange_failed", claim: refused.claim });
  const orphans = async () =>
    (await dataOf<{ rows: OrphanRow[] }>(await hub.as("ada", String(Math.random())).get("/api/admin/orphans"))).rows;

  hub.advance(FLOW_LIMITS.saveSeconds - 10);
  expect(await orphans()).toEqual([]);
  expect((await saveFor(hub, desk, "bob", proofOf(inTime))).status).toBe(201);
  hub.advance(20);
  const reply = await saveFor(hub, desk, "eve", proofOf(late));
  expect([reply.status, await codeOf(reply)]).toEqual([409, "FLOW_EXPIRED"]);
  expect(await orphans()).toMatchObject([
    { flow: late.flow, user_id: hub.users.eve, user_name: "Eve Marsh", integration_name: "Acme Desk" },
  ]);
});

test("a reconnect that brings the same identity keeps the linked account", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  await desk.api.patch(`/v2/user/${hub.users.bob}/linked-accounts/${account}`, { requires_reauthentication: true });
  const held = await hub.connectUpTo("claimed", desk, "bob");
  const saved = await saveFor(hub, desk, "bob", proofOf(held), { access_token: "at-2" });
  expect(saved.status).toBe(200);
  expect(await dataOf<LinkedAccount>(saved)).toMatchObject({
    linked_account_id: account,
    access_token: "at-2",
    refresh_token: "rt-1",
    state: "active",
    requires_reauthentication: false,
  });
  expect(await flowIn(hub, held.flow)).toMatchObject({ state: "completed", linked_account_id: account });
  expect(await auditOf(hub, "account.reconnected")).toHaveLength(1);
});

test("Reconnect names the account to the integration, and only an own, live one", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  const press = (person: "bob" | "eve", id: string) =>
    hub.as(person).post(`/connector/${desk.service_id}/auth/${desk.auth_id}`, undefined, { "joinery-reconnect": id });
  for (const reply of [await press("eve", account), await press("bob", newId("linkedAccount"))]) {
    expect([reply.status, await codeOf(reply)]).toEqual([404, "LINKED_ACCOUNT_NOT_FOUND"]);
  }
  const { flow } = await dataOf<{ flow: string }>(await press("bob", account));
  expect(desk.server.received.at(-1)?.headers).not.toHaveProperty("joinery-reconnect");
  const verifier = randomToken256();
  const back = await hub.as("bob").get(`/connect/${flow}/verify?challenge=${await challengeOf(verifier)}`);
  const code = new URL(back.headers.get("location") ?? "").searchParams.get("code");
  const redeemed = await dataOf(await desk.api.post(`/v2/connect/${flow}/redeem`, { code, verifier }));
  expect(redeemed).toMatchObject({ reconnect: { linked_account_id: account, external_account_id: "john.doe" } });
});

test("a verified integration may update an account in place without a flow", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const account = await hub.linkAccount(desk, "bob");
  const saved = await saveFor(hub, desk, "bob", {}, { access_token: "at-2" });
  expect(saved.status).toBe(200);
  expect(await dataOf(saved)).toMatchObject({ linked_account_id: account, verified: true, access_token: "at-2" });
  const view = await dataOf<AdminIntegrationView>(
    await hub.as("ada").get(`/api/admin/integrations/${desk.service_id}`),
  );
  expect(view.linked_accounts).toBe(1);
});
