import { CHECK_PAGES } from "@joinery/conformance/pages";
import { PROBLEMS } from "@joinery/contract";
import { FAULTS } from "@joinery/contract/workshop";
import type { Page } from "playwright-core";
import { afterAll, afterEach, expect, test } from "vitest";
import { enter, tabTo } from "../world/keyboard.ts";
import { type Fault, look } from "../world/look.ts";
import { FOREIGN_TRIES, readFrom, serveForeignPage, tryFrom } from "./foreign-page.ts";
import { startInspectorWorld } from "./inspector-world.ts";

/** The workshop's other pages in a real browser: faults, checks, refusals; and that no other page can use the workshop. */

const world = await startInspectorWorld();
const { workshop } = world.running;
const counters = { pages: 0, banners: 0, scenes: 0, explained: 0, refused: 0 };
const faults: Fault[] = [];

afterEach(async () => {
  await workshop.clearFaults();
  expect(faults.splice(0)).toEqual([]);
  expect(world.complaints.splice(0)).toEqual([]);
});

afterAll(async () => {
  console.log("inspector-panel", JSON.stringify(counters));
  await world[Symbol.asyncDispose]();
});

async function see(page: Page, name: string): Promise<void> {
  counters.pages += 1;
  faults.push(...(await look(page, `workshop-${name}`)));
}

const faultsOn = async () => (await workshop.describe()).faults;

test("a fault is switched by its button, said on every page, and all are switched off at once", async () => {
  const page = await world.open("/faults");
  await page.getByText("No fault is on.").waitFor();
  await see(page, "20-faults");
  expect(await page.getByRole("main").getByRole("listitem").count()).toBe(Object.keys(FAULTS).length);

  await page.getByRole("switch", { name: "Consent denied" }).click();
  await page.getByText("1 fault is on").waitFor();
  await page.getByRole("switch", { name: "Proxy secret old" }).click();
  await page.getByText("2 faults are on").waitFor();
  expect(await faultsOn()).toEqual(expect.arrayContaining(["consent-denied", "secret-old"]));
  await see(page, "21-faults-on");
  for (const path of ["/", "/checks", "/checks/core.auth.envelope", "/problems", "/problems/FLOW_BURNED", "/nowhere"]) {
    await page.evaluate(`history.pushState(null, "", "${path}"); dispatchEvent(new PopStateEvent("popstate"))`);
    await page.getByText("Fake: Consent denied and Proxy secret old are switched on.").waitFor();
    counters.banners += 1;
  }
  await page.getByRole("button", { name: "All off" }).click();
  await page.getByText("are switched on.").waitFor({ state: "hidden" });

  expect(await faultsOn()).toEqual([]);
  await page.context().close();
});

test("a fault that a program has switched on is shown, too, and one that happens once says when it happened", async () => {
  await workshop.connect({ user: "ada" });
  const page = await world.open("/faults");
  await workshop.setFault("not-json", true);
  await page.getByText("Fake: Not JSON is switched on.").waitFor();
  const toggle = page.getByRole("switch", { name: "Not JSON" });
  expect(await toggle.getAttribute("aria-checked")).toBe("true");

  await page.getByRole("button", { name: "Do it: Grants revoked over there" }).click();
  await page.getByText(/^Done at /).waitFor();
  expect(await workshop.liveGrants("john.doe")).toBe(0);
  await tabTo(page, /^Not JSON$/);
  await page.keyboard.press("Space");
  await page.getByText("No fault is on.").waitFor();
  expect(await faultsOn()).toEqual([]);
  await page.context().close();
});

const LINKS = ["authorization-url", "service", "callback"] as const;

test.for(LINKS)("Eve sends Bob the link %s, and nothing is linked to her", async (link) => {
  const page = await world.open("/faults");
  await page.getByLabel("The link that Eve sends on").selectOption(link);
  const pressing = page.waitForRequest(`${world.url}/api/connect`);
  await enter(page, /^Let Eve send it to Bob$/);
  expect((await pressing).postDataJSON()).toEqual({ user: "eve", openedBy: "bob", forwarded: link });
  const outcome = page.getByRole("status").filter({ hasText: "Nothing was linked to Eve." });
  await outcome.waitFor();

  expect(await outcome.innerText()).toMatch(/Linked to Eve\s+nothing/);
  expect(await workshop.accounts("eve")).toEqual([]);
  expect(await workshop.liveGrants("bob.stone")).toBe(0);
  faults.push(...(await look(page, `workshop-22-forwarded-${link}`, [{ width: 360, colorScheme: "dark" }])));
  await outcome.getByRole("link", { name: "See what was said" }).click();
  await page.getByRole("heading", { level: 2, name: "Eve: Connect" }).waitFor();
  counters.scenes += 1;
  await page.context().close();
});

const EXPLAINED = [
  ...CHECK_PAGES.map(({ id, sentence }) => ({ path: `/checks/${id}`, sentence })),
  ...Object.entries(PROBLEMS).map(([code, { sentence }]) => ({ path: `/problems/${code}`, sentence })),
];

test("every check and every refusal has a page that says its sentence and what to do", async () => {
  const statuses = await Promise.all(EXPLAINED.map(async ({ path }) => (await fetch(`${world.url}${path}`)).status));
  const page = await world.open("/checks");
  await page.getByRole("heading", { level: 1, name: "Checks" }).waitFor();
  const shown: { path: string; sentence: string }[] = [];
  for (const { path } of EXPLAINED) {
    const said = await page.evaluate<string[]>(`(${SHOW})(${JSON.stringify(path)})`);
    expect(said, path).toContain("What to do");
    shown.push({ path, sentence: said[0] ?? "" });
    counters.explained += 1;
  }

  expect(new Set(statuses)).toEqual(new Set([200]));
  expect(shown).toEqual(EXPLAINED.map(({ path, sentence }) => ({ path, sentence: sentence.replaceAll("`", "") })));
  await page.context().close();
});

/** Run in the page: goes to a page of the workshop without loading it anew; answers its headings. */
const SHOW = `async (path) => {
  history.pushState(null, "", path);
  dispatchEvent(new PopStateEvent("popstate"));
  await new Promise((resolve) => requestAnimationFrame(resolve));
  return [...document.querySelectorAll("main h1, main h2")].map((heading) => heading.textContent);
}`;

const READING = [
  ["23-checks", "/checks", "Checks"],
  ["24-check", "/checks/core.secret.wrong", /refused/],
  ["25-problems", "/problems", "Refusals"],
  ["26-problem", "/problems/INTEGRATION_ANSWER_WRONG", /.+/],
  ["27-no-check", "/checks/core.nothing", "There is no such check"],
  ["28-no-problem", "/problems/NO_SUCH_CODE", "There is no such code"],
  ["29-nothing", "/flows/nowhere", "There is nothing here"],
] as const;

test.for(READING)("%s (%s) loads on its own and looks right", async ([name, path, heading]) => {
  const page = await world.open(path);
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
  expect(await page.title()).toMatch(/ · Joinery workshop$/);
  await see(page, name);
  await page.context().close();
});

test("a page of somebody else can't drive the workshop, from another site or another port", async () => {
  const foreign = await serveForeignPage();
  await workshop.setFault("scope-dropped", true);
  const before = (await workshop.exchanges()).length;
  const context = await world.browser.newContext();
  const page = await context.newPage();
  const answers: number[] = [];
  page.on("response", (response) => {
    const isPress = response.url().startsWith(`${world.url}/api/`) && response.request().method() !== "GET";
    if (isPress) answers.push(response.status());
  });

  for (const host of ["localhost", "127.0.0.1"]) {
    await page.goto(`http://${host}:${foreign.port}/`);
    for (const name of FOREIGN_TRIES) {
      expect(await page.evaluate<string>(tryFrom(world.url, name)), `${host}: ${name}`).toBe("nothing");
      counters.refused += 1;
    }
    expect(await page.evaluate<string[]>(readFrom(world.url))).toEqual(["nothing", "nothing", "nothing"]);
  }

  expect(new Set(answers)).toEqual(new Set([403]));
  expect((await workshop.exchanges()).length).toBe(before);
  expect(await faultsOn()).toEqual(["scope-dropped"]);
  await context.close();
  await foreign.close();
});

/** Run in a page for which the workshop is its own origin: what it reads, and what it presses. */
const REBOUND = `Promise.all([
  fetch("/api/workshop"),
  fetch("/api/exchanges"),
  fetch("/api/connect", { method: "POST", headers: { "content-type": "application/json" }, body: '{"user":"ada"}' }),
  fetch("/api/faults/slow-6s", { method: "PUT", headers: { "content-type": "application/json" }, body: '{"on":true}' }),
].map((reply) => reply.then(({ status }) => status)))`;

test("a foreign name that leads to this machine reaches nothing (DNS rebinding)", async () => {
  const context = await world.browser.newContext();
  const page = await context.newPage();
  const port = new URL(world.url).port;

  for (const host of ["localhost", "rebound.localhost"]) {
    const origin = `http://${host}:${port}`;
    expect((await page.goto(`${origin}/`))?.status()).toBe(421);
    // The page itself came from the stranger, before the name led here.
    await page.route(`${origin}/`, (route) => route.fulfill({ contentType: "text/html", body: "<p>Hello</p>" }));
    await page.goto(`${origin}/`);
    const tried = await page.evaluate<number[]>(REBOUND);
    expect(tried).toEqual([421, 421, 421, 421]);
    counters.refused += 1;
  }
  await context.close();
});

test("everything has been walked through", () => {
  expect(counters).toMatchObject({ pages: 9, banners: 6, scenes: 3, explained: EXPLAINED.length, refused: 22 });
});
