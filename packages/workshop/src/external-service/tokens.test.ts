import * as oidc from "openid-client";
import { expect, test } from "vitest";
import { type App, startApp } from "./app.fixture.ts";

async function connected(app: App, scope?: string) {
  const tokens = await app.exchange(await app.consent("john.doe", scope));
  return { accessToken: tokens.access_token, refreshToken: tokens.refresh_token ?? "" };
}

test("a refresh token is replaced with every use", async () => {
  await using app = await startApp();
  const { refreshToken } = await connected(app);

  const renewed = await oidc.refreshTokenGrant(app.config, refreshToken);

  expect(renewed.refresh_token).not.toBe(refreshToken);
  expect((await app.callApi(renewed.access_token)).status).toBe(200);
  expect(app.acme.ledger.entries({ kind: "refresh" })).toHaveLength(1);
  expect(app.acme.liveGrants("john.doe")).toBe(1);
});

test("a refresh token that is used twice ends the whole grant", async () => {
  await using app = await startApp();
  const { refreshToken } = await connected(app);
  const renewed = await oidc.refreshTokenGrant(app.config, refreshToken);

  await expect(oidc.refreshTokenGrant(app.config, refreshToken)).rejects.toMatchObject({ error: "invalid_grant" });

  expect((await app.callApi(renewed.access_token)).status).toBe(401);
  const again = oidc.refreshTokenGrant(app.config, renewed.refresh_token ?? "");
  await expect(again).rejects.toMatchObject({ error: "invalid_grant" });
  expect(app.acme.liveGrants("john.doe")).toBe(0);
});

test("revoking a refresh token ends the whole grant, access tokens included", async () => {
  await using app = await startApp();
  const { accessToken, refreshToken } = await connected(app);

  await oidc.tokenRevocation(app.config, refreshToken);

  expect((await app.callApi(accessToken)).status).toBe(401);
  expect(app.acme.liveGrants("john.doe")).toBe(0);
  expect(app.acme.ledger.entries({ kind: "revocation" })).toMatchObject([
    { clientId: "app", account: "john.doe", detail: "RefreshToken" },
  ]);
});

test("revoking an access token leaves the refresh token", async () => {
  await using app = await startApp();
  const { accessToken, refreshToken } = await connected(app);

  await oidc.tokenRevocation(app.config, accessToken);

  expect((await app.callApi(accessToken)).status).toBe(401);
  const renewed = await oidc.refreshTokenGrant(app.config, refreshToken);
  expect((await app.callApi(renewed.access_token)).status).toBe(200);
});

test("another app can't revoke a token that is not its own", async () => {
  await using app = await startApp();
  const { accessToken, refreshToken } = await connected(app);
  app.acme.addClient({ clientId: "thief", clientSecret: "s", name: "Thief", redirectUris: ["http://localhost:9/t"] });
  const thief = new oidc.Configuration(app.config.serverMetadata(), "thief", "s");
  oidc.allowInsecureRequests(thief);

  for (const token of [accessToken, refreshToken]) {
    await expect(oidc.tokenRevocation(thief, token)).rejects.toMatchObject({ error: "invalid_request" });
  }

  expect((await app.callApi(accessToken)).status).toBe(200);
  expect(app.acme.liveGrants("john.doe")).toBe(1);
});

test("revoking what does not exist is no error (RFC 7009, 2.2)", async () => {
  await using app = await startApp();

  await oidc.tokenRevocation(app.config, "never-issued");

  expect(app.acme.ledger.entries({ kind: "revocation" })).toMatchObject([{ detail: "nothing to revoke" }]);
});

test("a ticket is filed for the person whose token it is", async () => {
  await using app = await startApp();
  const { accessToken } = await connected(app);

  const filed = await app.callApi(accessToken, { method: "POST", body: '{"title":"Printer","text":"On fire"}' });

  expect(filed.status).toBe(201);
  const ticket = { id: "AD-1001", url: `${app.acme.issuer}/tickets/AD-1001`, title: "Printer" };
  expect(await filed.json()).toMatchObject(ticket);
  expect(await (await app.callApi(accessToken)).json()).toMatchObject({ tickets: [ticket] });
  expect(app.acme.tickets.list("john.doe")).toMatchObject([{ id: "AD-1001", filedBy: "Test app" }]);
});

test("the tickets of others are not listed", async () => {
  await using app = await startApp();
  app.acme.tickets.file({ title: "Secret", text: "", account: "bob.stone", filedBy: "Test app" });
  const { accessToken } = await connected(app);

  expect(await (await app.callApi(accessToken)).json()).toEqual({ tickets: [] });
});

test.for([
  ["no JSON", "title=x"],
  ["no title", "{}"],
  ["an empty title", '{"title":" "}'],
  ["a title that is a number", '{"title":1}'],
  ["null", "null"],
  ["a title of 201 characters", JSON.stringify({ title: "x".repeat(201) })],
  ["a text that is no text", '{"title":"x","text":[]}'],
])("%s is no ticket", async ([, body]) => {
  await using app = await startApp();
  const { accessToken } = await connected(app);

  const reply = await app.callApi(accessToken, { method: "POST", body: body ?? "" });

  expect(reply.status).toBe(400);
  expect(app.acme.tickets.list()).toEqual([]);
});

test("without a token the API says that one is needed, and names no error (RFC 6750, 3)", async () => {
  await using app = await startApp();

  const reply = await fetch(`${app.acme.issuer}/api/tickets`);

  expect(reply.status).toBe(401);
  expect(reply.headers.get("www-authenticate")).toBe('Bearer realm="Acme Desk"');
});

test("an unknown, an expired and a refresh token are refused alike", async () => {
  await using app = await startApp();
  const { accessToken, refreshToken } = await connected(app);
  app.acme.expireAccessTokens("bob.stone");
  expect((await app.callApi(accessToken)).status).toBe(200);
  app.acme.expireAccessTokens("john.doe");

  for (const token of ["unknown", accessToken, refreshToken]) {
    const reply = await app.callApi(token);
    expect(reply.status).toBe(401);
    expect(reply.headers.get("www-authenticate")).toContain('error="invalid_token"');
  }
  expect(app.acme.liveGrants("john.doe")).toBe(1);
});

test("a token without the scope is refused with the scope it lacks", async () => {
  await using app = await startApp();
  const { accessToken } = await connected(app, "openid tickets:read");

  const reply = await app.callApi(accessToken, { method: "POST", body: '{"title":"x"}' });

  expect(reply.status).toBe(403);
  expect(reply.headers.get("www-authenticate")).toMatch(/error="insufficient_scope".*scope="tickets:write"/);
  expect((await app.callApi(accessToken)).status).toBe(200);
});
