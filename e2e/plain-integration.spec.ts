import type { PolicyView } from "@joinery/contract/pages";
import { afterAll, expect, test } from "vitest";
import { askHub } from "./world/ask-hub.ts";
import { startWorld } from "./world/start-world.ts";

/** An integration written from the published contract alone runs on our hub unchanged, and is shown for what it is. */

const NAME = "Acme Desk (plain)";

const world = await startWorld();
const counters = { linked: 0, tickets: 0, disconnected: 0, refused: 0 };

afterAll(async () => {
  console.log("plain-integration", JSON.stringify(counters));
  await world[Symbol.asyncDispose]();
});

test("the plain example links an account, files a ticket and disconnects", async () => {
  const bob = await world.signIn("Bob");
  const { page } = bob;
  await bob.openIntegration("Acme Desk \\(plain\\)");
  await page.getByText("The account is not checked").waitFor();
  const window = await bob.pressConnect();
  await bob.answerAcme(window, "bob.stone", "Allow");
  await page
    .getByText("Connected")
    .or(page.getByRole("heading", { level: 1, name: "bob.stone" }))
    .first()
    .waitFor();
  counters.linked += 1;

  await bob.openIntegration("Acme Desk \\(plain\\)");
  await page.getByLabel("What is it about?").fill("A plain ticket");
  await page.getByRole("button", { name: "Send" }).click();
  await page
    .getByText(/has done it|says/)
    .first()
    .waitFor();
  expect(world.demo.service.tickets.list().map((ticket) => ticket.title)).toContain("A plain ticket");
  counters.tickets += 1;

  await page
    .getByRole("link", { name: /bob\.stone/ })
    .first()
    .click();
  await page.getByRole("heading", { level: 1, name: "bob.stone" }).waitFor();
  await page.getByText("Not checked").waitFor();
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await page.waitForURL(/\/receipt$/);
  await page.getByText("Acknowledged by the integration").waitFor();
  expect(world.demo.service.liveGrants("bob.stone")).toBe(0);
  counters.disconnected += 1;
  expect(bob.complaints).toEqual([]);
  await bob.context.close();
});

test("administrators see it as unverified", async () => {
  const ada = await world.signIn("Ada");
  await ada.page.goto(`${world.demo.addresses.hub}/admin/integrations/${world.demo.facts.plain.service_id}`);
  await ada.page.getByRole("heading", { level: 1, name: NAME }).waitFor();
  await ada.page.getByText("unverified").first().waitFor();
  await ada.context.close();
});

test("the policy for verified connects refuses it when Connect is pressed, and not when an account is saved", async () => {
  const ada = await world.signIn("Ada");
  const eve = await world.signIn("Eve");
  await eve.openIntegration("Acme Desk \\(plain\\)");
  const window = await eve.pressConnect();
  await window.getByLabel("Username").waitFor();

  await askHub<PolicyView>(ada.page, "PATCH", "/api/admin/policy", { require_verified: true });
  await eve.answerAcme(window, "eve.marsh", "Allow");
  await eve.page
    .getByText("Connected")
    .or(eve.page.getByRole("heading", { level: 1, name: "eve.marsh" }))
    .first()
    .waitFor();

  await eve.openIntegration("Acme Desk \\(plain\\)");
  await eve.page.getByText(/only allows connections that are checked/).waitFor();
  expect(await eve.page.getByRole("button", { name: /^Connect/ }).isDisabled()).toBe(true);
  const { service_id, auth_id } = world.demo.facts.plain;
  const refusal = await eve.page.request.post(`${world.demo.addresses.hub}/connector/${service_id}/auth/${auth_id}`, {
    headers: { origin: world.demo.addresses.hub },
  });
  expect(refusal.status()).toBe(409);
  expect(await refusal.json()).toMatchObject({ code: "VERIFICATION_REQUIRED" });
  counters.refused += 1;
  await eve.context.close();
  await ada.context.close();
});

test("the whole way has been gone", () => {
  expect(counters).toEqual({ linked: 1, tickets: 1, disconnected: 1, refused: 1 });
});
