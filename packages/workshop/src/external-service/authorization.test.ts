import * as oidc from "openid-client";
import { expect, test } from "vitest";
import { ALL_SCOPES, newBrowser, startApp } from "./app.fixture.ts";

const JOHN = { username: "john.doe", password: "demo" };

test("an app gets tokens for the person who allows it, and learns who it is", async () => {
  await using app = await startApp();

  const tokens = await app.exchange(await app.consent("john.doe"));

  const claims = { sub: "acme-1001", preferred_username: "john.doe", name: "John Doe" };
  expect(tokens.claims()).toMatchObject({ iss: app.acme.issuer, aud: "app", ...claims });
  expect(await oidc.fetchUserInfo(app.config, tokens.access_token, "acme-1001")).toMatchObject(claims);
  expect(tokens).toMatchObject({ expires_in: 600, scope: ALL_SCOPES, refresh_token: expect.any(String) });
  expect(app.acme.liveGrants("john.doe")).toBe(1);
});

test("the ledger tells the story without a token, a code or a secret", async () => {
  await using app = await startApp();
  const callback = await app.consent("john.doe");
  const tokens = await app.exchange(callback);

  const entries = app.acme.ledger.entries();

  expect(entries).toMatchObject([
    { kind: "consent", clientId: "app", account: "john.doe", detail: ALL_SCOPES },
    { kind: "token_request", clientId: "app", account: "john.doe" },
  ]);
  const secrets = [tokens.access_token, tokens.refresh_token, tokens.id_token, callback.searchParams.get("code")];
  for (const secret of [...secrets, "secret-of-the-app"]) expect(JSON.stringify(entries)).not.toContain(secret);
  const overHttp = await fetch(`${app.acme.issuer}/workshop/ledger?kind=consent`);
  expect(await overHttp.json()).toEqual({ entries: entries.slice(0, 1) });
});

test("every answer to an app names the issuer (RFC 9207)", async () => {
  await using app = await startApp();

  expect((await app.consent("john.doe")).searchParams.get("iss")).toBe(app.acme.issuer);
});

test("without PKCE nobody is asked for anything", async () => {
  await using app = await startApp();
  const url = oidc.buildAuthorizationUrl(app.config, { redirect_uri: "http://localhost:9/callback", scope: "openid" });

  const end = await newBrowser().open(url.href);

  expect(end.url.searchParams.get("error")).toBe("invalid_request");
});

test("PKCE with the plain method is refused", async () => {
  await using app = await startApp();

  const end = await app.ask(app.browser, { code_challenge_method: "plain" });

  expect(end.url.searchParams.get("error")).toBe("invalid_request");
});

test.for(["token", "id_token", "code id_token"])("response type %s is refused", async (type) => {
  await using app = await startApp();

  const end = await app.ask(app.browser, { response_type: type, nonce: "n" });

  expect(end.html + end.url.href).toMatch(/unsupported_response_type|unauthorized_client/);
});

test("a wrong code verifier gets nothing, and counts as a token request", async () => {
  await using app = await startApp();
  const callback = await app.consent("john.doe");

  await expect(app.exchange(callback, oidc.randomPKCECodeVerifier())).rejects.toMatchObject({ error: "invalid_grant" });

  expect(app.acme.ledger.entries({ kind: "token_request" })).toHaveLength(1);
  expect(app.acme.ledger.entries({ kind: "token_refused" })).toHaveLength(1);
  expect(app.acme.liveGrants("john.doe")).toBe(0);
});

test("a code that is used twice takes back what the first use got", async () => {
  await using app = await startApp();
  const callback = await app.consent("john.doe");
  await app.exchange(callback);

  await expect(app.exchange(callback)).rejects.toMatchObject({ error: "invalid_grant" });

  expect(app.acme.ledger.entries({ kind: "token_request" })).toHaveLength(2);
  expect(app.acme.liveGrants("john.doe")).toBe(0);
});

test("Deny goes back to the app with access_denied", async () => {
  await using app = await startApp();
  const consent = await app.browser.press(await app.ask(app.browser), "Log in", JOHN);

  const end = await app.browser.press(consent, "Deny");

  expect(Object.fromEntries(end.url.searchParams)).toMatchObject({ error: "access_denied", state: "state" });
  expect(app.acme.ledger.entries()).toMatchObject([{ kind: "denied", clientId: "app", account: "john.doe" }]);
});

test("Cancel at the log-in goes back to the app with access_denied", async () => {
  await using app = await startApp();

  const end = await app.browser.press(await app.ask(app.browser), "Cancel");

  expect(end.url.searchParams.get("error")).toBe("access_denied");
});

test.for([
  ["john.doe", "wrong"],
  ["nobody", "demo"],
] as const)("%s with the password %s reads one sentence and may try again", async ([username, password]) => {
  await using app = await startApp();

  const again = await app.browser.press(await app.ask(app.browser), "Log in", { username, password });

  expect(again.status).toBe(422);
  expect(again.html).toContain("That username and password do not belong together.");
  expect((await app.browser.press(again, "Log in", JOHN)).html).toContain("Allow");
});

test("a person who is logged in is asked again for every access, and each is a grant of its own", async () => {
  await using app = await startApp();
  const consent = await app.browser.press(await app.ask(app.browser), "Log in", JOHN);
  const first = await app.exchange((await app.browser.press(consent, "Allow")).url);

  const second = await app.exchange((await app.browser.press(await app.ask(app.browser), "Allow")).url);
  expect(app.acme.liveGrants("john.doe")).toBe(2);
  await oidc.tokenRevocation(app.config, first.refresh_token ?? "");

  expect(app.acme.liveGrants("john.doe")).toBe(1);
  expect((await app.callApi(second.access_token)).status).toBe(200);
});

test("access that was allowed once is asked for again, also without a prompt", async () => {
  await using app = await startApp();
  const consent = await app.browser.press(await app.ask(app.browser, { scope: "openid" }), "Log in", JOHN);
  await app.exchange((await app.browser.press(consent, "Allow")).url);

  expect((await app.ask(app.browser, { scope: "openid" })).html).toContain("Not you?");
});

test("“Not you?” asks the same question of someone else", async () => {
  await using app = await startApp();
  const consent = await app.browser.press(await app.ask(app.browser), "Log in", JOHN);

  const logIn = await app.browser.press(consent, "Not you?");
  const asked = await app.browser.press(logIn, "Log in", { username: "bob.stone", password: "demo" });
  const tokens = await app.exchange((await app.browser.press(asked, "Allow")).url);

  expect(tokens.claims()).toMatchObject({ preferred_username: "bob.stone" });
  expect(app.acme.liveGrants("john.doe")).toBe(0);
});

test("of two people who log in in two tabs of one browser, the one who allows is the one who is linked", async () => {
  await using app = await startApp();
  const [first, second] = [await app.ask(app.browser), await app.ask(app.browser)];
  await app.browser.press(first, "Log in", JOHN);

  const consent = await app.browser.press(second, "Log in", { username: "bob.stone", password: "demo" });
  expect(consent.html).toContain("Bob Stone");
  const tokens = await app.exchange((await app.browser.press(consent, "Allow")).url);

  expect(tokens.claims()).toMatchObject({ preferred_username: "bob.stone" });
});

test("an unknown redirect address is not redirected to", async () => {
  await using app = await startApp();

  const end = await app.ask(app.browser, { redirect_uri: "http://localhost:9/elsewhere" });

  expect(end.status).toBe(400);
  expect(end.html).toContain("This did not work");
});

test("an app that is added while the service runs may ask at once", async () => {
  await using app = await startApp();
  const redirectUris = ["http://localhost:9/other"];
  app.acme.addClient({ clientId: "other", clientSecret: "other-secret", name: "Other app", redirectUris });

  const logIn = await app.ask(app.browser, { client_id: "other", redirect_uri: "http://localhost:9/other" });

  expect(logIn.html).toContain("Other app");
});
