import { createFormBrowser } from "@joinery/workshop";
import { expect, test } from "vitest";
import { readSettings } from "./settings.ts";
import { startPlain } from "./world.fixture.ts";

test("nothing is answered without the hub's secret", async () => {
  await using hub = await startPlain();
  const calls = [
    { method: "POST", path: `/auth/${hub.settings.authId}` },
    { method: "DELETE", path: "/linked-accounts/k-1" },
    { method: "POST", path: "/tickets" },
  ];

  const replies = await Promise.all(calls.map((call) => hub.workshop.send({ ...call, user: "ada", secret: "wrong" })));

  expect(replies.map(({ status }) => status)).toEqual([401, 401, 401]);
  expect(JSON.parse(replies[0]?.body ?? "")).toMatchObject({ code: "UNAUTHENTICATED" });
});

test("Connect links the account under the name that people know", async () => {
  await using hub = await startPlain();

  const { account, reads } = await hub.connect("ada");

  expect(reads).toContain("You can close this window.");
  expect(account).toMatchObject({ user_id: hub.users.ada, external_account_id: "john.doe" });
  expect(hub.service.liveGrants("john.doe")).toBe(1);
});

test("Deny at the external service links nothing and asks for no token", async () => {
  await using hub = await startPlain();

  const { account, reads } = await hub.connect("ada", { answer: "deny" });

  expect(reads).toContain("Nothing was connected");
  expect(account).toBeUndefined();
  expect(hub.service.ledger.entries({ kind: "token_request" })).toEqual([]);
});

test("an answer that another service sends is not taken for one of Acme Desk (RFC 9207)", async () => {
  await using hub = await startPlain();
  const asked = new URL(await hub.askWithoutConnect()).searchParams;
  const answer = new URLSearchParams({ code: "c", state: asked.get("state") ?? "", iss: "http://localhost:1" });

  const end = await createFormBrowser().open(`${asked.get("redirect_uri")}?${answer}`);

  expect(end.status).toBe(400);
  expect(hub.service.ledger.entries()).toEqual([]);
});

test("the Auth ID of another integration starts nothing", async () => {
  await using hub = await startPlain();

  const reply = await hub.workshop.send({ method: "POST", path: "/auth/t-other", user: "ada" });

  expect(reply.status).toBe(404);
});

test("access that the hub does not store is given back", async () => {
  await using hub = await startPlain();
  const browser = createFormBrowser();
  // Asked by nobody's Connect, so the hub will not take the account.
  const logIn = await browser.open(await hub.askWithoutConnect());
  const consent = await browser.press(logIn, "Log in", { username: "john.doe", password: "demo" });

  const end = await browser.press(consent, "Allow");

  expect(end.status).toBe(502);
  expect(await hub.accounts("ada")).toEqual([]);
  expect(hub.service.ledger.entries({ kind: "token_request" })).toHaveLength(1);
  expect(hub.service.liveGrants("john.doe")).toBe(0);
});

test("a button on the card files a ticket as the user", async () => {
  await using hub = await startPlain();
  await hub.connect("ada");

  const reply = await hub.act("ada", "POST", "/tickets", { title: "Printer on fire", text: "Second floor" });

  expect(reply.status).toBe(201);
  expect(await reply.json()).toMatchObject({ code: "OK", data: { title: "Printer on fire" } });
  expect(hub.service.tickets.list("john.doe")).toMatchObject([{ title: "Printer on fire", text: "Second floor" }]);
});

test("without a linked account or a title the user reads why", async () => {
  await using hub = await startPlain();

  const early = await hub.act("ada", "POST", "/tickets", { title: "x" });
  await hub.connect("ada");
  const empty = await hub.act("ada", "POST", "/tickets", {});

  expect([early.status, await early.json()]).toEqual([409, expect.objectContaining({ code: "NOT_CONNECTED" })]);
  expect([empty.status, await empty.json()]).toEqual([400, expect.objectContaining({ code: "BAD_REQUEST" })]);
});

test("an expired token is refreshed once, however many buttons are pressed at the same time", async () => {
  await using hub = await startPlain();
  await hub.connect("ada");
  hub.clock.advance({ minutes: 20 });

  const presses = ["first", "second", "third"].map((title) => hub.act("ada", "POST", "/tickets", { title }));

  expect((await Promise.all(presses)).map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(hub.service.ledger.entries({ kind: "refresh" })).toHaveLength(1);
  expect(hub.service.liveGrants("john.doe")).toBe(1);
});

test("a token that ended before its time is refreshed", async () => {
  await using hub = await startPlain();
  await hub.connect("ada");
  hub.service.expireAccessTokens();

  expect((await hub.act("ada", "POST", "/tickets", { title: "x" })).status).toBe(201);
  expect(await hub.accounts("ada")).toMatchObject([{ requires_reauthentication: false }]);
});

test("access that ended at the external service asks for a new connect", async () => {
  await using hub = await startPlain();
  await hub.connect("ada");
  await hub.service.faults.set("grant-revoked", true);

  const reply = await hub.act("ada", "POST", "/tickets", { title: "x" });

  expect([reply.status, await reply.json()]).toEqual([409, expect.objectContaining({ code: "NEEDS_RECONNECT" })]);
  expect(await hub.accounts("ada")).toMatchObject([{ requires_reauthentication: true }]);
});

test("Disconnect withdraws the access and deletes the linked account; again is 404", async () => {
  await using hub = await startPlain();
  const { account } = await hub.connect("ada");
  const id = account?.linked_account_id ?? "";

  const { receipt } = await hub.disconnect("ada", id);
  const again = await hub.workshop.send({ method: "DELETE", path: `/linked-accounts/${id}`, user: "ada" });

  expect(receipt).toMatchObject({ acknowledged: { state: "acknowledged" } });
  expect(hub.service.liveGrants("john.doe")).toBe(0);
  expect(again.status).toBe(404);
});

test("a Disconnect that the external service does not hear is not acknowledged, and trying again withdraws", async () => {
  await using hub = await startPlain();
  const { account } = await hub.connect("ada");
  const id = account?.linked_account_id ?? "";
  await hub.service.faults.set("answers-500", true);

  const first = await hub.disconnect("ada", id);
  hub.service.faults.clear();
  const second = await hub.disconnect("ada", id);

  expect(first.receipt).toMatchObject({ acknowledged: { state: "waiting" } });
  expect(second.receipt).toMatchObject({ acknowledged: { state: "acknowledged" } });
  expect(hub.service.liveGrants("john.doe")).toBe(0);
});

test("a missing setting is named", () => {
  expect(() => readSettings({})).toThrow("Please set JOINERY_HUB.");
});
