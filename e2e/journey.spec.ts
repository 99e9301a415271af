import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { askHub } from "./world/ask-hub.ts";
import { enter, tabTo } from "./world/keyboard.ts";
import { type Fault, type LookedAt, look, VIEWS } from "./world/look.ts";
import type { ManyConnects } from "./world/many-connects.ts";
import type { Person } from "./world/person.ts";
import { startWorld } from "./world/start-world.ts";

/** The first thing a newcomer does, in a real browser: connect, use, disconnect, and read what became of the access. */

const WARM_UPS = 50;
const CONNECTS = 200;
/** Resources that jobs and the pool of connections take and give back by themselves. */
const AT_WORK = 3;

// A process of its own, which mostly waits for the hub's clockwork to be at rest: it has begun while people are looked at.
const script = join(import.meta.dirname, "world/many-connects.ts");
const manyConnects = promisify(execFile)(process.execPath, [script, String(WARM_UPS), String(CONNECTS)]);
manyConnects.catch(() => undefined);

const world = await startWorld();
const counters = { people: 0, pages: 0, tickets: 0, receipts: 0, sideBySide: 0, keyboard: 0, states: 0 };
const faults: Fault[] = [];

afterAll(async () => {
  console.log("journey", JSON.stringify(counters));
  await world[Symbol.asyncDispose]();
});

async function see(page: Page, name: string, views: readonly LookedAt[] = VIEWS): Promise<void> {
  counters.pages += 1;
  faults.push(...(await look(page, name, views)));
}

function expectNoFaults(): void {
  expect(faults.splice(0)).toEqual([]);
  expect(world.logged).toEqual([]);
}

const { ledger } = world.demo.service;
const travellers = [
  { name: "Ada", account: "john.doe", width: 1280, colorScheme: "light", views: VIEWS },
  { name: "Bob", account: "bob.stone", width: 360, colorScheme: "dark", views: [{ width: 360, colorScheme: "dark" }] },
] as const;

for (const { name, account, width, colorScheme, views } of travellers) {
  test(`${name} connects, files a ticket and disconnects (${width} px, ${colorScheme})`, async () => {
    const person = await world.openProfile({ width, colorScheme });
    const { page } = person;
    const seen = (what: string) => see(page, `${name.toLowerCase()}-${what}`, views);

    await page.goto(world.demo.addresses.hub);
    await page.waitForURL(/\/sign-in$/);
    await page.getByRole("button", { name: /Ada Lovelace/ }).waitFor();
    await seen("01-sign-in");
    await person.signIn(name);
    await page
      .getByRole("link", { name: /^Acme Desk/ })
      .first()
      .waitFor();
    await seen("02-integrations");

    await person.openIntegration("Acme Desk");
    await page.getByRole("button", { name: /^Connect/ }).waitFor();
    await seen("03-integration");
    const window = await person.pressConnect();
    await page.getByText("Waiting for the other window").first().waitFor();
    await seen("04-waiting");
    await window.getByLabel("Username").waitFor();
    await see(window, `${name.toLowerCase()}-05-acme-log-in`, views);
    await window.getByLabel("Username").fill(account);
    await window.getByLabel("Password").fill("demo");
    await window.getByRole("button", { name: "Log in" }).click();
    await window.getByRole("button", { name: "Allow" }).waitFor();
    await see(window, `${name.toLowerCase()}-06-acme-consent`, views);
    await window.getByRole("button", { name: "Allow" }).click();
    await window.waitForURL(/\/done$/);
    await window.getByRole("heading", { level: 1, name: "Connected" }).waitFor();
    await see(window, `${name.toLowerCase()}-07-done`, views);
    expect(window.url()).not.toMatch(/code=|state=/);

    await page
      .getByRole("link", { name: "Go to the account" })
      .or(page.getByRole("heading", { level: 1, name: account }))
      .first()
      .waitFor();
    await person.openIntegration("Acme Desk");
    await page
      .getByRole("link", { name: new RegExp(account) })
      .first()
      .waitFor();
    await seen("08-integration-linked");
    await page.getByLabel("What is it about?").fill("The printer is on fire");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText(/Ticket .+ filed in Acme Desk/).waitFor();
    await seen("09-ticket-filed");
    expect(world.demo.service.tickets.list().some((ticket) => ticket.title === "The printer is on fire")).toBe(true);
    counters.tickets += 1;

    await page
      .getByRole("link", { name: new RegExp(account) })
      .first()
      .click();
    await page.getByRole("heading", { level: 1, name: account }).waitFor();
    await seen("10-account");
    expect(world.demo.service.liveGrants(account)).toBe(1);
    await page.getByRole("button", { name: "Disconnect" }).click();
    await page.getByRole("dialog").waitFor();
    await seen("11-disconnect-question");
    await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
    await page.waitForURL(/\/receipt$/);
    for (const line of ["Removed here", "Acknowledged by the integration", "Withdrawn at the external service"]) {
      await page.getByText(line).first().waitFor();
    }
    await seen("12-receipt");
    await page.reload();
    await page.getByText("Withdrawn at the external service").first().waitFor();
    expect(world.demo.service.liveGrants(account)).toBe(0);
    expect(ledger.entries({ kind: "revocation", account }).length).toBeGreaterThan(0);
    counters.receipts += 1;
    counters.people += 1;
    expect(person.complaints).toEqual([]);
    await person.context.close();
    expectNoFaults();
  });
}

test("two people side by side see only their own accounts", async () => {
  const ada = await world.signIn("Ada");
  const bob = await world.signIn("Bob");
  await ada.connect("Acme Desk", "john.doe");
  await bob.connect("Acme Desk", "bob.stone");
  for (const [person, own, foreign] of [
    [ada, "john.doe", "bob.stone"],
    [bob, "bob.stone", "john.doe"],
  ] as const) {
    await person.openIntegration("Acme Desk");
    await person.page
      .getByRole("link", { name: new RegExp(own) })
      .first()
      .waitFor();
    expect(await person.page.getByRole("main").innerText()).not.toContain(foreign);
  }
  await bob.page.goto(`${world.demo.addresses.hub}/accounts/${(await accountOf(ada)).linked_account_id}`);
  await bob.page.getByRole("heading", { level: 1 }).waitFor();
  expect(await bob.page.locator("body").innerText()).not.toContain("john.doe");
  counters.sideBySide += 1;
  await ada.context.close();
  await bob.context.close();
});

test("the whole way is open to the keyboard alone", async () => {
  const bob = await world.openProfile();
  const { page } = bob;
  await page.goto(`${world.demo.addresses.hub}/sign-in`);
  await page.getByRole("button", { name: /Bob Stone/ }).waitFor();
  await enter(page, /Bob Stone/);
  await page
    .getByRole("link", { name: /^Acme Desk(?! \()/ })
    .first()
    .waitFor();
  await enter(page, /^Acme Desk(?! \()/);
  await page.getByRole("button", { name: /^Connect/ }).waitFor();
  const opening = bob.context.waitForEvent("page");
  await enter(page, /^Connect/);

  const window = await opening;
  await window.getByLabel("Username").waitFor();
  // The first field has the focus when the window opens.
  await window.keyboard.type("mira.quinn");
  await tabTo(window, /Password/);
  await window.keyboard.type("demo");
  await window.keyboard.press("Enter");
  await window.getByRole("button", { name: "Allow" }).waitFor();
  await enter(window, /^Allow$/);
  await window.getByRole("heading", { level: 1, name: "Connected" }).waitFor();

  await page.getByRole("heading", { level: 1, name: "mira.quinn" }).waitFor();
  await enter(page, /^Disconnect$/);
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  // Whoever changes their mind is back where they were.
  await page.waitForFunction("document.activeElement?.textContent === 'Disconnect'");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await enter(page, /^Disconnect$/);
  await page.waitForURL(/\/receipt$/);
  await page.getByText("Withdrawn at the external service").first().waitFor();
  counters.keyboard += 1;
  await bob.context.close();
});

test("the administrator sees integrations, people, requests, audit and policy", async () => {
  const ada = await world.signIn("Ada");
  await ada.connect("Acme Desk", "john.doe");
  const hub = world.demo.addresses.hub;
  const { desk, people } = world.demo.facts;
  const pages: [string, string, RegExp][] = [
    ["admin-integrations", "/admin/integrations", /Acme Desk \(plain\)/],
    ["admin-new", "/admin/integrations/new", /Proxy URL/],
    ["admin-manage", `/admin/integrations/${desk.service_id}`, /Service ID/],
    ["admin-people", "/admin/people", /Eve Marsh/],
    ["admin-person", `/admin/people/${people.ada}`, /john\.doe/],
    ["admin-requests", "/admin/requests", /\/auth\//],
    ["admin-audit", "/admin/audit", /linked an account/],
    ["admin-policy", "/admin/policy", /verified connects/],
  ];
  for (const [name, path, text] of pages) {
    await ada.page.goto(hub + path);
    await ada.page.getByText(text).first().waitFor();
    await see(ada.page, name);
  }
  expect(ada.complaints).toEqual([]);
  await ada.context.close();
  expectNoFaults();
});

test("a person meets refused, blocked, cancelled, attention, signed out and integration down, and reads what to do", async () => {
  const eve = await world.signIn("Eve");
  const { page } = eve;
  const state = async (name: string, text: RegExp) => {
    await page.getByText(text).first().waitFor();
    await see(page, `state-${name}`);
    counters.states += 1;
  };

  await eve.openIntegration("Acme Desk");
  const window = await eve.pressConnect();
  await eve.answerAcme(window, "eve.marsh", "Deny");
  await state("refused", /was declined at Acme Desk/);
  await window.close();

  await page.getByRole("button", { name: "Start again" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await state("cancelled", /You cancelled the connection/);

  await page.evaluate("window.open = () => null");
  await page.getByRole("button", { name: "Start again" }).click();
  await state("blocked", /Your browser blocked the window/);
  const opened = eve.context.waitForEvent("page");
  await page.getByRole("link", { name: /Continue to Acme Desk/ }).click();
  await eve.answerAcme(await opened, "eve.marsh", "Allow");
  await page
    .getByText(/eve\.marsh|is linked/)
    .first()
    .waitFor();

  const { linked_account_id: linked } = await accountOf(eve);
  await breakAccount(linked);
  await page.goto(`${world.demo.addresses.hub}/accounts/${linked}`);
  await state("attention", /Connect this account again/);
  const reconnecting = eve.context.waitForEvent("page");
  await page.getByRole("button", { name: /Reconnect/ }).click();
  await eve.answerAcme(await reconnecting, "eve.marsh", "Allow");
  // The words vanish as soon as the window opens; the account is well again when the hub says so.
  await expect.poll(() => accountOf(eve), { timeout: 15_000 }).toEqual({ linked_account_id: linked, state: "active" });
  await page.getByText("Connect this account again").waitFor({ state: "hidden" });
  await state("reconnected", /Not used yet|Last used/);

  await breakAccount(linked);
  await page.reload();

  await world.demo.integrations.desk.stop();
  await page.getByRole("button", { name: /Reconnect/ }).click();
  await state("integration-down", /can't be reached at the moment/);
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await page.waitForURL(/\/receipt$/);
  await state("receipt-waiting", /Not yet acknowledged/);
  await page.goto(`${world.demo.addresses.hub}/integrations/${world.demo.facts.desk.service_id}`);
  await state("disconnect-in-progress", /is still being removed/);

  await eve.context.clearCookies();
  await page.goto(`${world.demo.addresses.hub}/`);
  await page.waitForURL(/\/sign-in/);
  await state("signed-out", /signed out|Sign in/);
  await page.goto(`${world.demo.addresses.hub}/connect/ended`);
  await state("ended", /no longer valid/);
  await eve.context.close();
  expectNoFaults();
});

interface ShownAccount {
  linked_account_id: string;
  state: string;
}

/** The only account that this person has at Acme Desk, as the hub tells the page. */
async function accountOf(person: Person): Promise<ShownAccount> {
  const { service_id } = world.demo.facts.desk;
  const view = await askHub<{ accounts: ShownAccount[] }>(person.page, "GET", `/api/integrations/${service_id}`);
  const [account, ...others] = view.accounts;
  if (!account || others.length > 0) throw new Error(`expected one account, found ${view.accounts.length}`);
  return { linked_account_id: account.linked_account_id, state: account.state };
}

/** What the integration does when the external service no longer accepts the grant. */
async function breakAccount(linkedAccountId: string): Promise<void> {
  const { facts, addresses } = world.demo;
  const reply = await fetch(`${addresses.hub}/v2/user/${facts.people.eve}/linked-accounts/${linkedAccountId}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${facts.desk.api_token}`, "content-type": "application/json" },
    body: JSON.stringify({ requires_reauthentication: true }),
  });
  expect(reply.status).toBe(200);
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

test("200 whole verified connects in one process succeed and leave nothing behind", async () => {
  const { stdout } = await manyConnects;
  const found = JSON.parse(stdout) as ManyConnects;
  console.log(`200 connects: ${stdout.trim()}`);

  expect(found.succeeded).toBe(CONNECTS);
  expect(found.grownMegabytes).toBeLessThan(5);
  // The hub's own clockwork may be at work at either moment; what a connect left behind would be there 200 times.
  expect(sum(found.resourcesAfter)).toBeLessThanOrEqual(sum(found.resourcesBefore) + AT_WORK);
  expect(found.flows).toEqual({ completed: WARM_UPS + CONNECTS });
  expect(found.tokenRequests).toBe(WARM_UPS + CONNECTS);
  expect(found.accounts).toBe(1);
});

test("everything has been walked through", () => {
  expect(counters).toMatchObject({ people: 2, tickets: 2, receipts: 2, sideBySide: 1, keyboard: 1, states: 10 });
});
