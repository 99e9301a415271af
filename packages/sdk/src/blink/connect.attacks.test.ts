import { expect, test } from "vitest";
import { ADA, type BlinkWorld, DESK, EVE, OWN_PAGE, startBlinkWorld } from "../testing/blink-world.ts";

const ENDED = `${DESK}/connect/ended`;

/** Nothing was exchanged, so nobody has anything of Bob's. */
function expectNothingExchanged({ service, blink }: BlinkWorld): void {
  expect(service.ledger.tokenRequests).toHaveLength(0);
  expect(blink.accounts.size).toBe(0);
}

test("forwarded authorization URL of the external service: Bob consents to what Eve continued, and nothing is exchanged", async () => {
  const world = await startBlinkWorld();
  const eve = await world.goToService({ user: EVE });

  const last = await world.newBrowser().locationOf(world.service.consent(eve.authorizationUrl));

  expect(last).toBe(ENDED);
  expectNothingExchanged(world);
});

test("forwarded authorization URL: Bob's callback, once refused, is of no use to Eve's own browser", async () => {
  const world = await startBlinkWorld();
  const eve = await world.goToService({ user: EVE });
  const bobs = world.service.consent(eve.authorizationUrl);
  await world.newBrowser().open(bobs);

  const last = await eve.browser.locationOf(bobs);

  expect(last).toBe(ENDED);
  expectNothingExchanged(world);
});

test("forwarded link, after Bob has said that it is not him: Eve can't go on with it either", async () => {
  const world = await startBlinkWorld();
  const eve = await world.goToService({ user: EVE });
  await world.choose(world.newBrowser(), eve.link, "stop");

  expect(await eve.browser.locationOf(eve.callback)).toBe(`${DESK}/connect/stopped`);
  expectNothingExchanged(world);
});

test("ticket used twice: after one consent the link and a second Continue lead nowhere", async () => {
  const world = await startBlinkWorld();
  const { browser, link, callback } = await world.goToService();
  const other = world.newBrowser();
  const form = { ...(await world.formOf(other, link)), choice: "continue" };
  await browser.open(callback);

  const opened = await world.newBrowser().locationOf(link);
  const continued = await other.open(link, { method: "POST", form, headers: OWN_PAGE });

  expect([opened, continued.headers.get("location")]).toEqual(Array(2).fill(`${DESK}/connect/used`));
  expect(other.jar.size).toBe(0);
});

test("two browsers continue one ticket: the first consent is the only one", async () => {
  const world = await startBlinkWorld();
  const first = await world.goToService();
  const second = world.newBrowser();
  const authorizationUrl = await world.choose(second, first.link, "continue");
  await first.browser.open(first.callback);

  expect(await second.locationOf(world.service.consent(authorizationUrl))).toBe(`${DESK}/connect/used`);
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
  expect(world.blink.accounts.size).toBe(1);
});

test("callback twice at the same moment: one token request", async () => {
  const world = await startBlinkWorld();
  const { browser, callback } = await world.goToService();

  const answers = await Promise.all([browser.open(callback), browser.open(callback)]);

  expect(answers.map((answer) => answer.headers.get("location")).sort()).toEqual([
    `${DESK}/connect/done`,
    `${DESK}/connect/used`,
  ]);
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
});

test("callback replayed with the cookie of the first time: nothing is exchanged again", async () => {
  const world = await startBlinkWorld();
  const { browser, authorizationUrl, callback } = await world.goToService();
  const headers = { cookie: browser.cookieHeader() };
  await browser.open(callback);

  const again = await world.newBrowser().open(world.service.consent(authorizationUrl), { headers });

  expect(again.headers.get("location")).toBe(`${DESK}/connect/used`);
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
});

test("old cookie: ten minutes after Continue a callback exchanges nothing, even from a browser that keeps cookies", async () => {
  const world = await startBlinkWorld();
  const { browser, callback } = await world.goToService();
  const headers = { cookie: browser.cookieHeader() };
  world.clock.advance(10 * 60 + 1);

  const answer = await world.newBrowser().open(callback, { headers });

  expect(answer.headers.get("location")).toBe(ENDED);
  expectNothingExchanged(world);
});

test("cookie of Eve's ticket with Bob's state: nothing is exchanged", async () => {
  const world = await startBlinkWorld();
  const [bob, eve] = [await world.goToService({ user: ADA }), await world.goToService({ user: EVE })];
  const [bobsName] = [...bob.browser.jar.keys()];
  const [evesCookie] = [...eve.browser.jar.values()];
  // Even renamed to the other ticket: the whole id is inside the seal.
  const cookie = `${bobsName}=${evesCookie?.value}`;

  const answer = await world.newBrowser().open(bob.callback, { headers: { cookie } });

  expect(answer.headers.get("location")).toBe(ENDED);
  expectNothingExchanged(world);
});

test("state of another Continue of the same ticket: the cookie holds exactly one", async () => {
  const world = await startBlinkWorld();
  const eve = await world.goToService({ user: EVE });
  const second = world.newBrowser();
  await world.choose(second, eve.link, "continue");

  expect(await second.locationOf(eve.callback)).toBe(ENDED);
  expectNothingExchanged(world);
});

test.each(["before", "after"])("planted cookie: two of one ticket are refused, planted %s ours", async (place) => {
  const world = await startBlinkWorld();
  const { browser, callback } = await world.goToService();
  const planted = `${[...browser.jar.keys()][0]}=planted`;
  const ours = browser.cookieHeader();

  const cookie = (place === "before" ? [planted, ours] : [ours, planted]).join("; ");
  const answer = await world.newBrowser().open(callback, { headers: { cookie } });

  expect(answer.headers.get("location")).toBe(ENDED);
  expectNothingExchanged(world);
});

test.each([
  ["another integration", { serviceId: "l-other" }],
  ["somebody without the secret", { cookieSecret: "another secret altogether" }],
])("forged ticket and cookie: sealed by %s, they count as none", async (_name, changes) => {
  const [world, other] = await Promise.all([startBlinkWorld(), startBlinkWorld(changes)]);
  const { browser, callback } = await world.goToService();
  const headers = { cookie: browser.cookieHeader() };

  expect(await other.newBrowser().locationOf(await world.press())).toBe(`${DESK}/connect/expired`);
  expect((await other.newBrowser().open(callback, { headers })).headers.get("location")).toBe(ENDED);
  expectNothingExchanged(other);
});

test.each([
  ["swapped", (state: string) => [state.replace(/\.[^.]+\./, `.${"A".repeat(43)}.`)]],
  ["cut short", (state: string) => [state.split(".")[0] ?? ""]],
  ["without its stamp", (state: string) => [state.split(".").slice(0, 2).join(".")]],
  ["made up", () => [`b-00000000-0000-4000-8000-000000000000.${"A".repeat(43)}.${"A".repeat(43)}`]],
  ["given twice", (state: string) => [state, "b-1.x.y"]],
  ["missing", () => []],
])("state %s: nothing is exchanged, and nothing is remembered of it", async (_name, forge) => {
  const world = await startBlinkWorld();
  const { browser, callback } = await world.goToService();
  const url = new URL(callback);
  const state = url.searchParams.get("state") ?? "";
  url.searchParams.delete("state");
  for (const value of forge(state)) url.searchParams.append("state", value);

  expect(await browser.locationOf(url.href)).toBe(ENDED);
  expectNothingExchanged(world);
  expect(await browser.locationOf(callback)).toBe(`${DESK}/connect/done`);
});

test.each([
  ["of another service", "https://evil.example"],
  ["missing although it was announced", null],
])("mix-up: an answer with iss %s is refused before the exchange", async (_name, iss) => {
  const world = await startBlinkWorld();
  const { browser, authorizationUrl } = await world.goToService();

  expect(await browser.locationOf(world.service.consent(authorizationUrl, { iss }))).toBe(`${DESK}/connect/failed`);
  expectNothingExchanged(world);
});

test("mix-up: what another service says about the person's consent is not believed", async () => {
  const world = await startBlinkWorld();
  const { browser, authorizationUrl } = await world.goToService();
  const denied = { code: null, error: "access_denied", iss: "https://evil.example" };

  expect(await browser.locationOf(world.service.consent(authorizationUrl, denied))).toBe(`${DESK}/connect/failed`);
});

test("code injected from another authorization: PKCE stops it", async () => {
  const world = await startBlinkWorld();
  const [bob, eve] = [await world.goToService(), await world.goToService({ user: EVE })];
  const injected = new URL(eve.callback);
  injected.searchParams.set("code", new URL(bob.callback).searchParams.get("code") ?? "");

  expect(await eve.browser.locationOf(injected.href)).toBe(`${DESK}/connect/failed`);
  expect(world.blink.accounts.size).toBe(0);
});

test("id token of another authorization: the nonce does not fit, and what was granted is withdrawn", async () => {
  const world = await startBlinkWorld();
  const { browser, callback } = await world.goToService();
  const granted = { ...world.service.issue(), id_token: await world.service.idToken({ nonce: "of another request" }) };
  world.service.faults.set("/token", () => Response.json(granted));

  expect(await browser.locationOf(callback)).toBe(`${DESK}/connect/failed`);
  expect(world.service.ledger.revoked).toEqual([granted.refresh_token, granted.access_token]);
});

test("a store that does not answer: nothing is exchanged on a guess", async () => {
  const down = () => Promise.reject(new Error("store is down"));
  const world = await startBlinkWorld({ store: { find: async () => undefined, putIfAbsent: down, remove: down } });
  const { browser, callback } = await world.goToService();

  expect(await browser.locationOf(callback)).toBe(`${DESK}/connect/failed`);
  expectNothingExchanged(world);
});

test("a ticket spent in another process: with a shared store it is spent here too", async () => {
  const world = await startBlinkWorld();
  const { store, clock } = world.options;
  const other = await startBlinkWorld({ ...(store ? { store } : {}), ...(clock ? { clock } : {}) });
  const { browser, link, callback } = await world.goToService();
  await browser.open(callback);

  expect(await other.newBrowser().locationOf(link)).toBe(`${DESK}/connect/used`);
});
