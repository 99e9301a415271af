import { expect, test } from "vitest";
import { ADA, startWorld } from "../testing/world.ts";

/** A world in which Ada's access token is about to expire. */
async function startStaleWorld() {
  const world = await startWorld();
  const tokens = world.service.issue();
  const expiry = new Date(world.clock.now().getTime() + 600_000).toISOString();
  const account = world.hub.addAccount(ADA, { ...tokens, expiry });
  const stored = () => world.hub.accounts.get(account.linked_account_id);
  const act = () => world.call({ method: "POST", path: "/tickets", user: ADA, body: { title: "Broken chair" } });
  world.clock.advance(560);
  return { ...world, tokens, account, stored, act };
}

test("a token that is not due is left alone", async () => {
  const world = await startStaleWorld();
  world.clock.advance(-100);

  await world.act();

  expect(world.service.ledger.tokenRequests).toHaveLength(0);
});

test("a due token is renewed, saved and used", async () => {
  const world = await startStaleWorld();

  const answer = await world.act();

  expect(answer.status).toBe(200);
  expect(world.stored()).toMatchObject({ version: 2, requires_reauthentication: false });
  expect(world.stored()?.refresh_token).not.toBe(world.tokens.refresh_token);
  expect(world.service.ledger.tickets).toEqual([`Bearer ${world.stored()?.access_token}`]);
});

test("ten actions at once renew the token once", async () => {
  const world = await startStaleWorld();
  const held = Promise.withResolvers<undefined>();
  world.service.faults.set("/token", () => held.promise);
  const lists = () => world.hub.calls.filter((call) => call === "GET /v2/user/:id/linked-accounts").length;

  const acts = Array.from({ length: 10 }, world.act);
  while (lists() < 10) await new Promise(setImmediate);
  held.resolve(undefined);
  const answers = await Promise.all(acts);

  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
});

test("a grant that is over asks the user to connect again, and no handler runs", async () => {
  const world = await startStaleWorld();
  world.service.live.clear();

  const answer = await world.act();
  const again = await world.act();

  expect(await answer.json()).toMatchObject({ code: "NEEDS_RECONNECT" });
  expect(await again.json()).toMatchObject({ code: "NEEDS_RECONNECT" });
  expect(world.stored()?.requires_reauthentication).toBe(true);
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
  expect(world.service.ledger.tickets).toEqual([]);
});

test("invalid_grant because another process was faster is no reason to connect again", async () => {
  const world = await startStaleWorld();
  const renewed = world.service.issue();
  world.service.faults.set("/token", () => {
    const account = world.stored() ?? world.account;
    const expiry = new Date(world.clock.now().getTime() + 600_000).toISOString();
    world.hub.accounts.set(account.linked_account_id, { ...account, ...renewed, expiry, version: 2 });
    return Response.json({ error: "invalid_grant" }, { status: 400 });
  });

  const answer = await world.act();

  expect(answer.status).toBe(200);
  expect(world.stored()?.requires_reauthentication).toBe(false);
  expect(world.service.ledger.tickets).toEqual([`Bearer ${renewed.access_token}`]);
});

test.each([
  ["invalid_client", () => Response.json({ error: "invalid_client" }, { status: 400 })],
  ["503", () => new Response("sorry", { status: 503 })],
  ["an answer that is not JSON", () => new Response("<html>", { headers: { "content-type": "text/html" } })],
  [
    "a lost connection",
    () => {
      throw new TypeError("fetch failed");
    },
  ],
])("%s while renewing never asks to connect again: the old token serves while it lives", async (_name, fault) => {
  const world = await startStaleWorld();
  world.service.faults.set("/token", fault);
  const first = await world.act();
  world.clock.advance(60);
  world.service.faults.set("/token", fault);
  const second = await world.act();

  expect(first.status).toBe(200);
  expect(await second.json()).toMatchObject({ code: "EXTERNAL_SERVICE_FAILED" });
  expect(world.stored()?.requires_reauthentication).toBe(false);
});

test("renewed tokens that the hub could not take are kept and saved later, without using the old one again", async () => {
  const world = await startStaleWorld();
  const id = world.account.linked_account_id;
  for (let count = 0; count < 4; count += 1) world.hub.faults.push({ method: "PATCH", ends: id, code: "unreachable" });

  const first = await world.act();
  const second = await world.act();

  expect([first.status, second.status]).toEqual([200, 200]);
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
  expect(world.stored()?.refresh_token).not.toBe(world.tokens.refresh_token);
});

test("a token renewed for an account that was removed meanwhile is withdrawn", async () => {
  const world = await startStaleWorld();
  world.hub.faults.push({ method: "PATCH", ends: world.account.linked_account_id, code: "LINKED_ACCOUNT_NOT_FOUND" });

  const answer = await world.act();

  expect(await answer.json()).toMatchObject({ code: "LINKED_ACCOUNT_NOT_FOUND" });
  expect(world.service.ledger.revoked).toHaveLength(2);
  expect(world.service.ledger.tickets).toEqual([]);
});

test("a token that the service refuses before its time is renewed, and the request is sent once more", async () => {
  const world = await startStaleWorld();
  world.clock.advance(-500);
  world.service.live.delete(world.tokens.access_token);

  const answer = await world.act();

  expect(await answer.json()).toMatchObject({ status: 201 });
  expect(world.service.ledger.tickets).toEqual([`Bearer ${world.stored()?.access_token}`]);
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
});

test("a user who took the access back at the service is asked to connect again", async () => {
  const world = await startStaleWorld();
  world.clock.advance(-500);
  world.service.live.clear();

  const answer = await world.act();

  expect(await answer.json()).toMatchObject({ code: "NEEDS_RECONNECT" });
  expect(world.stored()?.requires_reauthentication).toBe(true);
});

test("a refused token without a refresh token: the handler sees the refusal, and nothing is repeated", async () => {
  const world = await startStaleWorld();
  const { linked_account_id: id } = world.account;
  world.hub.accounts.set(id, { ...world.account, refresh_token: null, expiry: null });
  world.service.live.clear();

  const answer = await world.act();

  expect(await answer.json()).toMatchObject({ status: 401 });
  expect(world.service.ledger.apiCalls).toBe(1);
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
});

test("tokens that waited for the hub are saved once, also when the service does not rotate", async () => {
  const world = await startStaleWorld();
  const id = world.account.linked_account_id;
  const unrotated = (token: string) => () => {
    world.service.live.add(token);
    return Response.json({ access_token: token, token_type: "Bearer", expires_in: 600 });
  };
  for (let count = 0; count < 4; count += 1) world.hub.faults.push({ method: "PATCH", ends: id, code: "unreachable" });
  world.service.faults.set("/token", unrotated("canary-first-token"));
  await world.act();
  await world.act();
  world.clock.advance(600);
  world.service.faults.set("/token", unrotated("canary-second-token"));

  await world.act();

  expect(world.stored()?.access_token).toBe("canary-second-token");
  // Four that got lost, the one that was repeated later, and the one of the second renewal.
  expect(world.hub.calls.filter((call) => call.startsWith("PATCH"))).toHaveLength(6);
});
