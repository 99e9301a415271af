import { type ClaimAnswer, challengeOf, type FlowStatus, type LinkedAccount, randomToken256 } from "@joinery/contract";
import type { ConnectStarted } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { auditOf, codeOf, flowIn, pressConnect, proofOf, saveFor } from "../testing/look-inside.ts";
import { dataOf, type Held, startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";

const STATES = ["created", "verified", "redeemed", "claimed", "completed", "burned", "refused", "expired"] as const;
type State = (typeof STATES)[number];

const redeem = (desk: TestIntegration, held: Held) =>
  desk.api.post(`/v2/connect/${held.flow}/redeem`, { code: held.code, verifier: held.verifier });
const claim = (desk: TestIntegration, held: Held) => desk.api.post(`/v2/connect/${held.flow}/claim`);
const refuse = (desk: TestIntegration, flow: string, reason: string) =>
  desk.api.post(`/v2/connect/${flow}/refuse`, { reason });
const verify = async (hub: TestHub, held: Held) =>
  hub.as("bob").get(`/connect/${held.flow}/verify?challenge=${await challengeOf(held.verifier)}`);

/** Brings a flow of Bob's into a state; what the integration does not hold by then is made up. */
async function reach(hub: TestHub, desk: TestIntegration, state: State): Promise<Held> {
  const open = state === "completed" ? "claimed" : STATES.indexOf(state) > 4 ? "verified" : state;
  const held = await hub.connectUpTo(open as "created", desk, "bob");
  if (state === "completed") await dataOf(await saveFor(hub, desk, "bob", proofOf(held)));
  if (state === "burned") await dataOf(await refuse(desk, held.flow, "browser_mismatch"));
  if (state === "refused") await dataOf(await refuse(desk, held.flow, "access_denied"));
  if (state === "expired") await keepWaiting(hub, 30 * 60 + 1);
  return { ...held, code: held.code || randomToken256(), claim: held.claim || randomToken256() };
}

/** Lets time pass while Bob's page goes on asking, so that his session stays. */
async function keepWaiting(hub: TestHub, seconds: number): Promise<void> {
  hub.advance(seconds / 2);
  await dataOf(await hub.as("bob").get("/api/me"));
  hub.advance(seconds / 2);
}

test("each step of a connect leads to the next, and the page that started it can follow", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const started = await dataOf<ConnectStarted>(await pressConnect(hub, desk, "bob"));
  const { flow } = started;
  const status = async () => (await dataOf<FlowStatus>(await hub.as("bob").get(`/connect/${flow}`))).state;
  expect(started.authorization_url).toBe(`${desk.server.url}/connect/${flow}`);
  expect(desk.server.received[0]?.headers).toMatchObject({
    "joinery-flow": flow,
    "blink-auth-userid": hub.users.bob,
    "blink-auth-proxysecret": desk.proxy_secret,
  });
  expect(await status()).toBe("created");

  const verifier = randomToken256();
  const verified = await hub.as("bob").get(`/connect/${flow}/verify?challenge=${await challengeOf(verifier)}`);
  const finish = new URL(verified.headers.get("location") ?? "");
  expect(verified.status).toBe(303);
  expect(finish.origin + finish.pathname).toBe(`${desk.server.url}/connect/verified`);
  expect([...finish.searchParams.keys()]).toEqual(["flow", "code"]);
  expect(await status()).toBe("verified");

  const code = finish.searchParams.get("code") ?? "";
  const redeemed = await dataOf(await desk.api.post(`/v2/connect/${flow}/redeem`, { code, verifier }));
  expect(redeemed).toEqual({ flow, auth_id: desk.auth_id, user_id: hub.users.bob, display_name: "Bob Stone" });
  expect(await status()).toBe("redeemed");

  const claimed = await dataOf<ClaimAnswer>(await desk.api.post(`/v2/connect/${flow}/claim`));
  expect(Object.keys(claimed)).toEqual(["claim"]);
  expect(await status()).toBe("claimed");

  const proof = { "joinery-flow": flow, "joinery-claim": claimed.claim, "idempotency-key": flow };
  const saved = await saveFor(hub, desk, "bob", proof);
  expect(saved.status).toBe(201);
  const account = await dataOf<LinkedAccount>(saved);
  expect(account).toMatchObject({ user_id: hub.users.bob, verified: true, state: "active" });
  const end = await dataOf<FlowStatus>(await hub.as("bob").get(`/connect/${flow}`));
  expect(end).toMatchObject({ state: "completed", reason: null, linked_account_id: account.linked_account_id });

  for (const action of ["connect.started", "connect.verified", "account.linked"]) {
    expect(await auditOf(hub, action)).toMatchObject([{ subject: { user_id: hub.users.bob } }]);
  }
});

const REFUSED: Record<State, { redeem?: string; claim?: string; save?: string }> = {
  created: { redeem: "FLOW_OUT_OF_ORDER", claim: "FLOW_OUT_OF_ORDER", save: "FLOW_OUT_OF_ORDER" },
  verified: { claim: "FLOW_OUT_OF_ORDER", save: "FLOW_OUT_OF_ORDER" },
  redeemed: { redeem: "FLOW_OUT_OF_ORDER", save: "FLOW_OUT_OF_ORDER" },
  claimed: { redeem: "FLOW_CLAIMED", claim: "FLOW_CLAIMED" },
  completed: { redeem: "FLOW_COMPLETED", claim: "FLOW_COMPLETED", save: "FLOW_COMPLETED" },
  burned: { redeem: "FLOW_BURNED", claim: "FLOW_BURNED", save: "FLOW_BURNED" },
  refused: { redeem: "FLOW_REFUSED", claim: "FLOW_REFUSED", save: "FLOW_REFUSED" },
  expired: { redeem: "FLOW_EXPIRED", claim: "FLOW_EXPIRED", save: "FLOW_EXPIRED" },
};

test.each(STATES)("a step that is not due in state %s is refused and changes nothing", async (state) => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await reach(hub, desk, state);
  const before = await flowIn(hub, held.flow);
  const due = REFUSED[state];
  const steps = {
    redeem: () => redeem(desk, held),
    claim: () => claim(desk, held),
    save: () => saveFor(hub, desk, "bob", { ...proofOf(held), "idempotency-key": "another" }, { access_token: "at-2" }),
  };
  for (const [step, code] of Object.entries(due)) {
    const reply = await steps[step as keyof typeof steps]();
    expect([step, reply.status, await codeOf(reply)]).toEqual([step, 409, code]);
  }
  expect(await flowIn(hub, held.flow)).toEqual(before);
});

test.each(STATES.slice(2))("a browser that comes back in state %s reads that it has ended", async (state) => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await reach(hub, desk, state);
  const before = await flowIn(hub, held.flow);
  const reply = await verify(hub, held);
  expect([reply.status, reply.headers.get("location")]).toEqual([303, `/connect/${held.flow}/ended`]);
  expect(await flowIn(hub, held.flow)).toEqual(before);
});

test("a reload of verify counts again: the last code is the only one", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const first = await hub.connectUpTo("verified", desk, "bob");
  const again = { ...first, verifier: randomToken256() };
  const reply = await verify(hub, again);
  again.code = new URL(reply.headers.get("location") ?? "").searchParams.get("code") ?? "";
  expect(again.code).not.toBe(first.code);
  expect(await codeOf(await redeem(desk, first))).toBe("FLOW_OUT_OF_ORDER");
  expect(await codeOf(await redeem(desk, again))).toBe("OK");
});

test("a visit to verify that is repeated on the way has one code, which is good once", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("verified", desk, "bob");
  const repeated = await verify(hub, held);
  expect(new URL(repeated.headers.get("location") ?? "").searchParams.get("code")).toBe(held.code);
  expect(await codeOf(await redeem(desk, held))).toBe("OK");
  await verify(hub, held);
  expect(await codeOf(await redeem(desk, held))).toBe("FLOW_OUT_OF_ORDER");
});

test("a code works for 60 seconds", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const inTime = await hub.connectUpTo("verified", desk, "bob");
  hub.advance(58);
  expect(await codeOf(await redeem(desk, inTime))).toBe("OK");
  const late = await hub.connectUpTo("verified", desk, "bob");
  hub.advance(61);
  expect(await codeOf(await redeem(desk, late))).toBe("FLOW_OUT_OF_ORDER");
  expect((await flowIn(hub, late.flow)).state).toBe("verified");
});

test("a code with another browser's verifier burns the flow", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("verified", desk, "bob");
  const reply = await redeem(desk, { ...held, verifier: randomToken256() });
  expect([reply.status, await codeOf(reply)]).toEqual([409, "FLOW_BURNED"]);
  expect(await codeOf(await redeem(desk, held))).toBe("FLOW_BURNED");
  const [burned] = await auditOf(hub, "connect.burned");
  expect(burned).toMatchObject({
    subject: { user_id: hub.users.bob },
    detail: { flow: held.flow, reason: "wrong_verifier" },
  });
});

test("a wrong code is no reason to end a flow: somebody else may have made it up", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("verified", desk, "bob");
  expect(await codeOf(await redeem(desk, { ...held, code: randomToken256() }))).toBe("FLOW_OUT_OF_ORDER");
  expect(await codeOf(await redeem(desk, held))).toBe("OK");
});

test("there are 10 minutes to verify", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const inTime = await hub.connectUpTo("created", desk, "bob");
  hub.advance(10 * 60 - 2);
  expect((await verify(hub, inTime)).headers.get("location")).toMatch(/\/connect\/verified\?/);
  const late = await hub.connectUpTo("created", desk, "bob");
  hub.advance(10 * 60);
  expect((await verify(hub, late)).headers.get("location")).toBe(`/connect/${late.flow}/ended`);
  const status = await dataOf<FlowStatus>(await hub.as("bob").get(`/connect/${late.flow}`));
  expect(status).toMatchObject({ state: "expired", reason: "too_late" });
});

test("there are 30 minutes to claim from the moment the browser was checked", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const inTime = await hub.connectUpTo("redeemed", desk, "bob");
  hub.advance(30 * 60 - 2);
  expect(await codeOf(await claim(desk, inTime))).toBe("OK");
  const late = await hub.connectUpTo("redeemed", desk, "ada");
  hub.advance(30 * 60);
  expect(await codeOf(await claim(desk, late))).toBe("FLOW_EXPIRED");
});

test("another integration's token knows nothing of a flow", async () => {
  await using hub = await startHub();
  const desk = await hub.addIntegration("verified");
  const other = await hub.addIntegration("verified");
  const held = await hub.connectUpTo("verified", desk, "bob");
  for (const reply of [
    await redeem(other, held),
    await claim(other, held),
    await refuse(other, held.flow, "cancelled"),
  ]) {
    expect([reply.status, await codeOf(reply)]).toEqual([404, "FLOW_NOT_FOUND"]);
  }
  expect(await codeOf(await redeem(desk, held))).toBe("OK");
});
