import { expect, test } from "vitest";
import { type App, startApp } from "./app.fixture.ts";

const JOHN = { username: "john.doe", password: "demo" };

test.for([
  ["set", "mira.quinn", (app: App) => app.acme.faults.set("other-account", true)],
  ["loginAs", "eve.marsh", async (app: App) => app.acme.loginAs("eve.marsh")],
] as const)("other-account by %s: john.doe logs in and comes back as %s", async ([, other, switchOn]) => {
  await using app = await startApp();
  await switchOn(app);

  const tokens = await app.exchange(await app.consent("john.doe"));

  expect(tokens.claims()).toMatchObject({ preferred_username: other });
  expect([app.acme.liveGrants("john.doe"), app.acme.liveGrants(other)]).toEqual([0, 1]);
  const details = app.acme.ledger.entries({ kind: "fault" }).map(({ detail }) => detail);
  expect(details).toEqual(["other-account: on", `other-account: john.doe came back as ${other}`]);
});

test("other-account: who was logged in has to log in again, before and after", async () => {
  await using app = await startApp();
  await app.browser.press(await app.browser.open(app.acme.issuer), "Log in", JOHN);

  await app.acme.faults.set("other-account", true);
  const logIn = await app.ask(app.browser);
  expect(logIn.html).toContain("Welcome back");
  expect((await app.browser.press(logIn, "Log in", JOHN)).html).toContain("Mira Quinn");
  app.acme.faults.clear();

  const again = await app.browser.press(await app.ask(app.browser), "Log in", JOHN);
  expect(again.html).toContain("John Doe");
});

test("other-account: the front page logs in the same other person, and a wrong password nobody", async () => {
  await using app = await startApp();
  await app.acme.faults.set("other-account", true);
  const logIn = await app.browser.open(app.acme.issuer);

  expect(await app.browser.press(logIn, "Log in", { ...JOHN, password: "wrong" })).toMatchObject({ status: 422 });
  expect((await app.browser.press(logIn, "Log in", JOHN)).html).toContain("Mira Quinn");
});

test("somebody who does not exist can't come back", async () => {
  await using app = await startApp();

  expect(() => app.acme.loginAs("nobody")).toThrow("There are john.doe, bob.stone, eve.marsh, mira.quinn.");

  expect(app.acme.faults.active()).toEqual([]);
});
