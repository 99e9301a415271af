import type { FlowStatus } from "@joinery/contract";
import { expect, test } from "vitest";
import { auditOf, codeOf, deactivate, flowIn, proofOf, saveFor, setEnabled } from "../testing/look-inside.ts";
import { dataOf, startHub } from "../testing/start-hub.ts";
import { expireFlows } from "./expire-flows.ts";

test.each(["created", "verified", "redeemed"] as const)(
  "in state %s an integration may refuse or burn",
  async (state) => {
    await using hub = await startHub();
    const desk = await hub.addIntegration("verified");
    for (const [reason, end] of [
      ["access_denied", "refused"],
      ["external_service_failed", "refused"],
      ["browser_mismatch", "burned"],
    ] as const) {
      const held = await hub.connectUpTo(state, desk, "bob");
      const refuse = () => desk.api.post(`/v2/connect/${held.flow}/refuse`, { reason });
      expect(await codeOf(await refuse())).toBe("OK");
      const status = await dataOf<FlowStatus>(await hub.as("bob").get(`/connect/${held.flow}`));
      expect(status).toMatchObject({ state: end, reason });
      expect(await codeOf(await refuse())).toBe(`FLOW_${end.toUpperCase()}`);
      const [event] = (await auditOf(hub, `connect.${end}`)).slice(-1);
      expect(event).toMatchObject({ subject: { user_id: hub.users.bob }, detail: { flow: held.flow, reason } });
    }
  },
);

test("once a flow is claimed, only the holder of the claim may refuse it", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("claimed", desk, "bob");
  const another = await hub.connectUpTo("claimed", desk, "eve");
  const refuse = (body: Record<string, string>) => desk.api.post(`/v2/connect/${held.flow}/refuse`, body);

  for (const body of [
    { reason: "browser_mismatch" },
    { reason: "access_denied" },
    { reason: "exchange_failed", claim: another.claim },
  ]) {
    const reply = await refuse(body);
    expect([reply.status, await codeOf(reply)]).toEqual([409, "FLOW_CLAIMED"]);
  }
  expect((await flowIn(hub, held.flow)).state).toBe("claimed");

  expect(await codeOf(await refuse({ reason: "exchange_failed", claim: held.claim }))).toBe("OK");
  const status = await dataOf<FlowStatus>(await hub.as("bob").get(`/connect/${held.flow}`));
  expect(status).toMatchObject({ state: "refused", reason: "exchange_failed" });
  expect(await auditOf(hub, "connect.refused")).toMatchObject([{ detail: { reason: "exchange_failed" } }]);
  expect(await codeOf(await saveFor(hub, desk, "bob", proofOf(held)))).toBe("FLOW_REFUSED");
});

test("a completed flow stays completed, whoever refuses it", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("claimed", desk, "bob");
  await dataOf(await saveFor(hub, desk, "bob", proofOf(held)));
  const before = await flowIn(hub, held.flow);
  for (const body of [
    { reason: "browser_mismatch" },
    { reason: "access_denied" },
    { reason: "exchange_failed", claim: held.claim },
  ]) {
    const reply = await desk.api.post(`/v2/connect/${held.flow}/refuse`, body);
    expect([reply.status, await codeOf(reply)]).toEqual([409, "FLOW_COMPLETED"]);
  }
  expect(await flowIn(hub, held.flow)).toEqual(before);
});

test("a claim shown too early ends nothing", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const claimed = await hub.connectUpTo("claimed", desk, "eve");
  const held = await hub.connectUpTo("redeemed", desk, "bob");
  const body = { reason: "exchange_failed", claim: claimed.claim };
  expect(await codeOf(await desk.api.post(`/v2/connect/${held.flow}/refuse`, body))).toBe("FLOW_OUT_OF_ORDER");
  expect((await flowIn(hub, held.flow)).state).toBe("redeemed");
});

test("the person who started a flow may give it up until it is claimed; nobody else may", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("redeemed", desk, "bob");
  expect(await codeOf(await hub.as("eve").post(`/connect/${held.flow}/cancel`))).toBe("FLOW_NOT_FOUND");
  expect((await flowIn(hub, held.flow)).state).toBe("redeemed");
  const cancelled = await dataOf<FlowStatus>(await hub.as("bob").post(`/connect/${held.flow}/cancel`));
  expect(cancelled).toMatchObject({ state: "refused", reason: "cancelled" });
  expect(await auditOf(hub, "connect.refused")).toMatchObject([{ actor: { user_id: hub.users.bob } }]);

  const claimed = await hub.connectUpTo("claimed", desk, "bob");
  const status = await dataOf<FlowStatus>(await hub.as("bob").post(`/connect/${claimed.flow}/cancel`));
  expect(status.state).toBe("claimed");
});

test("a person who was deactivated gets no further, and their flow ends", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const created = await hub.connectUpTo("created", desk, "bob");
  const verified = await hub.connectUpTo("verified", desk, "bob");
  const redeemed = await hub.connectUpTo("redeemed", desk, "bob");
  const claimed = await hub.connectUpTo("claimed", desk, "bob");
  await deactivate(hub, "bob");

  const { code, verifier } = verified;
  const back = await hub.as("bob").get(`/connect/${created.flow}/verify?challenge=${"A".repeat(43)}`);
  expect(back.headers.get("location")).toBe("/sign-in");
  const steps = [
    [verified.flow, await desk.api.post(`/v2/connect/${verified.flow}/redeem`, { code, verifier })],
    [redeemed.flow, await desk.api.post(`/v2/connect/${redeemed.flow}/claim`)],
  ] as const;
  for (const [flow, reply] of steps) {
    expect([reply.status, await codeOf(reply)]).toEqual([409, "USER_INACTIVE"]);
    expect(await flowIn(hub, flow)).toMatchObject({ state: "burned", reason: "user_inactive" });
  }
  expect(await codeOf(await saveFor(hub, desk, "bob", proofOf(claimed)))).toBe("USER_INACTIVE");
  const body = { reason: "exchange_failed", claim: claimed.claim };
  expect(await codeOf(await desk.api.post(`/v2/connect/${claimed.flow}/refuse`, body))).toBe("OK");
});

test("an integration that was switched off may not begin the exchange, but may save what it has", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const redeemed = await hub.connectUpTo("redeemed", desk, "bob");
  const claimed = await hub.connectUpTo("claimed", desk, "eve");
  await setEnabled(hub, desk, false);
  expect(await codeOf(await desk.api.post(`/v2/connect/${redeemed.flow}/claim`))).toBe("INTEGRATION_DISABLED");
  expect((await saveFor(hub, desk, "eve", proofOf(claimed))).status).toBe(201);
});

test("flows whose time is over are ended by the clock, and only those", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const claimed = await hub.connectUpTo("claimed", desk, "bob");
  const redeemed = await hub.connectUpTo("redeemed", desk, "bob");
  const created = await hub.connectUpTo("created", desk, "bob");
  hub.advance(10 * 60);
  await expireFlows(hub.hub.context);
  const states = async () =>
    Promise.all([claimed, redeemed, created].map(async ({ flow }) => (await flowIn(hub, flow)).state));
  expect(await states()).toEqual(["claimed", "redeemed", "expired"]);
  hub.advance(20 * 60);
  await expireFlows(hub.hub.context);
  expect(await states()).toEqual(["claimed", "expired", "expired"]);
  await expireFlows(hub.hub.context);
  expect(await auditOf(hub, "connect.expired")).toHaveLength(2);
});
