import { oauth2 } from "@joinery/sdk";
import { afterAll, expect, test } from "vitest";
import { type Fault, look } from "../world/look.ts";
import { startCredentialsWorld } from "./credentials/credentials-world.ts";

/** What people enter on pages of the SDK, in Chromium: an API key, or their organisation's address. */

const GOOD = "kn_canary_0123456789abcdef";
const faults: Fault[] = [];

afterAll(() => {
  console.log("credentials", JSON.stringify({ faults: faults.length }));
});

test("Ada enters her key by keyboard alone, uses the link, and reads what Disconnect could not end", async () => {
  await using world = await startCredentialsWorld("verified");
  world.keys.keys.set(GOOD, { id: 7, login: "ada.notes" });
  const ada = await world.newPerson("Ada");
  const window = await world.pressConnect(ada);

  await window.getByRole("heading", { name: "Connect Key Notes" }).waitFor();
  faults.push(...(await look(window, "credentials-empty")));
  await expect.poll(() => window.evaluate("document.activeElement?.id")).toBe("key");
  await window.keyboard.type("kn_wrong_canary_0123456789");
  await window.keyboard.press("Enter");
  await window.getByRole("alert").getByText("Key Notes doesn't accept what you entered").waitFor();
  faults.push(...(await look(window, "credentials-refused")));
  expect(await window.content()).not.toContain("canary");

  world.keys.isBroken = true;
  await window.keyboard.type(GOOD);
  await window.keyboard.press("Enter");
  await window.getByRole("alert").getByText("Key Notes didn't answer as it should").waitFor();
  faults.push(...(await look(window, "credentials-down")));
  world.keys.isBroken = false;

  await window.keyboard.type(GOOD);
  await window.keyboard.press("Enter");
  await window.waitForURL(/\/connect\/f-[^/]+\/done/);
  await ada.page.getByText("ada.notes").first().waitFor();
  const acted = await world.hub.act("ada", "GET", "/me");
  const [account] = await world.hub.accounts("ada");
  const removed = await world.hub.disconnect("ada", account?.linked_account_id ?? "");

  expect(await acted.json()).toEqual({ status: 200 });
  expect(JSON.stringify(removed)).toContain("not_supported");
  expect(world.keys.asked.filter(({ key }) => key === GOOD).length).toBeGreaterThanOrEqual(3);
  expect(JSON.stringify(world.log)).not.toContain("canary");
  expect(faults).toEqual([]);
});

test("a key that its owner has deleted at the service asks the person to connect again", async () => {
  await using world = await startCredentialsWorld("verified");
  world.keys.keys.set(GOOD, { id: 7, login: "ada.notes" });
  const ada = await world.newPerson("Ada");
  const window = await world.pressConnect(ada);
  await window.getByLabel("API key").fill(GOOD);
  await window.getByRole("button", { name: "Connect" }).click();
  await ada.page.getByText("ada.notes").first().waitFor();
  world.keys.keys.clear();

  const acted = await world.hub.act("ada", "GET", "/me");
  await ada.page.reload();

  expect(await acted.json()).toMatchObject({ code: "NEEDS_RECONNECT" });
  await ada.page
    .getByText(/Connect this account again|must be connected again|Needs you/i)
    .first()
    .waitFor();
});

test("whoever presses Cancel, or opens what somebody else was sent, links nothing", async () => {
  await using world = await startCredentialsWorld("verified");
  world.keys.keys.set(GOOD, { id: 7, login: "bob.notes" });
  const [eve, bob] = [await world.newPerson("Eve"), await world.newPerson("Bob")];
  const eves = await world.pressConnect(eve);
  await eves.getByLabel("API key").waitFor();

  await bob.page.goto(eves.url());
  await bob.page.getByText("This connection was stopped").waitFor();
  await eves.getByRole("button", { name: "Cancel" }).click();
  await eve.page
    .getByText(/You cancelled the connection/)
    .first()
    .waitFor();

  expect(world.keys.asked).toEqual([]);
  expect(await world.hub.accounts("eve")).toEqual([]);
});

test("for Blink the same page comes after the question whose account it is", async () => {
  await using world = await startCredentialsWorld("blink");
  world.keys.keys.set(GOOD, { id: 7, login: "ada.notes" });
  const ada = await world.newPerson("Ada");
  const window = await world.pressConnect(ada);

  await window.getByRole("button", { name: "Continue" }).click();
  await window.getByLabel("API key").fill(GOOD);
  const blinkFaults = await look(window, "credentials-blink");
  await window.getByRole("button", { name: "Connect" }).click();
  await window.getByText("Key Notes is connected").waitFor();

  expect(blinkFaults).toEqual([]);
  expect(await world.hub.accounts("ada")).toMatchObject([{ external_account_id: "ada.notes" }]);
});

test("an address that leads elsewhere is not gone to; the right one is, and comes back", async () => {
  const site = { host: "{site}.notes.example", label: "Your Notes address" } as const;
  await using world = await startCredentialsWorld("verified", () =>
    oauth2({
      endpoints: {
        authorization: "https://{site}.notes.example/authorize",
        token: "https://{site}.notes.example/token",
      },
      identity: { from: { url: "https://{site}.notes.example/me" }, subject: "id", label: "login" },
      apiOrigins: ["https://{site}.notes.example"],
      site,
      clientId: "joinery",
      scopes: [],
    }),
  );
  const ada = await world.newPerson("Ada");
  const window = await world.pressConnect(ada);

  await window.getByLabel("Your Notes address").fill("evil.example/.notes.example");
  await window.getByRole("button", { name: "Continue" }).click();
  await window.getByText("This is no address of the kind your-name.notes.example.").waitFor();
  const siteFaults = await look(window, "site-refused");
  await window.getByLabel("Your Notes address").fill("https://acme.notes.example/agent");
  const away = window.waitForRequest((request) => request.url().startsWith("https://acme.notes.example/authorize?"));
  await window.getByRole("button", { name: "Continue" }).click();

  expect(new URL((await away).url()).searchParams.get("code_challenge_method")).toBe("S256");
  expect(siteFaults).toEqual([]);
});
