import { afterAll, expect, test } from "vitest";
import { PROVIDER, startSignInWorld, type Visitor } from "./world/sign-in-world.ts";

/** The journey of people who sign in by their organisation's identity provider, and what others may try meanwhile. */

const world = await startSignInWorld();
const { db } = world.hub.context;
const counters = { signIns: 0, journeys: 0, forgeries: 0, planted: 0, signedOutThere: 0, again: 0, setups: 0 };

afterAll(async () => {
  console.log("sign-in", JSON.stringify(counters));
  expect(world.logged).toEqual([]);
  for (const count of Object.values(counters)) expect(count).toBeGreaterThan(0);
  await world[Symbol.asyncDispose]();
});

async function signedIn(subject: string): Promise<Visitor> {
  const visitor = await world.open();
  await visitor.signInAt(subject);
  await visitor.page.getByRole("heading", { level: 1 }).waitFor();
  counters.signIns += 1;
  return visitor;
}

/** Goes up to the provider's answer and keeps it from the hub; answers its address. */
async function proveOnly({ page }: Visitor, subject: string): Promise<string> {
  const answer = new Promise<string>((resolve) => {
    world.withhold.from = resolve;
  });
  await page.goto(`${world.hubUrl}/sign-in`);
  await page.getByRole("link", { name: `Continue with ${PROVIDER}` }).click();
  await page.getByRole("button", { name: subject, exact: true }).click();
  await page.getByText("held").waitFor();
  world.withhold.from = undefined;
  return answer;
}

test("Ada signs in by the identity provider, connects, files a ticket and disconnects", async () => {
  const ada = await world.open();
  const { page } = ada;
  await page.goto(`${world.hubUrl}/`);
  await page.waitForURL(/\/sign-in$/);
  await page.getByRole("link", { name: `Continue with ${PROVIDER}` }).click();
  await ada.prove("ada");
  await page
    .getByRole("link", { name: /^Acme Desk/ })
    .first()
    .waitFor();
  expect(page.url()).toBe(`${world.hubUrl}/`);
  counters.signIns += 1;

  await ada.connect("Acme Desk", "john.doe");
  await ada.openIntegration("Acme Desk");
  await page.getByLabel("What is it about?").fill("The printer is on fire");
  await page.getByRole("button", { name: "Send" }).click();
  await page.getByText("Ticket filed in Acme Desk.").waitFor();
  expect(world.liveGrants("john.doe")).toBe(1);

  await page
    .getByRole("link", { name: /john\.doe/ })
    .first()
    .click();
  await page.getByRole("button", { name: "Disconnect" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Disconnect" }).click();
  await page.waitForURL(/\/receipt$/);
  await page.getByText("Withdrawn at the external service").first().waitFor();
  expect(world.liveGrants("john.doe")).toBe(0);
  expect(ada.complaints).toEqual([]);
  counters.journeys += 1;
  await ada.context.close();
});

test("a connect that waits in the browser for the sign-in goes on after it, once Bob says that it is his", async () => {
  const bob = await signedIn("bob");
  const { page } = bob;
  const started = await page.evaluate(async ({ serviceId, authId }) => {
    const reply = await fetch(`/connector/${serviceId}/auth/${authId}`, { method: "POST" });
    return (await reply.json()) as { data: { authorization_url: string } };
  }, world.desk);
  await bob.context.clearCookies({ name: /joinery-session/ });

  await page.goto(started.data.authorization_url);
  await page.getByText("wants to connect Acme Desk").waitFor();
  await page.getByRole("link", { name: `Continue with ${PROVIDER}` }).click();
  await page.getByText("This connection was started in another browser or session.").waitFor();
  await page.getByRole("button", { name: "Connect", exact: true }).click();
  await bob.answerAcme(page, "bob.stone", "Allow");
  await page.waitForURL(/\/done$/);

  expect(world.liveGrants("bob.stone")).toBe(1);
  await bob.context.close();
});

test("session fixation: a session that Eve plants in Ada's browser is not the one that Ada signs in to", async () => {
  const eve = await signedIn("bob");
  const planted = (await eve.context.cookies(world.hubUrl)).find(({ name }) => name.startsWith("joinery-session"));
  expect(planted).toBeDefined();
  const ada = await world.open();
  await ada.context.addCookies(planted === undefined ? [] : [planted]);

  await ada.signInAt("ada");

  const own = (await ada.context.cookies(world.hubUrl)).find(({ name }) => name === planted?.name);
  expect(own?.value).not.toBe(planted?.value);
  expect(await ada.isSignedIn()).toBe(true);
  expect(await eve.isSignedIn()).toBe(false);
  counters.planted += 1;
  await Promise.all([eve.context.close(), ada.context.close()]);
});

test("log-in forgery: a link with Eve's answer signs nobody in to Ada's browser, and Ada's own sign-in still works", async () => {
  const eve = await world.open();
  const evesAnswer = await proveOnly(eve, "bob");
  const ada = await world.open();
  const adasAnswer = await proveOnly(ada, "ada");

  await ada.page.goto(evesAnswer);
  await ada.page.waitForURL(`${world.hubUrl}/sign-in`);
  await ada.page.getByText("That sign-in was not begun here").waitFor();
  expect(await ada.isSignedIn()).toBe(false);
  counters.forgeries += 1;

  await ada.page.goto(adasAnswer);
  await ada.page.getByRole("button", { name: /Ada/ }).first().waitFor();
  expect(await ada.isSignedIn()).toBe(true);
  await Promise.all([eve.context.close(), ada.context.close()]);
});

test("back-channel logout: who signs out at the identity provider is signed out here, on a page that stands open", async () => {
  const ada = await signedIn("ada");
  const { page } = ada;
  await page.goto(`${world.hubUrl}/sessions`);
  await page.getByText("You are here").waitFor();

  const there = await ada.context.newPage();
  await there.goto(new URL("/session/end", world.idp.issuer).href);
  const told = page.context().waitForEvent("response", (reply) => reply.url().includes("/session/end/confirm"));
  await there.getByRole("button", { name: "Sign out" }).click();
  await told;

  expect(await ada.isSignedIn()).toBe(false);
  await page.bringToFront();
  await page.getByRole("link", { name: "My integrations" }).first().click();
  await page.waitForURL(/\/sign-in$/);
  await page.getByText("You have been signed out").waitFor();
  counters.signedOutThere += 1;
  await ada.context.close();
});

test("before a secret is prepared Ada proves anew who she is, and comes back to the page", async () => {
  const ada = await signedIn("ada");
  const { page } = ada;
  await db
    .updateTable("sessions")
    .set({ authenticated_at: new Date(Date.now() - 11 * 60_000) })
    .execute();
  await page.goto(`${world.hubUrl}/admin/integrations`);
  await page
    .getByRole("link", { name: /Acme Desk/ })
    .first()
    .click();
  const prepare = page.getByRole("button", { name: "Prepare a new secret" });
  await prepare.click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Please sign in again").waitFor();
  const here = page.url();

  await dialog.getByRole("button", { name: `Continue with ${PROVIDER}` }).click();
  await page.getByRole("heading", { name: PROVIDER }).waitFor();
  await ada.prove("ada");
  expect(page.url()).toBe(here);

  await prepare.click();
  await page
    .getByText(/A new secret is prepared|New secret/)
    .first()
    .waitFor();
  counters.again += 1;
  await ada.context.close();
});

test("signing out here signs out at the provider, too: the next sign-in asks who it is", async () => {
  const ada = await signedIn("ada");
  const { page } = ada;
  await page.getByRole("button", { name: /Your menu/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL(`${world.hubUrl}/sign-in`);
  expect(await ada.isSignedIn()).toBe(false);
  await page.getByRole("link", { name: `Continue with ${PROVIDER}` }).click();
  await page.getByRole("button", { name: "ada", exact: true }).waitFor();
  await ada.context.close();
});

test("who ends all other sessions is signed in here only", async () => {
  const [here, elsewhere] = [await signedIn("bob"), await signedIn("bob")];
  await here.page.goto(`${world.hubUrl}/sessions`);
  await here.page.getByText("Chrome on Linux").first().waitFor();
  await here.page.getByRole("button", { name: "End all others" }).click();
  await here.page.getByRole("dialog").getByRole("button", { name: "End all others" }).click();
  await here.page.getByText("You are signed in nowhere else.").waitFor();
  expect([await here.isSignedIn(), await elsewhere.isSignedIn()]).toEqual([true, false]);
  await Promise.all([here.context.close(), elsewhere.context.close()]);
});

test("somebody whom the directory does not know reads one plain sentence, once", async () => {
  const grace = await world.open();
  await grace.signInAt("grace");
  await grace.page.getByText("You are not known here yet").waitFor();
  await grace.page.reload();
  await grace.page.getByRole("link", { name: `Continue with ${PROVIDER}` }).waitFor();
  expect(await grace.page.getByText("You are not known here yet").count()).toBe(0);
  await grace.context.close();
});

test("the code that the start has printed makes the first administrator", async () => {
  await db.updateTable("users").set({ role: "member" }).execute();
  const code = await world.openSetup();
  const bob = await signedIn("bob");
  const { page } = bob;
  await page.getByRole("link", { name: "Enter the code that its start has printed" }).click();
  await page.getByLabel("One-time code").fill("00000-00000-00000-00000");
  await page.getByRole("button", { name: "Become administrator" }).click();
  await page.getByText("This is not the code").waitFor();
  await page.getByLabel("One-time code").fill(code.toLowerCase());
  await page.getByRole("button", { name: "Become administrator" }).click();
  await page.getByText("You are the administrator now").waitFor();
  await page.getByRole("link", { name: "Go to the admin panel" }).click();
  await page.waitForURL(/\/admin\/integrations$/);
  await page.getByText("Acme Desk").first().waitFor();
  counters.setups += 1;
  await bob.context.close();
});
