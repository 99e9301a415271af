import { FAULTS, type FaultId } from "@joinery/contract/workshop";
import * as oidc from "openid-client";
import { expect, test } from "vitest";
import { ALL_SCOPES, type App, newBrowser, startApp } from "./app.fixture.ts";

const JOHN = { username: "john.doe", password: "demo" };
const WITHOUT_WRITE = ALL_SCOPES.replace(" tickets:write", "");

async function connected(app: App) {
  const tokens = await app.exchange(await app.consent("john.doe"));
  return { accessToken: tokens.access_token, refreshToken: tokens.refresh_token ?? "", scope: tokens.scope };
}

function detailsOfFaults(app: App): string[] {
  return app.acme.ledger.entries({ kind: "fault" }).map(({ detail }) => detail);
}

test("consent-denied: the person logs in, is not asked, and the app reads access_denied", async () => {
  await using app = await startApp();
  await app.acme.faults.set("consent-denied", true);

  const end = await app.browser.press(await app.ask(app.browser), "Log in", JOHN);

  expect(Object.fromEntries(end.url.searchParams)).toMatchObject({
    error: "access_denied",
    error_description: "A fault of the workshop: Consent denied.",
    state: "state",
    iss: app.acme.issuer,
  });
  expect(app.acme.ledger.entries()).toMatchObject([
    { kind: "fault", detail: "consent-denied: on" },
    { kind: "fault", detail: "consent-denied: answered for the person", clientId: "app", account: "john.doe" },
    { kind: "denied", clientId: "app", account: "john.doe" },
  ]);
  await app.acme.faults.set("consent-denied", false);
  expect((await app.consent("john.doe")).searchParams.get("code")).not.toBeNull();
});

test("consent-denied: whoever has the consent page open already is denied as well", async () => {
  await using app = await startApp();
  const consent = await app.browser.press(await app.ask(app.browser), "Log in", JOHN);
  app.acme.deny();

  const end = await app.browser.press(consent, "Allow");

  expect(end.url.searchParams.get("error")).toBe("access_denied");
  app.acme.allow();
  expect((await app.consent("john.doe")).searchParams.get("code")).not.toBeNull();
});

test("token-expired: access tokens are refused, refresh tokens work, and new access tokens too", async () => {
  await using app = await startApp();
  const { accessToken, refreshToken } = await connected(app);

  await app.acme.faults.set("token-expired", true);

  const refused = await app.callApi(accessToken);
  expect(refused.status).toBe(401);
  expect(refused.headers.get("x-joinery-shaped-by")).toBe("token-expired");
  const renewed = await oidc.refreshTokenGrant(app.config, refreshToken);
  expect((await app.callApi(renewed.access_token)).status).toBe(200);
  expect(app.acme.faults.active()).toEqual([]);
  expect(detailsOfFaults(app)).toEqual(["token-expired: 1 access tokens", "token-expired: GET /api/tickets"]);
});

test("grant-revoked: every grant is taken back at Acme Desk, and a new one can be given", async () => {
  await using app = await startApp();
  const { accessToken, refreshToken } = await connected(app);
  await app.exchange(await app.consent("bob.stone"));

  await app.acme.faults.set("grant-revoked", true);

  expect((await app.callApi(accessToken)).status).toBe(401);
  await expect(oidc.refreshTokenGrant(app.config, refreshToken)).rejects.toMatchObject({ error: "invalid_grant" });
  expect([app.acme.liveGrants("john.doe"), app.acme.liveGrants("bob.stone")]).toEqual([0, 0]);
  const detail = "by the fault grant-revoked";
  expect(app.acme.ledger.entries({ kind: "revocation" })).toMatchObject([
    { clientId: "app", account: "john.doe", grantId: expect.any(String), detail },
    { clientId: "app", account: "bob.stone", grantId: expect.any(String), detail },
  ]);
  expect(app.acme.faults.active()).toEqual([]);
  await connected(app);
  expect(app.acme.liveGrants("john.doe")).toBe(1);
});

test("what a fault has ended is named on every later answer about it, and on no other", async () => {
  await using app = await startApp();
  const { accessToken, refreshToken } = await connected(app);
  await app.acme.faults.set("grant-revoked", true);
  const fresh = await connected(app);
  const form = (fields: Record<string, string>) => ({
    method: "POST",
    body: new URLSearchParams({ ...fields, client_id: "app", client_secret: "secret-of-the-app" }),
  });
  const userinfo = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
  const label = async (path: string, init: RequestInit) =>
    (await fetch(`${app.acme.issuer}${path}`, init)).headers.get("x-joinery-shaped-by");

  expect(await label("/token", form({ grant_type: "refresh_token", refresh_token: refreshToken }))).toBe(
    "grant-revoked",
  );
  expect(await label("/token/revocation", form({ token: refreshToken }))).toBe("grant-revoked");
  expect(await label("/userinfo", userinfo(accessToken))).toBe("grant-revoked");
  expect(await label("/userinfo", userinfo(fresh.accessToken))).toBeNull();
  expect(detailsOfFaults(app).slice(-3)).toEqual([
    "grant-revoked: POST /token",
    "grant-revoked: POST /token/revocation",
    "grant-revoked: GET /userinfo",
  ]);
});

test("grant-revoked: a code that was not exchanged yet is worth nothing", async () => {
  await using app = await startApp();
  const callback = await app.consent("john.doe");

  await app.acme.faults.set("grant-revoked", true);

  await expect(app.exchange(callback)).rejects.toMatchObject({ error: "invalid_grant" });
});

test("scope-dropped: the token answer names what was granted, and tickets can't be filed", async () => {
  await using app = await startApp();
  await app.acme.faults.set("scope-dropped", true);

  const { accessToken, refreshToken, scope } = await connected(app);

  expect(scope).toBe(WITHOUT_WRITE);
  const filed = await app.callApi(accessToken, { method: "POST", body: '{"title":"x"}' });
  expect(filed.status).toBe(403);
  expect(filed.headers.get("www-authenticate")).toMatch(/error="insufficient_scope".*scope="tickets:write"/);
  expect((await app.callApi(accessToken)).status).toBe(200);
  expect((await oidc.refreshTokenGrant(app.config, refreshToken)).scope).toBe(WITHOUT_WRITE);
  expect(app.acme.ledger.entries({ kind: "consent" })).toMatchObject([{ detail: WITHOUT_WRITE }]);
  await app.acme.faults.set("scope-dropped", false);
  expect((await connected(app)).scope).toBe(ALL_SCOPES);
});

test("scope-dropped: an app that never asked for it loses nothing", async () => {
  await using app = await startApp();
  await app.acme.faults.set("scope-dropped", true);

  const tokens = await app.exchange(await app.consent("john.doe", WITHOUT_WRITE));

  expect(tokens.scope).toBe(WITHOUT_WRITE);
  expect(detailsOfFaults(app)).toEqual(["scope-dropped: on"]);
});

test("refresh-reused: the next refresh is refused and the whole grant ends; then the fault is off", async () => {
  await using app = await startApp();
  const first = await connected(app);
  await app.acme.faults.set("refresh-reused", true);

  const refresh = oidc.refreshTokenGrant(app.config, first.refreshToken);
  await expect(refresh).rejects.toMatchObject({
    error: "invalid_grant",
    response: expect.toSatisfy((reply: Response) => reply.headers.get("x-joinery-shaped-by") === "refresh-reused"),
  });

  expect((await app.callApi(first.accessToken)).status).toBe(401);
  expect(app.acme.liveGrants("john.doe")).toBe(0);
  expect(app.acme.faults.active()).toEqual([]);
  expect(app.acme.ledger.entries({ kind: "token_refused" })).toMatchObject([
    { account: "john.doe", detail: "refresh_token: refresh token already used" },
  ]);
  expect(app.acme.ledger.entries({ kind: "fault" })).toMatchObject([
    { detail: "refresh-reused: on" },
    { detail: "refresh-reused: off" },
    { detail: "refresh-reused: ended the grant", clientId: "app", account: "john.doe" },
    { detail: "refresh-reused: POST /token" },
    { detail: "refresh-reused: GET /api/tickets" },
  ]);
  const second = await connected(app);
  await oidc.refreshTokenGrant(app.config, second.refreshToken);
});

test("refresh-reused: a refresh that would be refused anyway does not use it up", async () => {
  await using app = await startApp();
  await app.acme.faults.set("refresh-reused", true);

  await expect(oidc.refreshTokenGrant(app.config, "unknown")).rejects.toMatchObject({ error: "invalid_grant" });

  expect(app.acme.faults.active()).toEqual(["refresh-reused"]);
});

const OF_OTHERS = (Object.keys(FAULTS) as FaultId[]).filter((id) => FAULTS[id].side !== "service");

test.for(OF_OTHERS)("%s is no fault of Acme Desk, and is refused with a sentence", async (id) => {
  await using app = await startApp();

  await expect(app.acme.faults.set(id, true)).rejects.toThrow("is no fault of Acme Desk");

  expect(app.acme.faults.active()).toEqual([]);
});

const SWITCHES = (Object.keys(FAULTS) as FaultId[]).filter(
  (id) => FAULTS[id].side === "service" && FAULTS[id].kind === "switch",
);

test("every switch is on until it is switched off, and one `clear` ends them all", async () => {
  await using app = await startApp();
  const seen: (readonly FaultId[])[] = [];
  const stop = app.acme.faults.onChange((active) => seen.push(active));

  for (const id of SWITCHES) await app.acme.faults.set(id, true);
  expect(app.acme.faults.active()).toEqual(SWITCHES);
  await app.acme.faults.set("slow-6s", true);
  await app.acme.faults.set("slow-6s", false);
  expect(app.acme.faults.active()).toEqual(SWITCHES.filter((id) => id !== "slow-6s"));
  app.acme.answerSlowly(60_000);
  app.acme.faults.clear();

  expect(app.acme.faults.active()).toEqual([]);
  expect(seen).toHaveLength(2 * SWITCHES.length);
  stop();
  await app.acme.faults.set("answers-500", true);
  expect(seen).toHaveLength(2 * SWITCHES.length);
  app.acme.faults.clear();
  await connected(app);
});

test("a service that starts anew starts without faults", async () => {
  await using app = await startApp();
  await app.acme.faults.set("answers-500", true);

  await using other = await startApp();

  expect(other.acme.faults.active()).toEqual([]);
  expect((await newBrowser().open(other.acme.issuer)).html).not.toContain("Fault on");
});
