import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as oidc from "openid-client";
import { expect, test } from "vitest";
import { type App, newBrowser, startApp } from "./app.fixture.ts";
import type { BrowserPage } from "./form-browser.ts";
import { startExternalService } from "./start-external-service.ts";

const JOHN = { username: "john.doe", password: "demo" };

async function temporaryFolder() {
  const path = await mkdtemp(join(tmpdir(), "acme-"));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) };
}

test("grants, tickets, log-ins and the ledger outlive a restart on the same address", async () => {
  await using folder = await temporaryFolder();
  const before = await startApp({ folder: folder.path });
  const port = Number(new URL(before.acme.issuer).port);
  const tokens = await before.exchange(await before.consent("john.doe"));
  await before.callApi(tokens.access_token, { method: "POST", body: '{"title":"Printer"}' });
  await before.browser.press(await before.browser.open(before.acme.issuer), "Log in", JOHN);
  const ledger = before.acme.ledger.entries();
  await before.acme.close();

  await using after = await startApp({ folder: folder.path, port });

  expect((await after.callApi(tokens.access_token)).status).toBe(200);
  expect(after.acme.ledger.entries().slice(0, -1)).toEqual(ledger);
  expect((await before.browser.open(after.acme.issuer)).html).toContain("Printer");
  const renewed = await oidc.refreshTokenGrant(after.config, tokens.refresh_token ?? "");
  await after.callApi(renewed.access_token, { method: "POST", body: '{"title":"Lamp"}' });
  expect(after.acme.tickets.list().map(({ id }) => id)).toEqual(["AD-1002", "AD-1001"]);
});

test("what is kept is readable by its owner only", async () => {
  await using folder = await temporaryFolder();
  const acme = await startExternalService({ folder: folder.path });
  await acme.close();

  for (const name of ["acme-desk.json", "acme-desk-ledger.jsonl"]) {
    expect((await stat(join(folder.path, name))).mode & 0o077).toBe(0);
  }
  expect(JSON.parse(await readFile(join(folder.path, "acme-desk.json"), "utf8"))).toMatchObject({ tickets: [] });
});

test("what happened right before the end is kept", async () => {
  await using folder = await temporaryFolder();
  const acme = await startExternalService({ folder: folder.path });
  acme.tickets.file({ title: "Last words", text: "", account: "john.doe", filedBy: "Desk" });
  acme.ledger.record({ kind: "consent", clientId: "app", account: "john.doe", grantId: null, detail: "openid" });

  await acme.close();

  expect(await readFile(join(folder.path, "acme-desk.json"), "utf8")).toContain("Last words");
  expect(await readFile(join(folder.path, "acme-desk-ledger.jsonl"), "utf8")).toContain('"kind":"consent"');
});

test("a folder that can't be written to ends no request, and is said at the end", async () => {
  await using folder = await temporaryFolder();
  const acme = await startExternalService({ folder: join(folder.path, "gone") });
  await rm(join(folder.path, "gone"), { recursive: true });

  acme.tickets.file({ title: "Still here", text: "", account: "john.doe", filedBy: "Desk" });

  await expect(acme.close()).rejects.toThrow("Acme Desk could not write its data.");
  expect(acme.tickets.list()).toHaveLength(1);
});

test("a person sees their own tickets and nobody else's", async () => {
  await using acme = await startExternalService();
  const own = acme.tickets.file({ title: "My <b>lamp</b>", text: "", account: "john.doe", filedBy: "Desk" });
  const foreign = acme.tickets.file({ title: "Payroll", text: "", account: "bob.stone", filedBy: "Desk" });
  const browser = newBrowser();

  const logIn = await browser.open(`${acme.issuer}/tickets/${own.id}`);
  expect(logIn.html).not.toContain("lamp");
  const ticket = await browser.press(logIn, "Log in", JOHN);
  expect(ticket.url.pathname).toBe(`/tickets/${own.id}`);
  expect(ticket.html).toContain("My &lt;b&gt;lamp&lt;/b&gt;");
  expect(await browser.open(`${acme.issuer}/tickets/${foreign.id}`)).toMatchObject({ status: 404 });
  expect((await browser.open(acme.issuer)).html).not.toContain("Payroll");
});

test("a person can take access back, and log out", async () => {
  await using app = await startApp();
  const tokens = await app.exchange(await app.consent("john.doe"));
  const desk = await app.browser.press(await app.browser.open(app.acme.issuer), "Log in", JOHN);

  const without = await app.browser.press(desk, "Remove access of Test app");
  expect(without.html).toContain("No app may use your account.");
  expect((await app.callApi(tokens.access_token)).status).toBe(401);
  expect(app.acme.ledger.entries({ kind: "revocation" })).toMatchObject([{ detail: "by the person" }]);

  expect((await app.browser.press(without, "Log out")).html).toContain("Welcome back");
  expect((await app.browser.open(app.acme.issuer)).html).toContain("Welcome back");
});

test("nobody takes back the access that someone else gave", async () => {
  await using app = await startApp();
  await app.exchange(await app.consent("john.doe"));
  const [consent] = app.acme.ledger.entries({ kind: "consent" });
  const asJohn = newBrowser();
  const desk = await asJohn.press(await asJohn.open(app.acme.issuer), "Log in", JOHN);
  const asBob = await asJohn.press(await asJohn.press(desk, "Log out"), "Log in", {
    username: "bob.stone",
    password: "demo",
  });

  const reply = await asJohn.press({ ...asBob, html: desk.html }, "Remove access of Test app");

  expect(reply.status).toBe(404);
  expect(consent?.grantId).not.toBeNull();
  expect(app.acme.liveGrants("john.doe")).toBe(1);
});

test.for([
  ["another origin", { origin: "http://localhost:1" }],
  ["another port of the same host", { "sec-fetch-site": "same-site" }],
] as const)("a form that %s sends is refused, though the cookies are there", async ([, headers]) => {
  await using acme = await startExternalService();
  const first = await fetch(acme.issuer);
  const page = await first.text();
  const cookie = first.headers
    .getSetCookie()
    .map((header) => header.split(";")[0])
    .join("; ");
  const body = new URLSearchParams({ ...JOHN, form_token: /name="form_token" value="([^"]+)"/.exec(page)?.[1] ?? "" });
  const post = (extra: { origin: string } | { "sec-fetch-site": string }) =>
    fetch(`${acme.issuer}/login`, { method: "POST", body, headers: { cookie, ...extra }, redirect: "manual" });

  expect((await post({ origin: acme.issuer })).status).toBe(303);
  expect((await post(headers)).status).toBe(403);
});

test.for(["Allow", "Deny", "Not you?"])("“%s” without the token of this browser changes nothing", async (button) => {
  await using app = await startApp();
  const consent = await app.browser.press(await app.ask(app.browser), "Log in", JOHN);

  expect(await app.browser.press(withForgedForms(consent), button)).toMatchObject({ status: 403 });

  expect(app.acme.ledger.entries()).toEqual([]);
  expect((await app.browser.press(consent, "Allow")).url.searchParams.get("code")).not.toBeNull();
});

test.for(["Remove access of Test app", "Log out"])(
  "“%s” without the token of this browser changes nothing",
  async (button) => {
    await using app = await startApp();
    await app.exchange(await app.consent("john.doe"));
    const desk = await app.browser.press(await app.browser.open(app.acme.issuer), "Log in", JOHN);

    expect(await app.browser.press(withForgedForms(desk), button)).toMatchObject({ status: 403 });

    expect((await app.browser.open(app.acme.issuer)).html).toContain("Remove access of Test app");
  },
);

test.for([
  ["the front page", (app: App) => app.browser.open(app.acme.issuer)],
  ["an app's question", (app: App) => app.ask(app.browser)],
] as const)("nobody is logged in by a forged form of %s", async ([, open]) => {
  await using app = await startApp();
  const page = await open(app);

  expect(await app.browser.press(withForgedForms(page), "Log in", JOHN)).toMatchObject({ status: 403 });

  expect((await app.browser.open(app.acme.issuer)).html).toContain("Welcome back");
});

function withForgedForms(page: BrowserPage): BrowserPage {
  return { ...page, html: page.html.replaceAll(/(name="form_token" value=")[^"]+/g, "$1guess") };
}

test("pages run no script, can't be framed and are not kept", async () => {
  await using acme = await startExternalService();

  const { headers } = await fetch(acme.issuer);

  expect(headers.get("content-security-policy")).toBe(
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
  );
  expect(headers.get("cache-control")).toBe("no-store");
});

test("every cookie names the port, is signed and out of reach for scripts", async () => {
  await using app = await startApp();
  await app.ask(app.browser);
  const consent = await app.browser.press(await app.ask(app.browser), "Log in", JOHN);
  await app.browser.press(consent, "Not you?");
  const { port } = new URL(app.acme.issuer);

  const cookies = app.browser.setCookies();

  const names = new Set(cookies.map((cookie) => cookie.slice(0, cookie.indexOf("="))));
  const kinds = ["form", "interaction", "resume", "session"].map((kind) => `acme_${kind}_${port}`);
  expect([...names].sort()).toEqual(kinds.flatMap((name) => [name, `${name}.sig`]).sort());
  for (const cookie of cookies) expect(cookie).toMatch(/; samesite=lax; httponly/i);
});

test("a foreign host name gets nothing", async () => {
  await using acme = await startExternalService();
  const { hostname, port } = new URL(acme.issuer);

  const status = await new Promise((resolve) => {
    const headers = { host: "evil.example" };
    request({ host: hostname.replace(/[[\]]/g, ""), port, headers }, (reply) => resolve(reply.statusCode)).end();
  });

  expect(status).toBe(421);
});

test("a machine without ::1 gets 127.0.0.1", async () => {
  await using acme = await startExternalService({ host: "2001:db8::1" });

  expect(acme.issuer).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});

test("a busy port is said at once", async () => {
  await using acme = await startExternalService();

  await expect(startExternalService({ port: Number(new URL(acme.issuer).port) })).rejects.toMatchObject({
    code: "EADDRINUSE",
  });
});

test("what nobody knows is a page that says so", async () => {
  await using acme = await startExternalService();

  const page = await newBrowser().open(`${acme.issuer}/nowhere`);

  expect(page).toMatchObject({ status: 404, html: expect.stringContaining("There is nothing here") });
  expect(await newBrowser().open(`${acme.issuer}/interaction/gone`)).toMatchObject({
    status: 400,
    html: expect.stringContaining("This page has expired"),
  });
});
