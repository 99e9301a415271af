import { readFile } from "node:fs/promises";
import type { Exchange, FlowFile } from "@joinery/contract/workshop";
import type { Page } from "playwright-core";
import { afterAll, afterEach, expect, test } from "vitest";
import { enter, tabTo } from "../world/keyboard.ts";
import { type Fault, look } from "../world/look.ts";
import { inspectorOn } from "./inspector-page.ts";
import { collectSecrets, documentOf, secretsIn, watchAddresses, watchAnswers } from "./inspector-secrets.ts";
import { startInspectorWorld } from "./inspector-world.ts";
import { WRONG_ENVELOPE } from "./wrong-server.ts";

/** The inspector in a real browser: what is said between the four parties, live, masked, judged, sent and played again. */

const world = await startInspectorWorld();
const { workshop, service } = world.running;
const counters = { pages: 0, exchanges: 0, secrets: 0, searched: 0, again: 0, replays: 0, keyboard: 0 };
const faults: Fault[] = [];

afterEach(async () => {
  await workshop.clearFaults();
  expect(faults.splice(0)).toEqual([]);
  expect(world.complaints.splice(0)).toEqual([]);
});

afterAll(async () => {
  console.log("inspector", JSON.stringify(counters));
  await world[Symbol.asyncDispose]();
});

async function see(page: Page, name: string): Promise<void> {
  counters.pages += 1;
  faults.push(...(await look(page, `workshop-${name}`)));
}

/** Run in the page: whether more than the panes can be scrolled, down to where nothing is. */
const SCROLLS_AWAY = "document.documentElement.scrollHeight > innerHeight";

/** What every verified connect says, from the press of the button to the account. */
const CONNECT = [
  "Browser → Hub: Connect",
  "Hub → Integration: Connect",
  "Browser → Integration: Open",
  "Browser → Hub: Verify",
  "Browser → Integration: Verified",
  "Integration → Hub: Redeem",
  "Browser → Acme Desk: Authorization",
  "Browser → Acme Desk: Log in",
  "Browser → Acme Desk: Authorization",
  "Browser → Acme Desk: Consent",
  "Browser → Acme Desk: Authorization",
  "Browser → Integration: Callback",
  "Integration → Hub: Claim",
  "Integration → Acme Desk: Token request",
  "Integration → Hub: Save",
];

test("before anything has passed the page says so, and lets the workshop connect as Ada", async () => {
  const page = await world.open("/");
  const { flows, said } = inspectorOn(page);

  await page.getByRole("heading", { name: "Nothing has passed yet" }).waitFor();
  await see(page, "01-empty");
  await page.getByRole("button", { name: "Connect as Ada" }).click();
  await flows.getByRole("link", { name: /^Ada: Connect.*linked/ }).waitFor();
  await page.getByText("check failed").waitFor({ state: "hidden" });

  expect(await said()).toEqual(CONNECT);
  expect(new URL(page.url()).searchParams.get("flow")).toMatch(/^f-/);
  await page.context().close();
});

test("a connect in another tab appears as it happens, on the lanes of four parties, without a secret", async () => {
  const watching = await world.open("/");
  const { flows, rows, said } = inspectorOn(watching);
  const answers = watchAnswers(watching);
  await watching.getByRole("heading", { name: /^(Flows|Nothing has passed yet)$/ }).waitFor();
  const navigations: string[] = [];
  watching.on("framenavigated", (frame) => navigations.push(frame.url()));
  const bob = await world.signIn("Bob");
  const inAddresses = watchAddresses(bob.context);

  await bob.openIntegration("Acme Desk");
  const window = await bob.pressConnect();
  await window.getByLabel("Username").waitFor();
  await flows.getByRole("link", { name: /^Bob: Connect.*not finished/ }).waitFor();
  const begun = await said();
  await bob.answerAcme(window, "bob.stone", "Allow");
  await flows.getByRole("link", { name: /^Bob: Connect.*linked/ }).waitFor();
  await window.getByRole("heading", { level: 1, name: "Connected" }).waitFor();

  expect(begun).toEqual(CONNECT.slice(0, begun.length));
  expect(begun.length).toBeGreaterThan(5);
  expect(await said()).toEqual(CONNECT);
  expect(navigations).toEqual([]);
  expect(await watching.locator(".sticky > div").first().locator("span").allInnerTexts()).toEqual([
    "Hub",
    "Integration",
    "Browser",
    "Acme Desk",
  ]);
  await see(watching, "02-flow");

  const secrets = await collectSecrets(world, {
    context: bob.context,
    inAddresses,
    user: world.running.facts.people.bob,
  });
  await flows.getByRole("link", { name: /^Bob: Connect.*linked/ }).click();
  const ids = await rows.evaluateAll((links) => links.map((link) => link.getAttribute("data-row")));
  const texts: string[] = [];
  for (const id of ids) {
    await watching.locator(`a[data-row="${id}"]`).click();
    await watching.locator("[data-exchange]").getByRole("heading", { name: "Request", exact: true }).waitFor();
    texts.push(await documentOf(watching));
  }
  for (const path of ["workshop", "exchanges", "accounts?user=bob", "grants?account=bob.stone", "ledger"]) {
    texts.push(await (await fetch(`${world.url}/api/${path}`)).text());
  }
  const flow = (await workshop.exchanges()).findLast(({ step }) => step === "Save")?.flow ?? "";
  texts.push(await (await fetch(`${world.url}/api/flows/${flow}/file`)).text(), ...(await Promise.all(answers)));

  expect(ids.length).toBeGreaterThanOrEqual(CONNECT.length);
  expect(secrets.size).toBeGreaterThan(12);
  expect([...secrets.keys()].filter((name) => name.startsWith("cookie "))).not.toEqual([]);
  expect(texts.flatMap((text) => secretsIn(text, secrets))).toEqual([]);
  expect(texts.join("")).toMatch(/\[secret [0-9a-f]{4}\]/);
  Object.assign(counters, { exchanges: ids.length, secrets: secrets.size, searched: texts.length });
  await watching.context().close();
  await bob.context.close();
});

test("a check that fails is counted, said in its sentence, and leads to its page", async () => {
  await using _desk = await world.withoutDesk();
  const page = await world.open("/");
  const { flows, row, pane } = inspectorOn(page);
  await page.getByText(/^Nothing answers at/).waitFor();
  await see(page, "03-not-running");
  await using _wrong = await world.startWrong(WRONG_ENVELOPE);
  await page.getByText(/^Nothing answers at/).waitFor({ state: "hidden" });

  await flows.getByRole("button", { name: "Eve" }).click();
  await flows.getByRole("link", { name: /^Eve: Connect.*failed.*check(s)? failed/ }).waitFor();
  await row("Connect", "Hub → Integration").click();
  const connect = pane("Connect");
  await connect.getByText("Got: no code OK").waitFor();
  await see(page, "04-failed-check");
  const envelope = connect.getByRole("listitem").filter({ hasText: "The answer to Connect is" });
  await envelope.getByRole("link", { name: "Why, and how to fix it" }).click();
  await page.waitForURL(/\/checks\/core\.auth\.envelope$/);
  await page.getByRole("heading", { level: 1, name: /The answer to Connect is/ }).waitFor();
  await page.getByRole("heading", { level: 2, name: "What to do" }).waitFor();

  await page.context().close();
});

test("a request sent again is a new exchange that repeats the first, freshly signed, and is answered", async () => {
  await workshop.connect({ user: "ada" });
  await workshop.fileTicket("ada", { title: "The lamp is dark" });
  const filed = () => service.tickets.list("john.doe").filter(({ title }) => title === "The lamp is dark").length;
  const page = await world.open("/");
  const { row, rows, pane, idIn } = inspectorOn(page);
  await row("Action", "Hub → Integration").click();
  const action = pane("Action");
  await action.getByRole("heading", { name: "What the hub states" }).waitFor();
  const numberOf = () =>
    action
      .locator("dl div")
      .filter({ has: page.getByText("jti", { exact: true }) })
      .locator("dd span")
      .first()
      .innerText();
  const [first, firstNumber] = [idIn(), await numberOf()];
  expect(filed()).toBe(1);

  await action.getByRole("button", { name: "Send again" }).click();
  await page.waitForURL((url) => url.searchParams.get("exchange") !== first);
  await page.getByText(`repeats ${first}`).first().waitFor();
  const again = (await workshop.exchanges()).find(({ id }) => id === idIn());

  await action
    .getByText(/^(200|201)$/)
    .first()
    .waitFor();
  expect(await numberOf()).not.toBe(firstNumber);
  expect(again).toMatchObject({ repeats: first, failure: null, fault: null });
  expect(again?.checks.filter(({ passed }) => !passed)).toEqual([]);
  expect(filed()).toBe(2);
  await see(page, "05-sent-again");
  expect(await rows.filter({ hasText: `repeats ${first}` }).count()).toBe(1);
  counters.again += 1;
  await page.context().close();
});

test("a flow is exported without secrets and replayed from the file: as before, and with a fault not as before", async () => {
  const { flow } = await workshop.connect({ user: "ada" });
  const page = await world.open(`/?flow=${flow}`);
  const downloading = page.waitForEvent("download");
  await page.getByRole("link", { name: "Export" }).click();
  const download = await downloading;
  const path = await download.path();
  const text = await readFile(path, "utf8");
  const file = JSON.parse(text) as FlowFile;
  const secrets = await collectSecrets(world, {
    context: page.context(),
    inAddresses: new Set(),
    user: world.running.facts.people.ada,
  });

  expect(download.suggestedFilename()).toBe(`joinery-${flow}.json`);
  expect(file.exchanges.length).toBeGreaterThanOrEqual(CONNECT.length);
  expect(secrets.size).toBeGreaterThanOrEqual(7);
  expect(secretsIn(text, secrets)).toEqual([]);

  const chooser = page.getByLabel("Replay a file…");
  await chooser.setInputFiles({ name: "other.json", mimeType: "application/json", buffer: Buffer.from("{}") });
  await page.getByText("This is no flow that was exported here.").waitFor();
  await chooser.setInputFiles(path);
  await page.getByText("It went as before.").waitFor();
  expect(await page.getByText("This is no flow that was exported here.").count()).toBe(0);
  await page.getByText(/^\d+ steps$/).click();
  const then = page.getByRole("row").filter({ hasText: "Token request" });
  expect(await then.getByRole("cell").allInnerTexts()).toEqual([
    expect.stringContaining("POST /token 200"),
    "the same",
  ]);
  await see(page, "06-replay-same");

  await workshop.setFault("answers-500", true);
  await chooser.setInputFiles(path);
  await page.getByText("It went differently than before.").waitFor();
  const now = page.getByRole("row").filter({ hasText: "Token request" });
  expect(await now.getByRole("cell").last().innerText()).toContain("POST /token 500");
  await see(page, "07-replay-different");
  expect(await page.evaluate(SCROLLS_AWAY)).toBe(false);
  counters.replays += 2;
  await page.context().close();
});

test("what a fault has shaped says that it is fake, in the list, on the line and in the exchange", async () => {
  await workshop.setFault("secret-wrong", true);
  const { flow } = await workshop.connect({ user: "ada" });
  const page = await world.open(`/?flow=${flow}`);
  const { flows, row, pane } = inspectorOn(page);

  await flows
    .getByRole("link", { name: /^Ada: Connect.*fake/ })
    .first()
    .waitFor();
  const connect = row("Connect", "Hub → Integration");
  await connect.getByText("fake: Proxy secret wrong").waitFor();
  await connect.click();
  await pane("Connect")
    .getByText(/^This is fake\. The fault Proxy secret wrong shaped it\.$/)
    .waitFor();
  await see(page, "08-fake");
  await page.context().close();
});

test("a workshop that stops is said to be gone, and read anew when it is back", async () => {
  const page = await world.open("/");
  const { flows, rows } = inspectorOn(page);
  await flows
    .getByRole("link", { name: /^Ada: / })
    .first()
    .waitFor();
  const ofBob = flows.getByRole("link", { name: /^Bob: Connect.*linked/ });
  const before = await ofBob.count();

  {
    await using _away = await world.withoutServer();
    await page.getByText("Disconnected from the workshop.").waitFor();
    expect(await rows.count()).toBeGreaterThan(0);
    await see(page, "09-lost");
    await flows.getByRole("button", { name: "Ada" }).click();
    await page.getByText("The workshop didn't answer. Is it still running in your terminal?").waitFor();
    await workshop.connect({ user: "bob" });
    expect(await ofBob.count()).toBe(before);
  }

  await page.getByText("Disconnected from the workshop.").waitFor({ state: "hidden" });
  await ofBob.nth(before).waitFor();
  await page.context().close();
});

test("the keyboard alone goes through the list, opens, follows, closes and comes back to its row", async () => {
  const page = await world.open("/");
  const { rows, pane, idIn } = inspectorOn(page);
  await rows.first().waitFor();
  const ids = await rows.evaluateAll((links) => links.map((link) => link.getAttribute("data-row")));
  const focused = () => page.evaluate<string | null>("document.activeElement.getAttribute('data-row')");

  await tabTo(page, /Connect.*POST \/connector/s);
  expect(await focused()).toBe(ids[0]);
  await page.keyboard.press("ArrowDown");
  expect([await focused(), idIn()]).toEqual([ids[1], null]);
  await page.keyboard.press("Enter");
  await pane("Connect").waitFor();
  expect([await focused(), idIn()]).toEqual([ids[1], ids[1]]);
  await page.keyboard.press("ArrowDown");
  await pane("Open").waitFor();
  expect([await focused(), idIn()]).toEqual([ids[2], ids[2]]);
  await page.keyboard.press("ArrowUp");
  await pane("Connect").waitFor();
  await page.keyboard.press("Escape");
  await pane("Connect").waitFor({ state: "hidden" });
  await page.locator(`a[data-row="${ids[1]}"]:focus`).waitFor();
  expect(idIn()).toBeNull();
  await page.keyboard.press("Enter");
  await enter(page, /^Close$/);
  await page.locator(`a[data-row="${ids[1]}"]:focus`).waitFor();
  await page.keyboard.press("Enter");
  await enter(page, /^Send again$/);
  await page.waitForURL((url) => url.searchParams.get("exchange") !== ids[1]);
  counters.keyboard += 1;
  await page.context().close();
});

test("on a telephone the flows, a flow and an exchange come one after the other, with a way back", async () => {
  const page = await world.open("/");
  const { flows, rows, pane } = inspectorOn(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await flows.getByRole("link").first().waitFor();
  expect(await rows.first().isVisible()).toBe(false);
  await see(page, "10-flows");
  await flows
    .getByRole("link", { name: /^Bob: Connect.*linked/ })
    .first()
    .click();
  await rows.first().waitFor();
  expect(await flows.isVisible()).toBe(false);
  await see(page, "11-timeline");
  await rows.nth(1).click();
  await pane("Connect").waitFor();
  expect(await page.evaluate("document.activeElement.textContent")).toBe("Connect");
  await see(page, "12-exchange");

  await pane("Connect").getByRole("button", { name: "Close" }).click();
  await rows.first().waitFor();
  await page.getByRole("link", { name: "← All flows" }).click();
  await flows.getByRole("link").first().waitFor();
  await page.context().close();
});

test("everything has been walked through", async () => {
  const all: readonly Exchange[] = await workshop.exchanges();
  expect(new Set(all.flatMap(({ from, to }) => [from, to]))).toEqual(
    new Set(["hub", "integration", "browser", "service"]),
  );
  expect(counters).toMatchObject({ pages: 12, again: 1, replays: 2, keyboard: 1 });
});
