import { expect, test } from "vitest";
import { HUB } from "../testing/fake-hub.ts";
import { ISSUER } from "../testing/fake-service.ts";
import { ADA, DESK, EVE, startWorld } from "../testing/world.ts";

const STOPPED = `${DESK}/connect/ended`;

test("stolen consent: Bob consents to Eve's authorization URL, and nothing is exchanged", async () => {
  const world = await startWorld();
  const eve = await world.goToService(world.newBrowser(), EVE);
  const bob = world.newBrowser();

  const last = await bob.locationOf(eve.callback);

  expect(last).toBe(STOPPED);
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
  expect(world.hub.flows.get(eve.flow)).toMatchObject({ state: "burned", reason: "browser_mismatch" });
});

test("stolen callback: Eve opens Bob's callback URL in her own browser after it was burned", async () => {
  const world = await startWorld();
  const eve = await world.goToService(world.newBrowser(), EVE);
  await world.newBrowser().open(eve.callback);

  await eve.browser.open(eve.callback);

  expect(world.service.ledger.tokenRequests).toHaveLength(0);
  expect(world.hub.accounts.size).toBe(0);
});

test("stolen finish address: without the cookie of the flow the hub is not even asked", async () => {
  const world = await startWorld();
  const flow = world.hub.startFlow(EVE);
  const finish = world.hub.verify(await world.newBrowser().locationOf(`${DESK}/connect/${flow}`), DESK);

  const last = await world.newBrowser().locationOf(finish);

  expect(last).toBe(STOPPED);
  expect(world.hub.calls).toEqual([]);
});

test("finish address opened in another window of the same flow: the hub burns a wrong verifier", async () => {
  const world = await startWorld();
  const flow = world.hub.startFlow(EVE);
  const finish = world.hub.verify(await world.newBrowser().locationOf(`${DESK}/connect/${flow}`), DESK);
  const bob = world.newBrowser();
  await bob.open(`${DESK}/connect/${flow}`);

  await bob.open(finish);

  expect(world.hub.flows.get(flow)?.state).toBe("burned");
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
});

test("cookie of a parallel flow: it does not open another flow's callback", async () => {
  const world = await startWorld();
  const bob = await world.goToService(world.newBrowser(), ADA);
  const eve = await world.goToService(world.newBrowser(), EVE);
  const [bobsCookie] = [...bob.browser.jar.values()];
  const eveName = [...eve.browser.jar.keys()][0] ?? "";
  // Even renamed to the other flow: the whole flow id is inside the seal.
  bob.browser.jar.set(eveName, bobsCookie ?? { value: "", until: 0 });

  expect(await bob.browser.locationOf(eve.callback)).toBe(STOPPED);
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
});

test("cookie of a parallel flow: renamed, it does not open another flow's finish address either", async () => {
  const world = await startWorld();
  const [own, other] = [world.hub.startFlow(ADA), world.hub.startFlow(EVE)];
  const browser = world.newBrowser();
  const eve = world.newBrowser();
  await browser.open(`${DESK}/connect/${own}`);
  const finish = world.hub.verify(await eve.locationOf(`${DESK}/connect/${other}`), DESK);
  const [cookie] = [...browser.jar.values()];
  browser.jar.set([...eve.jar.keys()][0] ?? "", cookie ?? { value: "", until: 0 });

  expect(await browser.locationOf(finish)).toBe(STOPPED);
  expect(world.hub.calls).toEqual([]);
});

test("cookie of an earlier phase: a begun flow opens no callback", async () => {
  const world = await startWorld();
  const flow = world.hub.startFlow(ADA);
  const browser = world.newBrowser();
  await browser.open(`${DESK}/connect/${flow}`);

  const last = await browser.locationOf(`${DESK}/connect/callback?code=c&state=${flow}.x&iss=${ISSUER}`);

  expect(last).toBe(STOPPED);
});

test.each(["before", "after"])(
  "planted cookie: two cookies of one flow are refused, planted %s ours",
  async (place) => {
    const world = await startWorld();
    const { browser, callback } = await world.goToService();
    const planted = `${[...browser.jar.keys()][0]}=planted`;
    const ours = browser.cookieHeader();

    const cookie = (place === "before" ? [planted, ours] : [ours, planted]).join("; ");
    const answer = await world.integration.fetch(new Request(callback, { headers: { cookie } }));

    expect(answer.headers.get("location")).toBe(STOPPED);
    expect(world.service.ledger.tokenRequests).toHaveLength(0);
  },
);

test.each([
  ["another integration", { serviceId: "l-other" }],
  ["somebody without the secret", { cookieSecret: "another secret altogether" }],
])("forged cookie: sealed by %s, it counts as missing", async (_name, changes) => {
  const [world, other] = await Promise.all([startWorld(), startWorld(changes)]);
  const { browser, callback } = await world.goToService();

  const answer = await other.integration.fetch(new Request(callback, { headers: { cookie: browser.cookieHeader() } }));

  expect(answer.headers.get("location")).toBe(STOPPED);
});

test("old cookie: after 30 minutes a callback finds nothing to compare with", async () => {
  const world = await startWorld();
  const { browser, callback } = await world.goToService();
  const cookie = browser.cookieHeader();
  world.clock.advance(30 * 60 + 1);

  const answer = await world.integration.fetch(new Request(callback, { headers: { cookie } }));

  expect(answer.headers.get("location")).toBe(STOPPED);
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
});

test.each([
  ["swapped", (flow: string) => [`${flow}.${"A".repeat(43)}`]],
  ["cut short", (flow: string) => [flow]],
  ["given twice", (flow: string, state: string) => [state, `${flow}.x`]],
  ["missing", () => []],
])("state %s: nothing is exchanged", async (_name, forge) => {
  const world = await startWorld();
  const { browser, flow, callback } = await world.goToService();
  const url = new URL(callback);
  const state = url.searchParams.get("state") ?? "";
  url.searchParams.delete("state");
  for (const value of forge(flow, state)) url.searchParams.append("state", value);

  expect(await browser.locationOf(url.href)).toBe(STOPPED);
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
});

test.each([
  ["of another service", "https://evil.example"],
  ["missing although it was announced", null],
])("mix-up: an answer with iss %s is refused before the claim", async (_name, iss) => {
  const world = await startWorld();
  const { browser, flow, authorizationUrl } = await world.goToService();

  const last = await browser.locationOf(world.service.consent(authorizationUrl, { iss }));

  expect(last).toBe(`${HUB}/connect/${flow}/done`);
  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "external_service_refused" });
  expect(world.hub.calls.some((call) => call.endsWith("/claim"))).toBe(false);
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
});

test.each(["FLOW_BURNED", "FLOW_CLAIMED", "FLOW_EXPIRED", "USER_INACTIVE", "INTERNAL", "unreachable"] as const)(
  "exchange before claim: when claim answers %s no token request is sent",
  async (code) => {
    const world = await startWorld();
    const { browser, callback } = await world.goToService();
    for (let count = 0; count < 4; count += 1) world.hub.faults.push({ method: "POST", ends: "/claim", code });

    await browser.open(callback);

    expect(world.hub.calls.filter((call) => call.endsWith("/claim")).length).toBeGreaterThan(0);
    expect(world.service.ledger.tokenRequests).toHaveLength(0);
  },
);

test("code injected from another authorization: PKCE stops it, and the hub hears of it with the claim", async () => {
  const world = await startWorld();
  const [bob, eve] = [await world.goToService(), await world.goToService(world.newBrowser(), EVE)];
  const injected = new URL(eve.callback);
  injected.searchParams.set("code", new URL(bob.callback).searchParams.get("code") ?? "");

  await eve.browser.open(injected.href);

  expect(world.hub.accounts.size).toBe(0);
  expect(world.hub.flows.get(eve.flow)).toMatchObject({ state: "refused", reason: "exchange_failed" });
});

test("id token of another authorization: the nonce does not fit, and what was granted is withdrawn", async () => {
  const world = await startWorld();
  const { browser, flow, callback } = await world.goToService();
  const granted = { ...world.service.issue(), id_token: await world.service.idToken({ nonce: "of another request" }) };
  world.service.faults.set("/token", () => Response.json(granted));

  await browser.open(callback);

  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "exchange_failed" });
  expect(world.service.ledger.revoked).toEqual([granted.refresh_token, granted.access_token]);
});

test("a redeem answer for another auth id ends the flow", async () => {
  const world = await startWorld({ authId: "t-00000000-0000-4000-8000-00000000ffff" });
  const browser = world.newBrowser();
  const flow = world.hub.startFlow(ADA);
  const finish = world.hub.verify(await browser.locationOf(`${DESK}/connect/${flow}`), DESK);

  expect(await browser.locationOf(finish)).toBe(`${HUB}/connect/${flow}/done`);
  expect(world.hub.flows.get(flow)?.state).toBe("refused");
});

test("answer posted as a form: nothing is exchanged, and the person reads what to do", async () => {
  const world = await startWorld();
  const { browser, flow, callback } = await world.goToService();
  const { origin, pathname, searchParams } = new URL(callback);

  const answer = await browser.open(origin + pathname, { method: "POST", form: Object.fromEntries(searchParams) });

  expect([answer.status, answer.headers.get("location")]).toEqual([303, `${DESK}/connect/failed`]);
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
  expect(world.hub.flows.get(flow)?.state).toBe("redeemed");
});
