import { expect, test } from "vitest";
import { offboardPerson } from "../disconnect/offboarding/offboard-person.ts";
import { codeOf, deactivate, pressConnect, proofOf, saveFor } from "../testing/look-inside.ts";
import { startHub } from "../testing/start-hub.ts";

test("nobody connects anything for a person who is inactive: not at the start, nor at any later step", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const plain = await hub.addIntegration("plain");
  const created = await hub.connectUpTo("created", desk, "bob");
  const verified = await hub.connectUpTo("verified", desk, "bob");
  const redeemed = await hub.connectUpTo("redeemed", desk, "bob");
  const claimed = await hub.connectUpTo("claimed", desk, "bob");
  expect((await pressConnect(hub, plain, "bob")).status).toBe(200);
  await deactivate(hub, "bob");

  expect(await codeOf(await pressConnect(hub, desk, "bob"))).toBe("SIGN_IN_REQUIRED");
  const visit = await hub.as("bob").get(`/connect/${created.flow}/verify?challenge=${"A".repeat(43)}`);
  expect(visit.headers.get("location")).toBe("/sign-in");
  const { code, verifier } = verified;
  const steps = [
    await desk.api.post(`/v2/connect/${verified.flow}/redeem`, { code, verifier }),
    await desk.api.post(`/v2/connect/${redeemed.flow}/claim`),
    await saveFor(hub, desk, "bob", proofOf(claimed)),
    await saveFor(hub, plain, "bob"),
  ];
  for (const reply of steps) expect([reply.status, await codeOf(reply)]).toEqual([409, "USER_INACTIVE"]);
});

test("a person who is offboarded while a choice waits leaves nothing behind that could become an account", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const john = await hub.linkAccount(desk, "bob", "john");
  const held = await hub.connectUpTo("claimed", desk, "bob");
  await hub.hub.context.db
    .updateTable("flows")
    .set({ reconnect_account_id: john })
    .where("flow_id", "=", held.flow)
    .execute();
  expect((await saveFor(hub, desk, "bob", proofOf(held), { external_account_id: "jane" })).status).toBe(202);

  await offboardPerson(hub.hub.context, {
    organisationId: hub.organisationId,
    userId: hub.users.bob,
    source: "administrator",
    requestedBy: hub.users.ada,
    requestId: "r",
  });
  await hub.work();
  const rows = await hub.hub.context.db.selectFrom("linked_accounts").select("state").execute();
  expect(rows).toEqual([{ state: "gone" }, { state: "gone" }]);
  const told = desk.server.received.filter(({ method }) => method === "DELETE");
  expect(new Set(told.map(({ path }) => path)).size).toBe(2);
});
