import type { RequestListener } from "node:http";
import * as oidc from "openid-client";
import { expect, test } from "vitest";
import { type App, newBrowser, startApp } from "./app.fixture.ts";

const JOHN = { username: "john.doe", password: "demo" };
const BANNER = "Fault on: Scope dropped. Switch it off in the workshop.";

const ADDRESSES = [
  "/",
  "/assets/frame.css",
  "/.well-known/openid-configuration",
  "/jwks",
  "/auth?client_id=nobody",
  "/userinfo",
  "/api/tickets",
  "/workshop/ledger",
  "/interaction/gone",
  "/nowhere",
];

test.for(ADDRESSES)("the answer of %s says that it is made up, and by which faults", async (address) => {
  await using app = await startApp();

  const before = await fetch(`${app.acme.issuer}${address}`);
  await app.acme.faults.set("other-account", true);
  await app.acme.faults.set("scope-dropped", true);
  const after = await fetch(`${app.acme.issuer}${address}`);

  expect(before.headers.get("x-joinery-workshop")).toBe("fake");
  expect(before.headers.get("x-joinery-fault")).toBeNull();
  expect(after.headers.get("x-joinery-fault")).toBe("other-account, scope-dropped");
  expect(after.headers.get("x-joinery-shaped-by")).toBeNull();
});

test("on the way through the pages, the answers that faults have shaped say so, and the others don't", async () => {
  const answers: string[] = [];
  const watch =
    (listener: RequestListener): RequestListener =>
    (request, response) => {
      const place = `${request.method} ${request.url?.replace(/[?].*/, "").replace(/[\w-]{21,}/, "…")}`;
      response.once("finish", () => answers.push(`${place} ${response.getHeader("x-joinery-shaped-by") ?? "-"}`));
      listener(request, response);
    };
  await using app = await startApp({ watch });
  await app.acme.faults.set("other-account", true);
  await app.acme.faults.set("scope-dropped", true);
  await app.consent("john.doe");
  app.acme.deny();
  await app.browser.press(await app.ask(app.browser), "Log in", JOHN);

  const first = ["GET /auth -", "GET /interaction/… -", "POST /interaction/…/login other-account", "GET /auth/… -"];
  expect(answers.slice(1)).toEqual([
    ...first,
    "GET /interaction/… -",
    "POST /interaction/…/allow scope-dropped",
    "GET /auth/… -",
    ...first,
    "GET /interaction/… consent-denied",
    "GET /auth/… -",
  ]);
});

test.for([
  ["the front page", (app: App) => app.browser.open(app.acme.issuer)],
  [
    "the desk of a person",
    async (app: App) => app.browser.press(await app.browser.open(app.acme.issuer), "Log in", JOHN),
  ],
  ["the log-in of an app", (app: App) => app.ask(app.browser)],
  ["the consent", async (app: App) => app.browser.press(await app.ask(app.browser), "Log in", JOHN)],
  ["an error of an app", (app: App) => app.ask(app.browser, { redirect_uri: "http://localhost:9/elsewhere" })],
  ["a missing page", (app: App) => app.browser.open(`${app.acme.issuer}/nowhere`)],
  ["a page that has expired", (app: App) => app.browser.open(`${app.acme.issuer}/interaction/gone`)],
] as const)("%s wears a banner while a fault is on", async ([, open]) => {
  await using app = await startApp();
  await app.acme.faults.set("scope-dropped", true);

  expect((await open(app)).html).toContain(BANNER);

  app.acme.faults.clear();
  expect((await open({ ...app, browser: newBrowser() })).html).not.toContain("Switch it off");
});

test("a banner names every fault", async () => {
  await using app = await startApp();
  await app.acme.faults.set("consent-denied", true);
  app.acme.answerSlowly(250);

  const page = await app.browser.open(app.acme.issuer);

  expect(page.html).toContain("Faults on: Consent denied, Slow: 250 milliseconds. Switch them off in the workshop.");
});

test("codes and tokens begin with fake_, and the ID token and userinfo say it too", async () => {
  await using app = await startApp();
  const callback = await app.consent("john.doe");
  const tokens = await app.exchange(callback);
  const renewed = await oidc.refreshTokenGrant(app.config, tokens.refresh_token ?? "");

  const values = [tokens, renewed].flatMap((one) => [one.access_token, one.refresh_token]);
  for (const value of [...values, callback.searchParams.get("code")]) expect(value).toMatch(/^fake_[\w-]{43}$/);
  expect(new Set(values).size).toBe(4);
  const fake = { "https://joinery.example/fake": true };
  expect(tokens.claims()).toMatchObject(fake);
  expect(renewed.claims()).toMatchObject(fake);
  expect(await oidc.fetchUserInfo(app.config, renewed.access_token, "acme-1001")).toMatchObject(fake);
});
