import type { WorkshopAccount } from "@joinery/contract/workshop";
import { DEMO_PASSWORD } from "@joinery/workshop";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import type { FaultWorld } from "../world/fault-world.ts";
import type { Person } from "../world/person.ts";
import type { FaultRow, Situation } from "./fault-rows.ts";

/** Longer than the hub's page waits before it says that no word came, and than the integration waits for an answer. */
const READS_WITHIN_MS = 60_000;

/** What came of a situation. */
export interface Seen {
  /** Where the person ended. */
  words: string;
  /** Token requests at Acme Desk since the fault was on. */
  tokenRequests: number;
}

/** Goes through a situation with the fault on; answers what is to be read where it ended. */
export async function goThrough(world: FaultWorld, ada: Person, row: FaultRow): Promise<Seen> {
  const { service_id: serviceId } = (await world.hub.workshop.describe()).integration;
  const prepared = NEEDS_ACCOUNT.has(row.situation) ? await linkAccount(world) : undefined;
  const tokenRequests = () => world.hub.service.ledger.entries({ kind: "token_request" }).length;
  const before = tokenRequests();
  const seen = (words: string): Seen => ({ words, tokenRequests: tokenRequests() - before });
  if (row.situation === "forwarded") return seen(await forwarded(world, row));
  if (row.situation === "ticket-after-expiry") world.hub.service.expireAccessTokens();
  await world.hub.workshop.setFault(row.fault, true);
  await ada.page.goto(`${world.hub.url}/integrations/${serviceId}`);
  if (row.situation === "connect") await pressAndAnswer(ada, ada.page.getByRole("button", { name: "Connect" }));
  if (row.situation === "connect-then-ticket") {
    await linkAccount(world);
    await ada.page.reload();
    await fileTicket(ada.page);
  }
  if (row.situation === "ticket" || row.situation === "ticket-after-expiry") await fileTicket(ada.page);
  if (row.situation === "reconnect" && prepared !== undefined) await reconnect(world, ada, prepared);
  return seen(await wordsOf(ada.page, row.person));
}

const NEEDS_ACCOUNT = new Set<Situation>(["ticket", "ticket-after-expiry", "reconnect"]);

async function linkAccount({ hub }: FaultWorld): Promise<WorkshopAccount> {
  const { account } = await hub.connect("ada");
  if (account === undefined) throw new Error("The account that the situation begins with was not linked.");
  return account;
}

/** Presses, and logs in and allows in the new window as far as it asks. */
async function pressAndAnswer(person: Person, button: Locator): Promise<void> {
  const opened = person.context.waitForEvent("page");
  await button.click();
  const window = await opened;
  const logIn = window.getByRole("button", { name: "Log in" });
  const allow = window.getByRole("button", { name: "Allow" });
  const isAsked = await logIn
    .or(allow)
    .first()
    .waitFor({ timeout: 8_000 })
    .then(() => true)
    .catch(() => false);
  if (!isAsked) return;
  if (await logIn.isVisible()) {
    await window.getByLabel("Username").fill("john.doe");
    await window.getByLabel("Password").fill(DEMO_PASSWORD);
    await logIn.click();
  }
  await allow.click({ timeout: 5_000 }).catch(() => undefined);
}

async function fileTicket(page: Page): Promise<void> {
  await page.getByLabel("What is it about?").fill("Broken lamp");
  await page.getByRole("button", { name: "Send" }).click();
}

/** The integration has said that the account must be connected again; another one comes back. */
async function reconnect({ hub }: FaultWorld, ada: Person, account: WorkshopAccount): Promise<void> {
  const { apiToken } = hub.settings;
  const path = `/v2/user/${account.user_id}/linked-accounts/${account.linked_account_id}`;
  await fetch(`${hub.url}${path}`, {
    method: "PATCH",
    headers: { authorization: `Bearer ${apiToken}`, "content-type": "application/json" },
    body: JSON.stringify({ requires_reauthentication: true }),
  });
  await ada.page.goto(`${hub.url}/accounts/${account.linked_account_id}`);
  await pressAndAnswer(ada, ada.page.getByRole("button", { name: "Reconnect" }));
}

/** Bob opens in his own browser what Eve got when she pressed Connect. */
async function forwarded(world: FaultWorld, row: FaultRow): Promise<string> {
  const { hub } = world;
  const bob = await world.signIn("Bob");
  const eve = await world.signIn("Eve");
  const address = `/connector/${hub.settings.serviceId}/auth/${hub.settings.authId}`;
  const url = await eve.page.evaluate(async (path) => {
    const reply = await fetch(path, { method: "POST", headers: { accept: "application/json" } });
    return ((await reply.json()) as { data: { authorization_url: string } }).data.authorization_url;
  }, address);
  await bob.page.goto(url);
  const words = await wordsOf(bob.page, row.person);
  await Promise.all([bob.context.close(), eve.context.close()]);
  return words;
}

/**
 * The words of the part of the page that changed: what a screen reader would read out, or the whole page. What matches is
 * kept as it was read, because a page that waits for a connect may go on to the next words at any moment.
 */
async function wordsOf(page: Page, wanted: RegExp): Promise<string> {
  const main = page.getByRole("main");
  const spoken = main.locator("[role=status], [role=alert]");
  let found: string | undefined;
  const wantedIn = (texts: string[]) => texts.find((text) => wanted.test(text.replace(/\s+/g, " ")));
  const look = async () => {
    const whole = wantedIn(await main.allInnerTexts());
    // Asked second: what the page says by now is read out of it, unless it has gone on.
    found = wantedIn(await spoken.allInnerTexts()) ?? whole;
    return found;
  };
  await expect.poll(look, { timeout: READS_WITHIN_MS, message: `${wanted}` }).toBeDefined();
  return (found ?? "").replace(/\s*\n\s*/g, "\n").trim();
}

/** What the administrator reads: the newest request and the newest event. */
export async function readAsAdministrator(world: FaultWorld, ada: Person): Promise<string> {
  const pages = ["/admin/requests", "/admin/audit"];
  const texts: string[] = [];
  for (const path of pages) {
    await ada.page.goto(`${world.hub.url}${path}`);
    const first = ada.page
      .getByRole("main")
      .getByRole("listitem")
      .or(ada.page.getByRole("main").locator("details, tr, li"))
      .first();
    await first.waitFor();
    texts.push((await first.innerText()).replace(/\s*\n\s*/g, "\n").trim());
  }
  return texts.join("\n\n");
}
