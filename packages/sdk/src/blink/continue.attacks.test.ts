import { expect, test } from "vitest";
import { ADA, DESK, EVE, OWN_PAGE, startBlinkWorld } from "../testing/blink-world.ts";
import { ISSUER } from "../testing/fake-service.ts";

const ENDED = `${DESK}/connect/ended`;

test("forwarded link: Bob reads Eve's name before anything can happen", async () => {
  const world = await startBlinkWorld();

  const page = await world.newBrowser().open(await world.press(EVE));

  expect(await page.text()).toContain("Eve Moneypenny");
});

test("old ticket: after ten minutes the link neither asks nor continues", async () => {
  const world = await startBlinkWorld();
  const browser = world.newBrowser();
  const link = await world.press();
  const form = { ...(await world.formOf(browser, link)), choice: "continue" };
  world.clock.advance(10 * 60 + 1);

  const opened = await browser.locationOf(link);
  const continued = await browser.open(link, { method: "POST", form, headers: OWN_PAGE });

  expect([opened, continued.headers.get("location")]).toEqual(Array(2).fill(`${DESK}/connect/expired`));
  expect(browser.jar.size).toBe(0);
});

test.each([
  ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
  ["a site beside ours", { origin: "https://evil.desk.example", "sec-fetch-site": "same-site" }],
  ["another site that claims nothing", { "sec-fetch-site": "cross-site" }],
  ["another site with our Origin", { origin: DESK, "sec-fetch-site": "cross-site" }],
  ["a page without an origin", { origin: "null" }],
  ["nobody knows where", {}],
])("cross-site Continue: a form sent from %s issues no cookie and spends nothing", async (_name, headers) => {
  const world = await startBlinkWorld();
  const [browser, link] = [world.newBrowser(), await world.press(EVE)];
  // Eve can read the form token of her own ticket.
  const { form_token = "" } = await world.formOf(world.newBrowser(), link);

  for (const choice of ["continue", "stop"]) {
    const answer = await browser.open(link, { method: "POST", form: { form_token, choice }, headers });
    expect(answer.headers.get("location")).toBe(ENDED);
  }

  expect(browser.jar.size).toBe(0);
  expect(await world.choose(browser, link, "continue")).toContain(ISSUER);
});

test.each([
  ["in a frame", { ...OWN_PAGE, "sec-fetch-dest": "iframe" }],
  ["by a script", { ...OWN_PAGE, "sec-fetch-dest": "empty" }],
  ["by a prefetch", { ...OWN_PAGE, "sec-purpose": "prefetch" }],
  ["by a prerender", { ...OWN_PAGE, "sec-purpose": "prefetch;prerender" }],
])("Continue %s issues no cookie", async (_name, headers) => {
  const world = await startBlinkWorld();
  const [browser, link] = [world.newBrowser(), await world.press()];
  const form = { ...(await world.formOf(browser, link)), choice: "continue" };

  const answer = await browser.open(link, { method: "POST", form, headers });

  expect(answer.status).toBe(503);
  expect(answer.headers.getSetCookie()).toEqual([]);
});

test.each([
  ["HEAD", { method: "HEAD" }],
  ["Sec-Purpose: prefetch", { headers: { "sec-purpose": "prefetch" } }],
  ["Purpose: preview", { headers: { purpose: "preview" } }],
  ["a frame", { headers: { "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" } }],
  ["a picture", { headers: { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" } }],
])("%s shows no name and changes nothing at any address", async (_name, init) => {
  const world = await startBlinkWorld();
  const browser = world.newBrowser();
  const link = await world.press();
  const first = await browser.open(link, init);
  const callback = world.service.consent(await world.choose(browser, link, "continue"));
  const second = await browser.open(callback, init);

  expect([first.status, second.status]).toEqual([503, 503]);
  expect([await first.text(), await second.text()]).toEqual(["", ""]);
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
  expect(await browser.locationOf(callback)).toBe(`${DESK}/connect/done`);
});

test("opening the link by GET, as a messenger does for a preview, continues nothing", async () => {
  const world = await startBlinkWorld();
  const link = await world.press();

  const answers = await Promise.all([
    world.newBrowser().open(link),
    world.newBrowser().open(`${link}?choice=continue&form_token=x`),
  ]);

  expect(answers.map((answer) => [answer.status, answer.headers.getSetCookie()])).toEqual(Array(2).fill([200, []]));
});

test("form token of another ticket: Continue is refused", async () => {
  const world = await startBlinkWorld();
  const browser = world.newBrowser();
  const [bobs, eves] = [await world.press(ADA), await world.press(EVE)];
  const form = { ...(await world.formOf(browser, bobs)), choice: "continue" };

  const answer = await browser.open(eves, { method: "POST", form, headers: OWN_PAGE });

  expect(answer.headers.get("location")).toBe(ENDED);
  expect(browser.jar.size).toBe(0);
});

test.each([
  ["no form token", { choice: "continue" }],
  ["the ticket as form token", { choice: "continue", form_token: "TICKET" }],
  ["no choice", { form_token: "RIGHT" }],
  ["a choice that is none", { form_token: "RIGHT", choice: "yes" }],
])("form with %s: Continue is refused", async (_name, sent) => {
  const world = await startBlinkWorld();
  const [browser, link] = [world.newBrowser(), await world.press()];
  const { form_token: right = "" } = await world.formOf(browser, link);
  const given: Record<string, string> = { TICKET: link.split("/").at(-1) ?? "", RIGHT: right };
  const form = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name, given[value] ?? value]));

  const answer = await browser.open(link, { method: "POST", form, headers: OWN_PAGE });

  expect(answer.headers.get("location")).toBe(ENDED);
  expect(browser.jar.size).toBe(0);
});
