import * as oidc from "openid-client";
import { expect, test } from "vitest";
import { newBrowser, startApp } from "./app.fixture.ts";

const JOHN = { username: "john.doe", password: "demo" };
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

test("an access token expires when its time has passed, and not before; its refresh token stays", async () => {
  await using app = await startApp({ accessTokenSeconds: 600 });
  const tokens = await app.exchange(await app.consent("john.doe"));

  app.acme.advance(9 * MINUTE);
  expect((await app.callApi(tokens.access_token)).status).toBe(200);
  app.acme.advance(1 * MINUTE);
  expect((await app.callApi(tokens.access_token)).status).toBe(401);

  const renewed = await oidc.refreshTokenGrant(app.config, tokens.refresh_token ?? "");
  expect((await app.callApi(renewed.access_token)).status).toBe(200);
});

test("a code is worth nothing after a minute", async () => {
  await using app = await startApp();
  const callback = await app.consent("john.doe");

  app.acme.advance(MINUTE);

  await expect(app.exchange(callback)).rejects.toMatchObject({ error: "invalid_grant" });
});

test("an open question expires after half an hour", async () => {
  await using app = await startApp();
  const logIn = await app.ask(app.browser);

  app.acme.advance(30 * MINUTE);

  const end = await app.browser.press(logIn, "Log in", JOHN);
  expect(end.html).toContain("This page has expired");
});

test("a log-in ends after two weeks, and a grant after half a year", async () => {
  await using app = await startApp();
  const tokens = await app.exchange(await app.consent("john.doe"));
  const desk = newBrowser();
  await desk.press(await desk.open(app.acme.issuer), "Log in", JOHN);

  app.acme.advance(13 * DAY);
  expect((await desk.open(app.acme.issuer)).html).toContain("Your tickets");
  app.acme.advance(1 * DAY);
  expect((await desk.open(app.acme.issuer)).html).toContain("Welcome back");
  expect(app.acme.liveGrants("john.doe")).toBe(1);
  app.acme.advance(166 * DAY);

  expect(app.acme.liveGrants("john.doe")).toBe(0);
  const refresh = oidc.refreshTokenGrant(app.config, tokens.refresh_token ?? "");
  await expect(refresh).rejects.toMatchObject({ error: "invalid_grant" });
});

test("an app that wants a fresh log-in sees how old this one is", async () => {
  await using app = await startApp();
  await app.browser.press(await app.browser.open(app.acme.issuer), "Log in", JOHN);

  expect((await app.ask(app.browser, { max_age: "3600" })).html).toContain("Not you?");
  app.acme.advance(61 * MINUTE);

  expect((await app.ask(app.browser, { max_age: "3600" })).html).toContain("Welcome back");
});

test("the ledger follows, unless the service has a clock of its own", async () => {
  await using app = await startApp();
  await using own = await startApp({ clock: () => new Date("2026-01-01T00:00:00Z") });
  const now = Date.now();

  for (const { acme } of [app, own]) {
    acme.advance(DAY);
    await acme.faults.set("token-expired", true);
  }

  expect(Date.parse(app.acme.ledger.entries()[0]?.at ?? "")).toBeGreaterThanOrEqual(now + DAY);
  expect(own.acme.ledger.entries()[0]?.at).toBe("2026-01-01T00:00:00.000Z");
});

test.for([-1, Number.NaN])("time does not go by %s milliseconds", async (ms) => {
  await using app = await startApp();

  expect(() => app.acme.advance(ms)).toThrow("Time only goes forward");
});
