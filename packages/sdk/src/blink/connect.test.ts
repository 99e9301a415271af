import { expect, test } from "vitest";
import { ADA, DESK, startBlinkWorld } from "../testing/blink-world.ts";
import { AUTH_ID } from "../testing/fake-hub.ts";
import { ISSUER } from "../testing/fake-service.ts";

test("a person who presses Connect in Blink and continues ends with a linked account", async () => {
  const world = await startBlinkWorld();
  const { browser, callback } = await world.goToService();

  const ended = await browser.open(callback);

  expect(ended.status).toBe(303);
  expect(ended.headers.get("location")).toBe(`${DESK}/connect/done`);
  expect([...world.blink.accounts.values()]).toMatchObject([{ user_id: ADA, external_account_id: "john.doe" }]);
  expect(browser.jar.size).toBe(0);
});

test("what is saved has the fields of Blink's published page and no others", async () => {
  const world = await startBlinkWorld();
  const { browser, callback } = await world.goToService();

  await browser.open(callback);

  expect(world.blink.bodies).toEqual([
    {
      auth_id: AUTH_ID,
      external_account_id: "john.doe",
      access_token: expect.any(String),
      refresh_token: expect.any(String),
      expiry: expect.any(String),
    },
  ]);
});

test("the link is a page of ours, new each time, and names nobody", async () => {
  const world = await startBlinkWorld();

  const links = await Promise.all([world.press(), world.press()]);

  expect(links[0]).not.toBe(links[1]);
  expect(links.every((link) => link.startsWith(`${DESK}/connect/start/`))).toBe(true);
  expect(links.join()).not.toContain(ADA.slice(2));
});

test("the page names the integration and the Blink account, and makes the person think", async () => {
  const world = await startBlinkWorld();

  const page = await world.newBrowser().open(await world.press());

  const text = (await page.text()).replaceAll(/<[^>]+>/g, "");
  expect(text).toContain("You are connecting Acme Desk to the Blink account of Ada Lovelace");
  expect(text).toContain("ada@lovelace.example");
  expect(text).toContain("If that is not you, close this window: somebody else may have sent you this link.");
});

test("the page is static, framed by nobody, and its window is called after no person", async () => {
  const world = await startBlinkWorld();

  const page = await world.newBrowser().open(await world.press());

  expect(page.headers.get("content-security-policy")).toMatch(
    /^default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'; form-action 'self' https:; frame-ancestors 'none'$/,
  );
  expect(page.headers.get("x-frame-options")).toBe("DENY");
  expect(page.headers.get("referrer-policy")).toBe("same-origin");
  const html = await page.text();
  expect(html).toContain("<title>Connect Acme Desk to Blink</title>");
  expect(html).not.toContain("<script");
});

test("a name from Blink can't bring in HTML, turn the text around or fill the page", async () => {
  const world = await startBlinkWorld();
  const name = `<b>Ada</b>\u202e\n${"very ".repeat(50)}`;
  world.blink.users.set(ADA, { id: ADA, display_name: name });

  const html = await (await world.newBrowser().open(await world.press())).text();

  expect(html).toContain("&#60;b&#62;Ada&#60;/b&#62; very");
  expect(html).not.toContain("\u202e");
  expect(html).not.toContain("very ".repeat(20));
});

test.each([
  ["Blink does not answer", () => Promise.reject(new TypeError("fetch failed"))],
  ["Blink refuses", () => Response.json({}, { status: 403 })],
  ["Blink knows nobody", () => Response.json({ code: "OK", message: "OK", data: [] })],
  ["Blink says 404", () => Response.json({}, { status: 404 })],
  ["Blink sends no list", () => new Response("<html>")],
  [
    "Blink answers with somebody else",
    () => Response.json({ code: "OK", message: "OK", data: [{ id: "u-other", display_name: "Grace Hopper" }] }),
  ],
  ["the person has no name", () => Response.json({ code: "OK", message: "OK", data: [{ id: ADA, email: null }] })],
])("when %s, a page says so instead of showing a button without a name", async (_name, answer) => {
  const world = await startBlinkWorld();
  for (let count = 0; count < 4; count += 1) world.blink.faults.push({ method: "GET", ends: "/v2/user", answer });
  const link = await world.press();

  const page = await world.newBrowser().open(link);

  const html = await page.text();
  expect(page.status).toBe(503);
  expect(html).toContain("We can&#39;t say whose account this is");
  expect(html).not.toMatch(/<button|<form|Grace/);
});

test("a person whose name can't be read once can reload the page and go on", async () => {
  const world = await startBlinkWorld();
  const browser = world.newBrowser();
  const link = await world.press();
  const answer = () => Response.json({}, { status: 403 });
  world.blink.faults.push({ method: "GET", ends: "/v2/user", answer });
  await browser.open(link);

  expect(await world.choose(browser, link, "continue")).toContain(`${ISSUER}/authorize`);
});

test("the authorization request carries state, nonce, PKCE with S256 and response_mode=query", async () => {
  const world = await startBlinkWorld();
  const { authorizationUrl } = await world.goToService();

  const asked = Object.fromEntries(new URL(authorizationUrl).searchParams);

  expect(asked).toMatchObject({ response_type: "code", response_mode: "query", code_challenge_method: "S256" });
  expect(asked.state).toMatch(/^b-[0-9a-f-]{36}\.[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}$/);
  expect(asked.nonce).toMatch(/^[A-Za-z0-9_-]{43}$/);
});

test("cookies can't be read by scripts, travel over https only and end after ten minutes", async () => {
  const world = await startBlinkWorld();
  const browser = world.newBrowser();
  const link = await world.press();
  const form = { ...(await world.formOf(browser, link)), choice: "continue" };

  const answer = await browser.open(link, { method: "POST", form, headers: { origin: DESK } });

  expect(answer.status).toBe(303);
  expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
  expect(answer.headers.getSetCookie()).toEqual([
    expect.stringMatching(
      /^__Host-joinery-b-[0-9a-f]{8}=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    ),
  ]);
});

test("on a loopback address the port is in the cookie's name, and the form may lead to http", async () => {
  const base = "http://localhost:4001";
  const world = await startBlinkWorld({ connectBase: base });
  const browser = world.newBrowser();
  const link = await world.press();
  const page = await browser.open(link);
  const form = { ...(await world.formOf(browser, link)), choice: "continue" };

  const answer = await browser.open(link, { method: "POST", form, headers: { origin: base } });

  expect(page.headers.get("content-security-policy")).toContain("form-action 'self' https: http:;");
  expect(answer.headers.getSetCookie()[0]).toMatch(/^joinery-4001-b-/);
});

test("pressing Continue again in the same browser goes on with the same connect", async () => {
  const world = await startBlinkWorld();
  const { browser, link, authorizationUrl, callback } = await world.goToService();

  expect(await world.choose(browser, link, "continue")).toBe(authorizationUrl);
  expect(await browser.locationOf(callback)).toBe(`${DESK}/connect/done`);
});

test("two connects in one browser do not disturb each other", async () => {
  const world = await startBlinkWorld();
  const browser = world.newBrowser();
  const first = await world.goToService({ browser });
  const second = await world.goToService({ browser });

  expect(await browser.locationOf(first.callback)).toBe(`${DESK}/connect/done`);
  expect(await browser.locationOf(second.callback)).toBe(`${DESK}/connect/done`);
});

test("a browser keeps five connects at most, and the oldest makes room", async () => {
  const world = await startBlinkWorld();
  const browser = world.newBrowser();
  const begin = async () => {
    world.clock.advance(1);
    return world.goToService({ browser });
  };
  const [first, second] = [await begin(), await begin()];
  for (let count = 0; count < 4; count += 1) await begin();

  expect(browser.jar.size).toBe(5);
  expect(await browser.locationOf(first.callback)).toBe(`${DESK}/connect/ended`);
  expect(await browser.locationOf(second.callback)).toBe(`${DESK}/connect/done`);
});

test("a person who declines at the external service ends calmly", async () => {
  const world = await startBlinkWorld();
  const { browser, authorizationUrl } = await world.goToService();

  const declined = world.service.consent(authorizationUrl, { code: null, error: "access_denied" });

  expect(await browser.locationOf(declined)).toBe(`${DESK}/connect/declined`);
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
});

test("a person who says that it is not them ends the link for everybody", async () => {
  const world = await startBlinkWorld();
  const link = await world.press();

  expect(await world.choose(world.newBrowser(), link, "stop")).toBe(`${DESK}/connect/stopped`);

  expect(await world.newBrowser().locationOf(link)).toBe(`${DESK}/connect/stopped`);
  expect(await (await world.newBrowser().open(`${DESK}/connect/stopped`)).text()).toContain("Good that you looked");
});

test("the external service being down ends the connect with a page, and the link can be continued later", async () => {
  const world = await startBlinkWorld();
  const browser = world.newBrowser();
  const link = await world.press();
  world.service.faults.set("/.well-known/openid-configuration", () => new Response("no", { status: 503 }));

  expect(await world.choose(browser, link, "continue")).toBe(`${DESK}/connect/failed`);
  expect(await world.choose(browser, link, "continue")).toContain(`${ISSUER}/authorize`);
});

test.each(["done", "ended", "stopped", "used", "expired", "declined", "failed", "unsettled"])(
  "the last page %s is static, without code or state, and leads nowhere",
  async (ending) => {
    const world = await startBlinkWorld({ name: "<Acme> & {name}" });

    const page = await world.newBrowser().open(`${DESK}/connect/${ending}?code=canary&state=canary`);

    const html = await page.text();
    expect(page.headers.get("content-security-policy")).toContain("form-action 'none'; frame-ancestors 'none'");
    expect(page.headers.get("referrer-policy")).toBe("no-referrer");
    expect(html).not.toMatch(/canary|<Acme>|<script|<a |<form/);
  },
);

test.each(["/connect/", "/connect/nothing", "/connect/verified", "/connect/start/", "/connect/toString", "/"])(
  "%s is nothing",
  async (path) => {
    const world = await startBlinkWorld();

    expect(await (await world.newBrowser().open(DESK + path)).json()).toMatchObject({ code: "NOT_FOUND" });
  },
);
