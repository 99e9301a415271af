import { expect, test } from "vitest";
import { AUTH_ID, HUB } from "../testing/fake-hub.ts";
import { ISSUER } from "../testing/fake-service.ts";
import { ADA, DESK, startWorld } from "../testing/world.ts";

test("a person who presses Connect ends with a linked account", async () => {
  const world = await startWorld();
  const browser = world.newBrowser();
  const flow = world.hub.startFlow(ADA);

  const pressed = await world.call({ method: "POST", path: `/auth/${AUTH_ID}`, user: ADA, flow, body: {} });
  expect(await pressed.json()).toEqual({
    code: "OK",
    message: "OK",
    data: { authorization_url: `${DESK}/connect/${flow}` },
  });

  const finish = world.hub.verify(await browser.locationOf(`${DESK}/connect/${flow}`), DESK);
  const authorizationUrl = await browser.locationOf(finish);
  const ended = await browser.open(world.service.consent(authorizationUrl));

  expect(ended.status).toBe(303);
  expect(ended.headers.get("location")).toBe(`${HUB}/connect/${flow}/done`);
  expect(world.hub.flows.get(flow)?.state).toBe("completed");
  expect([...world.hub.accounts.values()]).toMatchObject([
    {
      user_id: ADA,
      external_account_id: "john.doe",
      external_subject: `${ISSUER} subject-1`,
      display_name: "John Doe",
    },
  ]);
  expect(browser.jar.size).toBe(0);
});

test("no page of a connect leaves code or state in an address that stays", async () => {
  const world = await startWorld();
  const { browser, callback } = await world.goToService();

  const last = await browser.locationOf(callback);

  expect(last).not.toMatch(/code|state|canary/);
});

test("reloading the finish address goes on to the same authorization request", async () => {
  const world = await startWorld();
  const { browser, finish, authorizationUrl } = await world.goToService();

  expect(await browser.locationOf(finish)).toBe(authorizationUrl);
  expect(world.hub.calls.filter((call) => call.endsWith("/redeem"))).toHaveLength(1);
});

test("going back to the first address does not break a connect that is under way", async () => {
  const world = await startWorld();
  const { browser, flow, callback } = await world.goToService();

  await browser.open(`${DESK}/connect/${flow}`);
  await browser.open(callback);

  expect(world.hub.flows.get(flow)?.state).toBe("completed");
});

test("reloading the callback sends no second token request and disturbs nothing", async () => {
  const world = await startWorld();
  const { browser, flow, callback } = await world.goToService();

  const answers = await Promise.all([browser.open(callback), browser.open(callback)]);
  await browser.open(callback);

  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
  expect(world.hub.flows.get(flow)?.state).toBe("completed");
});

test.each([
  ["HEAD", { method: "HEAD" }],
  ["Sec-Purpose: prefetch", { headers: { "sec-purpose": "prefetch" } }],
  ["Sec-Purpose: prefetch;prerender", { headers: { "sec-purpose": "prefetch;prerender" } }],
  ["Purpose: preview", { headers: { purpose: "preview" } }],
  ["a frame", { headers: { "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" } }],
  ["a picture", { headers: { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" } }],
])("%s changes nothing at any address", async (_name, init) => {
  const world = await startWorld();
  const browser = world.newBrowser();
  const flow = world.hub.startFlow(ADA);
  const first = await browser.open(`${DESK}/connect/${flow}`, init);
  const finish = world.hub.verify(await browser.locationOf(`${DESK}/connect/${flow}`), DESK);
  const second = await browser.open(finish, init);
  const callback = world.service.consent(await browser.locationOf(finish));
  const third = await browser.open(callback, init);

  expect([first, second, third].map((answer) => answer.headers.getSetCookie())).toEqual([[], [], []]);
  expect([first, second, third].every(({ status }) => status === 503)).toBe(true);
  expect([first, second, third].map(({ headers }) => headers.get("cache-control"))).toEqual(Array(3).fill("no-store"));
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
  await browser.open(callback);
  expect(world.hub.flows.get(flow)?.state).toBe("completed");
});

test("a person who declines at the external service ends calmly, and the first page learns why", async () => {
  const world = await startWorld();
  const { browser, flow, authorizationUrl } = await world.goToService();

  const declined = world.service.consent(authorizationUrl, { code: null, error: "access_denied" });
  const last = await browser.locationOf(declined);

  expect(last).toBe(`${HUB}/connect/${flow}/done`);
  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "access_denied" });
  expect(world.hub.calls.some((call) => call.endsWith("/claim"))).toBe(false);
});

test("a reconnect proposes the account that it repairs", async () => {
  const world = await startWorld();
  const browser = world.newBrowser();
  const flow = world.hub.startFlow(ADA, { linked_account_id: "k-1", external_account_id: "john.doe" });
  const finish = world.hub.verify(await browser.locationOf(`${DESK}/connect/${flow}`), DESK);

  const authorizationUrl = new URL(await browser.locationOf(finish));

  expect(authorizationUrl.searchParams.get("login_hint")).toBe("john.doe");
});

test("the authorization request carries state, nonce, PKCE with S256 and response_mode=query", async () => {
  const world = await startWorld();
  const { flow, authorizationUrl } = await world.goToService();

  const asked = Object.fromEntries(new URL(authorizationUrl).searchParams);

  expect(asked).toMatchObject({ response_type: "code", response_mode: "query", code_challenge_method: "S256" });
  expect(asked.state).toMatch(new RegExp(`^${flow}\\.[A-Za-z0-9_-]{43}$`));
  expect(asked.nonce).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(asked.prompt).toBe("consent");
});

test("a browser keeps five flows at most, and the oldest visit makes room", async () => {
  const world = await startWorld();
  const browser = world.newBrowser();
  const visit = async (flow: string) => {
    world.clock.advance(1);
    await browser.open(`${DESK}/connect/${flow}`);
  };
  const flows = Array.from({ length: 6 }, () => world.hub.startFlow(ADA));
  const [first = "", second = "", , , , last = ""] = flows;
  for (const flow of flows.slice(0, 5)) await visit(flow);

  await visit(first);
  await visit(last);

  const kept = flows.filter((flow) => flow !== second).map((flow) => `__Host-joinery-${flow.slice(0, 10)}`);
  expect([...browser.jar.keys()].sort()).toEqual(kept.sort());
});

test("cookies can't be read by scripts, travel over https only and end by themselves", async () => {
  const world = await startWorld();

  const answer = await world.integration.fetch(new Request(`${DESK}/connect/${world.hub.startFlow(ADA)}`));

  expect(answer.headers.getSetCookie()[0]).toMatch(/; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
});

test("on a loopback address the port is in the cookie's name, and no prefix that needs https", async () => {
  const world = await startWorld({ connectBase: "http://localhost:4001" });
  const flow = world.hub.startFlow(ADA);

  const answer = await world.integration.fetch(new Request(`http://localhost:4001/connect/${flow}`));

  const [cookie] = answer.headers.getSetCookie();
  expect(cookie).toContain(`joinery-4001-${flow.slice(0, 10)}=`);
  expect(cookie).not.toContain("Secure");
});

test("the external service being down ends the connect at once, and is asked again by the next one", async () => {
  const world = await startWorld();
  world.service.faults.set("/.well-known/openid-configuration", () => new Response("no", { status: 503 }));
  const sick = await world.goToService().catch(() => undefined);
  const [first] = world.hub.flows.values();

  const well = await world.goToService();

  expect(sick).toBeUndefined();
  expect(first).toMatchObject({ state: "refused", reason: "external_service_failed" });
  expect(well.authorizationUrl).toContain(`${ISSUER}/authorize`);
});

test("metadata of the external service is asked for once", async () => {
  const world = await startWorld();
  for (let count = 0; count < 3; count += 1) {
    const { browser, callback } = await world.goToService();
    await browser.open(callback);
  }

  expect(world.service.ledger.discoveries).toBe(1);
});

test("a save whose answer got lost is repeated and counted once", async () => {
  const world = await startWorld();
  const { browser, flow, callback } = await world.goToService();
  world.hub.faults.push({ method: "POST", ends: "/linked-accounts", code: "drop" });
  world.hub.faults.push({ method: "POST", ends: "/linked-accounts", code: "INTERNAL" });

  await browser.open(callback);

  expect(world.hub.flows.get(flow)?.state).toBe("completed");
  expect(world.hub.accounts.size).toBe(1);
  expect(world.service.ledger.revoked).toEqual([]);
  expect(world.clock.slept).toEqual([200, 800]);
});

test.each(["FLOW_BURNED", "FLOW_EXPIRED", "USER_INACTIVE", "VERIFICATION_REQUIRED", "CLAIM_WRONG"] as const)(
  "a grant that the hub refuses with %s is withdrawn at the external service",
  async (code) => {
    const world = await startWorld();
    const { browser, callback } = await world.goToService();
    world.hub.faults.push({ method: "POST", ends: "/linked-accounts", code });

    await browser.open(callback);

    expect(world.service.ledger.tokenRequests).toHaveLength(1);
    expect(world.service.ledger.revoked).toHaveLength(2);
    expect(world.service.live.size).toBe(0);
  },
);

test("a save of which nobody knows whether it arrived leaves the grant alone", async () => {
  const world = await startWorld();
  const { browser, callback } = await world.goToService();
  for (let count = 0; count < 4; count += 1) {
    world.hub.faults.push({ method: "POST", ends: "/linked-accounts", code: "unreachable" });
  }

  await browser.open(callback);

  expect(world.service.ledger.revoked).toEqual([]);
  expect(world.log.map(({ event }) => event)).toContain("save_outcome_unknown");
});

test("a save that an earlier attempt has completed counts as saved", async () => {
  const world = await startWorld();
  const { browser, flow, callback } = await world.goToService();
  world.hub.faults.push({ method: "POST", ends: "/linked-accounts", code: "drop" });
  world.hub.faults.push({ method: "POST", ends: "/linked-accounts", code: "FLOW_COMPLETED" });

  expect(await browser.locationOf(callback)).toBe(`${HUB}/connect/${flow}/done`);
  expect(world.service.ledger.revoked).toEqual([]);
  expect(world.service.live.size).toBe(2);
});

test("a grant of nobody in particular is withdrawn, and the first page learns why", async () => {
  const world = await startWorld();
  const { browser, flow, callback } = await world.goToService();
  world.service.faults.set("/userinfo", () => Response.json({ sub: "someone-else" }));

  await browser.open(callback);

  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "identity_unusable" });
  expect(world.service.live.size).toBe(0);
});
