import { expect, test } from "vitest";
import { startBlinkWorld } from "../testing/blink-world.ts";
import { createKeyService, enter, GOOD_KEY, KEYS, keyNotes, startKeyWorld } from "../testing/key-world.ts";
import { ADA, DESK, EVE } from "../testing/world.ts";

const STOPPED = `${DESK}/connect/ended`;

test("stolen question page: without the cookie of the flow nobody may enter anything", async () => {
  const world = await startKeyWorld();
  const eve = await world.goToQuestion(world.newBrowser(), EVE);
  const bob = world.newBrowser();

  const shown = await bob.open(eve.page);
  const entered = await world.enter(bob, eve.page, { key: GOOD_KEY });

  expect(shown.headers.get("location")).toBe(STOPPED);
  expect(entered.headers.get("location")).toBe(STOPPED);
  expect(world.keys.ledger.keys).toEqual([]);
  expect(world.hub.accounts.size).toBe(0);
});

test("forged post: another site sends the form in the person's browser, with a key of its own", async () => {
  const world = await startKeyWorld();
  const { browser, page, flow } = await world.goToQuestion();

  const forged = await enter(
    browser,
    page,
    { key: GOOD_KEY },
    { origin: "https://evil.example", "sec-fetch-dest": "document" },
  );

  expect(forged.headers.get("location")).toBe(STOPPED);
  expect(world.keys.ledger.keys).toEqual([]);
  expect(world.hub.flows.get(flow)?.state).toBe("redeemed");
});

test("form token of another flow: it does not open this one", async () => {
  const world = await startKeyWorld();
  const ada = await world.goToQuestion(world.newBrowser(), ADA);
  const eve = await world.goToQuestion(world.newBrowser(), EVE);
  const html = await (await eve.browser.open(eve.page)).text();
  const stolen = /name="form_token" value="([^"]+)"/.exec(html)?.[1] ?? "";

  const entered = await world.enter(ada.browser, ada.page, { key: GOOD_KEY, form_token: stolen });

  expect(entered.headers.get("location")).toBe(STOPPED);
  expect(world.hub.accounts.size).toBe(0);
});

test("before the hub has looked: a cookie of a flow that only began does not open the question", async () => {
  const world = await startKeyWorld();
  const browser = world.newBrowser();
  const flow = world.hub.startFlow(EVE);
  await browser.open(`${DESK}/connect/${flow}`);

  const shown = await browser.open(`${DESK}/connect/question/${flow}`);

  expect(shown.headers.get("location")).toBe(STOPPED);
});

test("guessing with many copies of the cookie: five tries are five tries", async () => {
  const world = await startKeyWorld();
  const { browser, page } = await world.goToQuestion();
  const kept = new Map(browser.jar);

  const answers = await Promise.all(
    Array.from({ length: 12 }, async (_each, number) => {
      const copy = world.newBrowser();
      for (const [name, value] of kept) copy.jar.set(name, value);
      return world.enter(copy, page, { key: `wrong-key-${number}-0123456789` });
    }),
  );

  expect(answers).toHaveLength(12);
  expect(world.keys.ledger.keys).toHaveLength(5);
});

test("entered twice at once: one account, claimed once", async () => {
  const world = await startKeyWorld();
  const { browser, page, flow } = await world.goToQuestion();

  const answers = await Promise.all([1, 2].map(() => world.enter(browser, page, { key: GOOD_KEY })));

  expect(answers.map(({ headers }) => headers.get("location"))).toEqual([world.done(flow), world.done(flow)]);
  expect(world.hub.accounts.size).toBe(1);
});

test("burned meanwhile: a key entered after the flow ended is not stored", async () => {
  const world = await startKeyWorld();
  const { browser, page, flow } = await world.goToQuestion();
  const begun = world.hub.flows.get(flow);
  if (begun) begun.state = "burned";

  const entered = await world.enter(browser, page, { key: GOOD_KEY });

  expect(entered.headers.get("location")).toBe(world.done(flow));
  expect(world.hub.accounts.size).toBe(0);
});

test("prefetched: a page that is only looked at ahead is not shown", async () => {
  const world = await startKeyWorld();
  const { browser, page } = await world.goToQuestion();

  const ahead = await browser.open(page, { headers: { "sec-purpose": "prefetch" } });

  expect(ahead.status).toBe(503);
});

test("entered twice at once in Blink mode: one account, saved once", async () => {
  const keys = createKeyService();
  const world = await startBlinkWorld({ name: "Key Notes", auth: keyNotes }, { [KEYS]: keys.handle });
  const browser = world.newBrowser();
  const page = await world.choose(browser, await world.press(), "continue");

  await Promise.all([1, 2, 3].map(() => enter(browser, page, { key: GOOD_KEY })));

  expect(world.blink.bodies).toHaveLength(1);
});

test("a ticket that is over: its question is not shown or answered again in Blink mode", async () => {
  const keys = createKeyService();
  const world = await startBlinkWorld({ name: "Key Notes", auth: keyNotes }, { [KEYS]: keys.handle });
  const browser = world.newBrowser();
  const page = await world.choose(browser, await world.press(), "continue");
  const kept = new Map(browser.jar);
  await enter(browser, page, { choice: "cancel" });
  for (const [name, value] of kept) browser.jar.set(name, value);

  const shown = await browser.locationOf(page);

  expect(shown).toBe(`${DESK}/connect/stopped`);
  expect(world.blink.bodies).toEqual([]);
});
