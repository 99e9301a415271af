import { expect, test } from "vitest";
import { readSettings } from "./settings.ts";
import { AUTH_ID, startWorld, USER } from "./world.fixture.ts";

test.for([
  ["POST", `/auth/${AUTH_ID}`],
  ["DELETE", "/linked-accounts/k-1"],
  ["POST", "/tickets"],
] as const)("%s %s is refused without the hub's secret", async ([method, path]) => {
  await using world = await startWorld();

  const reply = await world.call(method, path, { title: "Printer" }, "a guess");

  expect(reply).toMatchObject({ status: 401, body: { code: "UNAUTHENTICATED" } });
  expect(world.hub.calls).toEqual([]);
});

test("Connect links the account under the name that people know", async () => {
  await using world = await startWorld();

  const end = await world.connect();

  expect(end.html).toContain("You can close this window.");
  expect(world.hub.calls).toEqual([`POST /v2/user/${USER}/linked-accounts`]);
  expect(world.onlyAccount()).toMatchObject({ auth_id: AUTH_ID, external_account_id: "john.doe" });
  expect(world.acme.liveGrants("john.doe")).toBe(1);
});

test("Deny at the external service links nothing and asks for no token", async () => {
  await using world = await startWorld();

  const end = await world.connect("Deny");

  expect(end.html).toContain("Nothing was connected");
  expect(world.hub.calls).toEqual([]);
  expect(world.acme.ledger.entries({ kind: "token_request" })).toEqual([]);
});

test("an answer that another service sends is not taken for one of Acme Desk (RFC 9207)", async () => {
  await using world = await startWorld();
  const { body } = await world.call("POST", `/auth/${AUTH_ID}`, {});
  const asked = new URL(body.data.authorization_url).searchParams;
  const answer = new URLSearchParams({ code: "c", state: asked.get("state") ?? "", iss: "http://localhost:1" });

  const end = await world.browser.open(`${asked.get("redirect_uri")}?${answer}`);

  expect(end.status).toBe(400);
  expect(world.acme.ledger.entries()).toEqual([]);
});

test("the Auth ID of another integration starts nothing", async () => {
  await using world = await startWorld();

  expect(await world.call("POST", "/auth/t-other", {})).toMatchObject({ status: 404, body: { code: "NOT_FOUND" } });
});

test("access that the hub does not store is given back", async () => {
  await using world = await startWorld();
  world.hub.refuseNext();

  const end = await world.connect();

  expect(end).toMatchObject({ status: 502 });
  expect(world.acme.ledger.entries({ kind: "token_request" })).toHaveLength(1);
  expect(world.acme.liveGrants("john.doe")).toBe(0);
});

test("the address of a finished connect can't be used again", async () => {
  await using world = await startWorld();
  const end = await world.connect();

  const again = await world.browser.open(end.url.href);

  expect(again.status).toBe(400);
  expect(world.acme.ledger.entries({ kind: "token_request" })).toHaveLength(1);
});

test("a button on the card files a ticket as the user", async () => {
  await using world = await startWorld();
  await world.connect();

  const reply = await world.call("POST", "/tickets", { title: "Printer on fire", text: "Second floor" });

  expect(reply).toMatchObject({ status: 201, body: { code: "OK", data: { title: "Printer on fire" } } });
  expect(world.acme.tickets.list("john.doe")).toMatchObject([{ title: "Printer on fire", text: "Second floor" }]);
});

test("without a linked account or a title the user reads why", async () => {
  await using world = await startWorld();

  expect(await world.call("POST", "/tickets", { title: "x" })).toMatchObject({
    status: 409,
    body: { code: "NOT_CONNECTED" },
  });
  await world.connect();
  expect(await world.call("POST", "/tickets", {})).toMatchObject({ status: 400, body: { code: "BAD_REQUEST" } });
});

test("an expired token is refreshed once, however many buttons are pressed at the same time", async () => {
  await using world = await startWorld();
  await world.connect();
  world.acme.expireAccessTokens();
  world.onlyAccount().expiry = new Date(0).toISOString();

  const presses = ["first", "second", "third"].map((title) => world.call("POST", "/tickets", { title }));

  expect((await Promise.all(presses)).map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(world.acme.ledger.entries({ kind: "refresh" })).toHaveLength(1);
  expect(world.acme.liveGrants("john.doe")).toBe(1);
});

test("a press that read the account before it was refreshed does not use the old refresh token", async () => {
  await using world = await startWorld();
  await world.connect();
  world.onlyAccount().expiry = new Date(0).toISOString();
  const stale = { ...world.onlyAccount() };
  await world.call("POST", "/tickets", { title: "first" });

  world.hub.listNext([stale]);

  expect(await world.call("POST", "/tickets", { title: "second" })).toMatchObject({ status: 201 });
  expect(world.acme.ledger.entries({ kind: "refresh" })).toHaveLength(1);
  expect(world.acme.liveGrants("john.doe")).toBe(1);
});

test("a token that ended before its time is refreshed", async () => {
  await using world = await startWorld();
  await world.connect();
  world.acme.expireAccessTokens();

  expect(await world.call("POST", "/tickets", { title: "x" })).toMatchObject({ status: 201 });
  expect(world.onlyAccount()).toMatchObject({ requires_reauthentication: false });
});

test("access that ended at the external service asks for a new connect", async () => {
  await using world = await startWorld();
  await world.connect();
  const desk = await world.browser.open(world.acme.issuer);
  await world.browser.press(desk, "Remove access of Plain example");

  const reply = await world.call("POST", "/tickets", { title: "x" });

  expect(reply).toMatchObject({ status: 409, body: { code: "NEEDS_RECONNECT" } });
  expect(world.onlyAccount()).toMatchObject({ requires_reauthentication: true });
});

test("access that was renewed for an account that is being disconnected is given back", async () => {
  await using world = await startWorld();
  await world.connect();
  world.onlyAccount().expiry = new Date(0).toISOString();
  world.hub.refuseNext("PATCH");

  expect(await world.call("POST", "/tickets", { title: "x" })).toMatchObject({ status: 502 });

  expect(world.acme.ledger.entries({ kind: "refresh" })).toHaveLength(1);
  expect(world.acme.liveGrants("john.doe")).toBe(0);
});

test("Disconnect withdraws the access before the linked account is deleted; again is 404", async () => {
  await using world = await startWorld();
  await world.connect();
  const path = `/linked-accounts/${world.onlyAccount().linked_account_id}`;

  expect(await world.call("DELETE", path)).toMatchObject({ status: 200, body: { code: "OK" } });

  expect(world.acme.liveGrants("john.doe")).toBe(0);
  expect(world.hub.accounts.size).toBe(0);
  expect(await world.call("DELETE", path)).toMatchObject({ status: 404, body: { code: "LINKED_ACCOUNT_NOT_FOUND" } });
});

test("a Disconnect that the external service does not hear keeps the account, so that it can be tried again", async () => {
  await using world = await startWorld();
  await world.connect();
  await world.acme.close();

  const reply = await world.call("DELETE", `/linked-accounts/${world.onlyAccount().linked_account_id}`);

  expect(reply).toMatchObject({ status: 502, body: { code: "EXTERNAL_SERVICE_FAILED" } });
  expect(world.hub.accounts.size).toBe(1);
});

test("a missing setting is named", () => {
  expect(() => readSettings({})).toThrow("Please set JOINERY_HUB.");
});
