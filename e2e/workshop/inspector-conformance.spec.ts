import type { Page } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { type Fault, look } from "../world/look.ts";
import { startInspectorWorld } from "./inspector-world.ts";
import { serveAnswer, WRONG_ENVELOPE } from "./wrong-server.ts";

/** The Conformance section of the admin panel in a real browser: runs when an address is saved, and when asked. */

const world = await startInspectorWorld();
const { integration, hub } = await world.running.workshop.describe();
const wrong = await serveAnswer(WRONG_ENVELOPE);
const counters = { pages: 0, runs: 0 };
const faults: Fault[] = [];
const ALL_PASSED = /^(\d+) of \1 checks passed$/;

afterAll(async () => {
  console.log("inspector-conformance", JSON.stringify(counters));
  await world[Symbol.asyncDispose]();
});

async function see(page: Page, name: string): Promise<void> {
  counters.pages += 1;
  faults.push(...(await look(page, `workshop-${name}`)));
}

test("a changed address is checked when it is saved, and a wrong server's failure says expected, got and what to do", async () => {
  const ada = await world.signIn("Ada");
  const { page } = ada;
  await page.goto(`${hub}/admin/integrations/${integration.service_id}`);
  const section = page.locator("#conformance");
  await section.getByText("Not checked since you opened these pages.").waitFor();
  await see(page, "30-never-checked");

  await section.getByRole("button", { name: "Check now" }).click();
  await section.getByText("Asking Acme Desk…").waitFor();
  await section.getByText(ALL_PASSED).waitFor();
  counters.runs += 1;
  await see(page, "31-all-passed");

  await page.getByLabel("Proxy URL").fill(wrong.url);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Its conformance is being checked.").waitFor();
  await section
    .getByText(/^\d+ of \d+ checks passed$/)
    .filter({ hasNotText: /^(\d+) of \1 / })
    .waitFor();
  counters.runs += 1;
  const failed = section.locator("details").filter({ hasText: "core.auth.envelope" });
  await failed.locator("summary").click();
  const facts = await failed.locator("dl > div").allInnerTexts();
  expect(facts.map((fact) => fact.split("\n")[0])).toEqual(["Expected", "Got", "What to do"]);
  expect(facts.map((fact) => (fact.split("\n")[1] ?? "").length > 10)).toEqual([true, true, true]);
  await see(page, "32-failed");
  const { proxy_secret: secret } = world.running.facts.integration;
  expect(await page.evaluate<string>("document.documentElement.outerHTML")).not.toContain(secret);

  await wrong.close();
  await section.getByRole("button", { name: "Check again" }).click();
  await section.getByText("Nothing could be checked").waitFor();
  counters.runs += 1;
  await see(page, "33-unknown");
  await page.getByLabel("Proxy URL").fill(integration.address);
  await page.getByRole("button", { name: "Save" }).click();
  await section.getByText(ALL_PASSED).waitFor();
  counters.runs += 1;

  await ada.context.close();
  expect(ada.complaints).toEqual([]);
  expect(faults.splice(0)).toEqual([]);
  expect(counters).toEqual({ pages: 4, runs: 4 });
});

test("other changes ask nothing of the integration", async () => {
  const ada = await world.signIn("Ada");
  const { page } = ada;
  await page.goto(`${hub}/admin/integrations/${integration.service_id}`);
  const before = (await world.running.workshop.exchanges()).length;
  await page.getByLabel("Name", { exact: true }).first().fill("Acme Help Desk");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Saved").waitFor();

  await page.locator("#conformance").getByText("Not checked since you opened these pages.").waitFor();
  const asked = (await world.running.workshop.exchanges()).slice(before).filter(({ to }) => to === "integration");
  expect(asked).toEqual([]);
  await ada.context.close();
});
