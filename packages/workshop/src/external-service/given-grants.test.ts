import * as oidc from "openid-client";
import { expect, test } from "vitest";
import { type App, newBrowser, startApp } from "./app.fixture.ts";

/** Goes through the pages up to the callback of a request with this state. */
async function consent(app: App, username: string, state: string): Promise<URL> {
  const visitor = newBrowser();
  const page = await visitor.press(await app.ask(visitor, { state }), "Log in", { username, password: "demo" });
  return (await visitor.press(page, "Allow")).url;
}

/** As an app that does not look at the state. */
function exchange(app: App, callback: URL) {
  callback.searchParams.set("state", "state");
  return app.exchange(callback);
}

test("a grant is known by the state of its request, and by every token that was issued for it, until it is withdrawn", async () => {
  await using app = await startApp();
  await exchange(app, await consent(app, "bob.stone", "first"));
  const tokens = await exchange(app, await consent(app, "john.doe", "second"));
  const renewed = await oidc.refreshTokenGrant(app.config, tokens.refresh_token ?? "");
  const [bobs, johns] = app.acme.givenGrants().toSorted((one, other) => one.state.localeCompare(other.state));

  expect([bobs, johns]).toMatchObject([
    { account: "bob.stone", state: "first" },
    { account: "john.doe", state: "second" },
  ]);
  for (const token of [tokens.access_token, tokens.refresh_token, renewed.access_token, renewed.refresh_token]) {
    expect(app.acme.grantOf(token ?? "")).toBe(johns?.grantId);
  }

  await oidc.tokenRevocation(app.config, renewed.refresh_token ?? "");
  expect(app.acme.givenGrants()).toEqual([bobs]);
  expect(app.acme.grantOf(renewed.refresh_token ?? "")).toBeUndefined();
});

test("a consent is no grant before its code was exchanged", async () => {
  await using app = await startApp();
  const callback = await consent(app, "john.doe", "first");
  expect(app.acme.givenGrants()).toEqual([]);
  await exchange(app, callback);
  expect(app.acme.givenGrants()).toMatchObject([{ state: "first" }]);
});
