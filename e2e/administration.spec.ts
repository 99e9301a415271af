import { readFile } from "node:fs/promises";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, expect, test } from "vitest";
import { leaveDeadLetter, letThreeDaysPass, loseTheNewestConnect, startReceiver } from "./administration/situations.ts";
import { type Fault, look } from "./world/look.ts";
import type { Person } from "./world/person.ts";
import { startWorld } from "./world/start-world.ts";

/** What an administrator does when links don't end by themselves, when somebody leaves, and when other systems want to know. */

const world = await startWorld();
const ada = await world.signIn("Ada");
const { page } = ada;
const { hub } = world.demo.addresses;
const faults: Fault[] = [];
const counters = { pages: 0, finished: 0, offboarded: 0, delivered: 0, replayed: 0 };

afterEach(() => world.demo.service.faults.clear());

afterAll(async () => {
  console.log("administration", JSON.stringify(counters));
  await world[Symbol.asyncDispose]();
});

async function see(name: string): Promise<void> {
  counters.pages += 1;
  faults.push(...(await look(page, `administration-${name}`)));
}

function expectNoFaults(...people: Person[]): void {
  expect(faults.splice(0)).toEqual([]);
  expect(world.logged).toEqual([]);
  for (const person of people) expect(person.complaints).toEqual([]);
}

async function go(path: string, heading: string | RegExp): Promise<void> {
  await page.goto(`${hub}/admin/${path}`);
  await page.getByRole("heading", { level: 1, name: heading }).waitFor();
}

const button = (name: string | RegExp, within: Page | Locator = page) => within.getByRole("button", { name });
const dialog = () => page.getByRole("dialog");
const text = (words: string | RegExp) => page.getByText(words).first();

/** Links an account of Bob's and removes it while Acme Desk is down, so that nobody confirms. */
async function removeWithoutAnEnd(bob: Person, account: string): Promise<void> {
  await bob.connect("Acme Desk", account);
  await bob.openIntegration("Acme Desk");
  await world.demo.service.faults.set("answers-500", true);
  const link = bob.page.getByRole("link", { name: new RegExp(account) }).first();
  // A page that sees its connect completed goes to the account by itself: whichever comes first is right.
  await bob.page.goto(new URL((await link.getAttribute("href")) ?? "/", hub).href);
  await bob.page.getByRole("button", { name: "Disconnect" }).click();
  await bob.page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await bob.page.waitForURL(/\/receipt$/);
}

test("an organisation in which nothing has happened is told so, and what comes there", async () => {
  for (const [path, title, empty] of [
    ["attention", "Needs attention", "Nothing needs you"],
    ["offboardings", "Offboardings", "Nobody has left yet"],
    ["events", "Events", "No endpoint yet"],
  ] as const) {
    await go(path, title);
    await text(empty).waitFor();
    await see(`empty-${path}`);
  }
  expectNoFaults(ada);
});

test("a disconnect that nobody acknowledges is tried again, or finished by hand, and says what that means", async () => {
  const bob = await world.signIn("Bob");
  await removeWithoutAnEnd(bob, "bob.stone");
  await go("attention", "Needs attention");
  await text("Disconnects under way").waitFor();
  await see("under-way");

  await letThreeDaysPass(world);
  await page.reload();
  await text("Disconnects without an end").waitFor();
  await page.getByRole("link", { name: /^Attention.*1 thing needs an administrator/ }).waitFor();
  await button(/^Try again/).click();
  await text(/was asked again, and has not confirmed/).waitFor();
  await see("stopped");

  world.demo.service.faults.clear();
  await button(/^Try again/).click();
  await text(/bob.stone is finished/).waitFor();
  expect(world.demo.service.liveGrants("bob.stone")).toBe(0);

  await removeWithoutAnEnd(bob, "bob.stone");
  await letThreeDaysPass(world);
  await go("attention", "Needs attention");
  await button(/^Finish anyway/).click();
  await text(/without its word/).waitFor();
  await see("finish-question");
  await dialog().getByLabel(/^Why/).fill("Removed by hand in Acme Desk.");
  await button("Finish anyway", dialog()).click();
  await text("Nothing needs you").waitFor();
  world.demo.service.faults.clear();
  await bob.page.reload();
  await bob.page.getByText("Finished without an acknowledgement").first().waitFor();
  counters.finished += 2;
  expectNoFaults(ada, bob);
  await bob.context.close();
});

test("connects with an unknown end and work that failed stand there until somebody has dealt with them", async () => {
  const eve = await world.signIn("Eve");
  await eve.connect("Acme Desk", "eve.marsh");
  await loseTheNewestConnect(world);
  await leaveDeadLetter(world);
  await go("attention", "Needs attention");
  await text("Connects with an unknown end").waitFor();
  await text("Sending an e-mail about a link").waitFor();
  await see("orphan-and-job");
  await button(/^Send again/).click();
  await text(/^Sent again/).waitFor();
  await expect.poll(() => page.getByText("Sending an e-mail about a link").count()).toBe(0);
  expectNoFaults(ada, eve);
  await eve.context.close();
});

test("other systems are told, again when asked, and no more once they say that they are gone", async () => {
  await using receiver = await startReceiver();
  await go("events/new", "Add an endpoint");
  await page.getByLabel("Address").fill("ftp://nowhere.example");
  await button("Add").click();
  await see("new-endpoint");
  await page.getByLabel("Address").fill(receiver.url);
  await page.getByLabel(/^What it is for/).fill("Inventory of access");
  await page.getByLabel("Only these").check();
  await page.getByLabel(/^A link was made account/).check();
  await page.getByLabel(/^A removal has ended/).check();
  await see("new-endpoint-filled");
  await button("Add").click();
  await text(/^Copy it now/).waitFor();
  await text(/^whsec_/).waitFor();
  await page.getByRole("link", { name: "Go to the endpoint" }).click();
  await page.getByRole("heading", { level: 1, name: "Inventory of access" }).waitFor();

  const bob = await world.signIn("Bob");
  await bob.connect("Acme Desk", "bob.stone");
  await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(1);
  await page.reload();
  await text("delivered").waitFor();
  await page.locator("summary").first().click();
  await see("endpoint");
  await button(/^Send again/).click();
  await text(/^Sent again, with the same webhook-id/).waitFor();
  await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(2);
  expect(receiver.received[1]).toBe(receiver.received[0]);
  counters.delivered += 1;
  counters.replayed += 1;

  receiver.answer(410);
  await page.reload();
  await page.locator("summary").first().click();
  await button(/^Send again/)
    .first()
    .click();
  await expect.poll(() => receiver.received.length, { timeout: 20_000 }).toBe(3);
  await expect
    .poll(
      async () => {
        await page.reload();
        return page.getByText("It answered that it is gone (410)").count();
      },
      { timeout: 20_000 },
    )
    .toBe(1);
  await see("endpoint-gone");
  await go("events", "Events");
  await text("It answered that it is gone (410)").waitFor();
  await see("events");
  await page.getByRole("link", { name: /Inventory of access/ }).click();
  await button("Remove this endpoint").click();
  await button("Remove this endpoint", dialog()).click();
  await text("No endpoint yet").waitFor();
  expectNoFaults(ada, bob);
  await bob.context.close();
});

test("a leaver is offboarded by a button, and the report can be read, printed and kept", async () => {
  const bob = await world.signIn("Bob");
  // The grant of the link that was finished without the integration's word is alive: nobody has withdrawn it.
  const grants = world.demo.service.liveGrants("bob.stone");
  await go("people", "People");
  await see("people");
  await page.getByRole("link", { name: /^Bob Stone/ }).click();
  await text("Where they are signed in").waitFor();
  await see("person");
  await button("Offboard").click();
  await see("offboard-question");
  await button("Offboard", dialog()).click();
  await page.waitForURL(/\/admin\/offboardings\/.+/);
  await text("Every access is withdrawn at the external services.").waitFor();
  await see("report");
  await page.emulateMedia({ media: "print", colorScheme: "light" });
  await see("report-on-paper");
  expect(await page.getByRole("navigation", { name: "Admin panel" }).isVisible()).toBe(false);
  await page.emulateMedia({ media: "screen" });
  expect(world.demo.service.liveGrants("bob.stone")).toBe(grants - 1);

  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download as JSON" }).click();
  const report = JSON.parse(await readFile(await (await download).path(), "utf8"));
  expect(report).toMatchObject({ source: "administrator", totals: { accounts: 1, withdrawn: 1, open: 0 } });
  await bob.page.reload();
  await bob.page.waitForURL(/\/sign-in/);
  counters.offboarded += 1;

  await go("offboardings", "Offboardings");
  await see("offboardings");
  await page.getByRole("link", { name: /^Bob Stone/ }).click();
  await page.getByRole("link", { name: /^Go to Bob/ }).click();
  await text("This person has left").waitFor();
  await see("person-left");
  await button("Let them sign in again").click();
  await button("Let them sign in again", dialog()).click();
  await button("Offboard").waitFor();
  expectNoFaults(ada);
  await bob.context.close();
});

test("a file of people is looked through before anything is written, and offboards who has left", async () => {
  const choose = (csv: string, encoding?: BufferEncoding) =>
    page
      .getByLabel("CSV file")
      .setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(csv, encoding) });
  await go("people", "People");
  await page.getByRole("link", { name: "Import a file" }).click();
  await page.getByRole("heading", { level: 1, name: "Import people" }).waitFor();
  await choose("email,active\ngrace@engines.example,true\n", "utf16le");
  await text("This is no text in UTF-8").waitFor();
  await choose("email,second_name\njo@engines.example,M\xfcller\n", "latin1");
  await text("Letters of this line can't be read").waitFor();
  await choose("email,active\nnobody,true\ngrace@engines.example,perhaps\n");
  await text("2 lines can't be used").waitFor();
  await see("import-faults");

  const { email } = await world.demo.hub.context.db
    .selectFrom("users")
    .select("email")
    .where("first_name", "=", "Bob")
    .executeTakeFirstOrThrow();
  await choose(`email,first_name,second_name,active\ngrace@engines.example,Grace,Hopper,true\n${email},Bob,,false\n`);
  await text("This would happen").waitFor();
  await see("import-preview");
  await button("Import, and offboard 1 person").click();
  await text("The file is imported").waitFor();
  await see("import-done");
  await page.getByRole("link", { name: "See everybody" }).click();
  await page.getByRole("link", { name: /Grace Hopper/ }).waitFor();
  counters.offboarded += 1;
  expectNoFaults(ada);
});

test("a directory gets its address and a token that is shown once", async () => {
  await go("people/directory", "Directory");
  await page.getByLabel("Name of the new token").fill("Entra ID");
  await button("Make a token").click();
  await text(/^Copy it now/).waitFor();
  await see("directory");
  await button("Revoke Entra ID").click();
  await button("Revoke", dialog()).click();
  await text("No token yet").waitFor();
  expectNoFaults(ada);
});

test("an auditor sees all of it and can press nothing", async () => {
  await go("people", "People");
  await page.getByRole("link", { name: /^Eve Marsh/ }).click();
  await page.getByLabel("What this person may do here").selectOption("auditor");
  await text("Saved.").waitFor();
  const eve = await world.signIn("Eve");
  await eve.page.goto(`${hub}/admin/people`);
  await eve.page.getByRole("link", { name: /^Ada Lovelace/ }).click();
  await eve.page.getByText("You are here as an auditor").waitFor();
  await expect.poll(() => eve.page.getByRole("button", { name: "Offboard" }).isDisabled()).toBe(true);
  expect(await eve.page.getByLabel("What this person may do here").isDisabled()).toBe(true);
  await eve.page.goto(`${hub}/admin/events`);
  await eve.page.getByText("No endpoint yet").waitFor();
  expect(await eve.page.getByRole("link", { name: "Add an endpoint" }).count()).toBe(0);
  expectNoFaults(ada, eve);
  await eve.context.close();
});
