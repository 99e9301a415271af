import { FLOW_LIMITS, randomToken256 } from "@joinery/contract";
import type { OrphanRow } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { accountsOf, codeOf, flowIn, proofOf, saveFor } from "../testing/look-inside.ts";
import { dataOf, startHub, type TestHub } from "../testing/start-hub.ts";
import { eventsOf } from "../testing/told.ts";

const orphansOf = async (hub: TestHub) =>
  (await dataOf<{ rows: OrphanRow[] }>(await hub.as("ada", crypto.randomUUID()).get("/api/admin/orphans"))).rows.map(
    ({ flow, kind }) => [flow, kind],
  );

test("an exchange whose answer nobody knows is reported with its claim, and stands on the administrator's list", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow, claim } = await hub.connectUpTo("claimed", desk, "bob");
  const report = (body: unknown) => desk.api.post(`/v2/connect/${flow}/refuse`, body);

  const bare = await report({ reason: "outcome_unknown" });
  expect([bare.status, await bare.json()]).toMatchObject([400, { errors: [{ path: "claim" }] }]);
  expect(await codeOf(await report({ reason: "outcome_unknown", claim: randomToken256() }))).toBe("FLOW_CLAIMED");
  expect(await orphansOf(hub)).toEqual([]);

  expect(await codeOf(await report({ reason: "outcome_unknown", claim }))).toBe("OK");
  expect(await flowIn(hub, flow)).toMatchObject({ state: "refused", reason: "outcome_unknown" });
  expect(await orphansOf(hub)).toEqual([[flow, "reported"]]);
  expect((await eventsOf(hub)).at(-1)).toEqual({ type: "connect.refused", account: null, reason: "outcome_unknown" });
  expect(await codeOf(await report({ reason: "outcome_unknown", claim }))).toBe("FLOW_REFUSED");
});

test("a flow that was never claimed can't have an unknown outcome", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const { flow } = await hub.connectUpTo("redeemed", desk, "bob");
  const made = { reason: "outcome_unknown", claim: randomToken256() };
  expect(await codeOf(await desk.api.post(`/v2/connect/${flow}/refuse`, made))).toBe("FLOW_OUT_OF_ORDER");
  expect(await flowIn(hub, flow)).toMatchObject({ state: "redeemed" });
});

test("both kinds stand on the list, oldest exchange first, and what ended otherwise doesn't", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const silent = await hub.connectUpTo("claimed", desk, "bob");
  const failed = await hub.connectUpTo("claimed", desk, "bob");
  hub.advance(60);
  const reported = await hub.connectUpTo("claimed", desk, "eve");
  const refuse = (held: typeof silent, reason: string) =>
    desk.api.post(`/v2/connect/${held.flow}/refuse`, { reason, claim: held.claim });
  await dataOf(await refuse(failed, "exchange_failed"));
  await dataOf(await refuse(reported, "outcome_unknown"));
  hub.advance(FLOW_LIMITS.saveSeconds);
  expect(await orphansOf(hub)).toEqual([
    [silent.flow, "silent"],
    [reported.flow, "reported"],
  ]);
});

test("every flow that ends without an account is told to other systems, once, with its reason", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const cancelled = await hub.connectUpTo("created", desk, "bob");
  const denied = await hub.connectUpTo("redeemed", desk, "bob");
  const phished = await hub.connectUpTo("created", desk, "bob");
  await dataOf(await hub.as("bob").post(`/connect/${cancelled.flow}/cancel`));
  await hub.as("bob").post(`/connect/${cancelled.flow}/cancel`);
  await dataOf(await desk.api.post(`/v2/connect/${denied.flow}/refuse`, { reason: "access_denied" }));
  await hub.as("eve").get(`/connect/${phished.flow}/verify?challenge=${"A".repeat(43)}`);
  expect((await eventsOf(hub)).map(({ type, reason }) => [type, reason])).toEqual([
    ["connect.refused", "cancelled"],
    ["connect.refused", "access_denied"],
    ["connect.refused", "other_user"],
  ]);
});

test("a late save is told what obliges it to withdraw, and stores nothing, also where it would wait for a choice", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const john = await hub.linkAccount(desk, "bob", "john");
  const late = await hub.connectUpTo("claimed", desk, "bob");
  const reported = await hub.connectUpTo("claimed", desk, "bob");
  const burned = await hub.connectUpTo("redeemed", desk, "bob");
  await hub.hub.context.db.updateTable("flows").set({ reconnect_account_id: john }).execute();
  await dataOf(
    await desk.api.post(`/v2/connect/${reported.flow}/refuse`, { reason: "outcome_unknown", claim: reported.claim }),
  );
  const save = async (held: typeof late) =>
    codeOf(await saveFor(hub, desk, "bob", proofOf(held), { external_account_id: "jane" }));
  expect(await save(reported)).toBe("FLOW_REFUSED");
  await dataOf(await desk.api.post(`/v2/connect/${burned.flow}/refuse`, { reason: "browser_mismatch" }));
  expect(await save({ ...burned, claim: randomToken256() })).toBe("FLOW_BURNED");
  hub.advance(FLOW_LIMITS.saveSeconds);
  expect(await save(late)).toBe("FLOW_EXPIRED");
  expect((await accountsOf(hub, desk, "bob")).map((row) => row.external_account_id)).toEqual(["john"]);
  const rows = await hub.hub.context.db.selectFrom("linked_accounts").select("state").execute();
  expect(rows).toEqual([{ state: "active" }]);
});
