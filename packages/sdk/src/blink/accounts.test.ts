import { expect, test } from "vitest";
import type { IntegrationOptions } from "../options.ts";
import { createMemoryStore } from "../store/memory-store.ts";
import { scopeStore } from "../store/store.ts";
import { ADA, EVE, startBlinkWorld } from "../testing/blink-world.ts";
import { AUTH_ID, PROXY_SECRET } from "../testing/fake-hub.ts";

/** A world in which Ada has linked an account, as Blink keeps it. */
async function startLinkedWorld(account: object = {}, changes: Partial<IntegrationOptions> = {}) {
  const world = await startBlinkWorld(changes);
  const tokens = world.service.issue();
  const { token_type: _type, expires_in: _seconds, ...kept } = tokens;
  const expiry = new Date(world.clock.now().getTime() + 600_000).toISOString();
  const { linked_account_id: id } = world.blink.addAccount(ADA, { ...kept, expiry, ...account });
  return {
    ...world,
    id,
    tokens,
    store: scopeStore(world.options.store ?? createMemoryStore(world.clock), world.options.serviceId),
    stored: () => world.blink.accounts.get(id),
    act: (user = ADA) => world.call("POST", "/tickets", user, { body: { title: "Broken chair" } }),
    disconnect: (user = ADA) => world.call("DELETE", `/linked-accounts/${id}`, user),
  };
}

test("somebody without a linked account can do nothing, and gets nobody else's", async () => {
  const world = await startLinkedWorld();

  expect(await (await world.act(EVE)).json()).toMatchObject({ code: "NOT_CONNECTED" });
  expect(world.service.ledger.apiCalls).toBe(0);
});

test("an action runs with the account's token", async () => {
  const world = await startLinkedWorld();

  const answer = await world.act();

  expect(await answer.json()).toEqual({ status: 201, user: ADA, account: "john.doe" });
  expect(world.service.ledger.tickets).toEqual([`Bearer ${world.tokens.access_token}`]);
});

test("a tenant that names the two headers otherwise is understood, and the usual names mean nothing then", async () => {
  const headers = { userId: "x-person", proxySecret: "x-proxy" };
  const world = await startBlinkWorld({ blink: { headers } });

  const named = await world.call("POST", `/auth/${AUTH_ID}`, EVE, {
    headers: { [headers.userId]: ADA, [headers.proxySecret]: PROXY_SECRET },
  });
  const usual = await world.call("POST", `/auth/${AUTH_ID}`, ADA);

  const { data } = (await named.json()) as { data: { authorization_url: string } };
  expect(await (await world.newBrowser().open(data.authorization_url)).text()).toContain("Ada Lovelace");
  expect(usual.status).toBe(401);
});

test.each([
  ["in the other spelling", (tokens: object) => rename(tokens, { access_token: "token", expiry: "expires_at" })],
  ["with fields that nobody knows", (account: object) => ({ ...account, colour: "blue", nested: { deep: [1] } })],
  ["with nothing but what is needed", (account: object) => pick(account, ["access_token"])],
])("an account %s is as good", async (_name, change) => {
  const world = await startLinkedWorld();
  const ids = { linked_account_id: world.id, user_id: ADA };
  world.blink.accounts.set(world.id, { ...change(world.stored() ?? {}), ...ids });

  expect((await world.act()).status).toBe(200);
});

test("a due token is renewed once, saved in Blink and used, however many actions wait", async () => {
  const world = await startLinkedWorld();
  world.clock.advance(560);

  const answers = await Promise.all(Array.from({ length: 5 }, () => world.act()));

  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
  expect(world.stored()?.refresh_token).not.toBe(world.tokens.refresh_token);
  expect(world.service.ledger.tickets).toEqual(Array(5).fill(`Bearer ${world.stored()?.access_token}`));
});

test("a grant that is over asks the person to connect again", async () => {
  const world = await startLinkedWorld();
  world.clock.advance(560);
  world.service.live.clear();

  expect(await (await world.act()).json()).toMatchObject({ code: "NEEDS_RECONNECT" });
  expect(world.stored()?.requires_reauthentication).toBe(true);
});

test.each([400, 404, 405, 422])(
  "a tenant that refuses the update with %s, though the account is there, does not cost the user the grant",
  async (status) => {
    const world = await startLinkedWorld();
    world.clock.advance(560);
    world.blink.faults.push({ method: "PATCH", ends: world.id, answer: () => Response.json({}, { status }) });

    const answers = [await world.act(), await world.act()];

    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(world.service.ledger.revoked).toEqual([]);
    expect(world.service.ledger.tokenRequests).toHaveLength(1);
    expect(world.stored()?.refresh_token).not.toBe(world.tokens.refresh_token);
  },
);

test("an account that is removed while its token is renewed: what the service has just granted is withdrawn", async () => {
  const world = await startLinkedWorld();
  world.clock.advance(560);
  world.service.faults.set("/token", async () => {
    world.blink.accounts.delete(world.id);
    return undefined;
  });

  expect(await (await world.act()).json()).toMatchObject({ code: "LINKED_ACCOUNT_NOT_FOUND" });
  expect(world.service.ledger.revoked).toHaveLength(2);
});

test("an account that was removed before its token could be renewed is not there, and nothing is broken", async () => {
  const world = await startLinkedWorld();
  world.clock.advance(560);
  world.blink.faults.push({ method: "GET", ends: world.id, answer: () => Response.json({}, { status: 404 }) });

  const answer = await world.act();

  expect([answer.status, await answer.json()]).toMatchObject([404, { code: "LINKED_ACCOUNT_NOT_FOUND" }]);
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
});

test("an account that Blink marks, in either spelling, is not used", async () => {
  const [named, alias] = await Promise.all([
    startLinkedWorld({ requires_reauthentication: true }),
    startLinkedWorld({ requires_reauth: true }),
  ]);

  expect(await (await named.act()).json()).toMatchObject({ code: "NEEDS_RECONNECT" });
  expect(await (await alias.act()).json()).toMatchObject({ code: "NEEDS_RECONNECT" });
});

test("an account that was connected once more is used, not the one that had to be", async () => {
  const world = await startLinkedWorld({ requires_reauthentication: true });
  const { access_token } = world.service.issue();
  world.blink.addAccount(ADA, { access_token });

  expect((await world.act()).status).toBe(200);
  expect(world.service.ledger.tickets).toEqual([`Bearer ${access_token}`]);
});

test("a stranger can't disconnect somebody's account", async () => {
  const world = await startLinkedWorld();

  expect((await world.disconnect(EVE)).status).toBe(404);
  expect(world.service.ledger.revoked).toEqual([]);
});

test("a tenant whose accounts lie at a path without a user: a stranger can't disconnect there either, the owner can", async () => {
  const paths = { linkedAccount: "/v2/linked-accounts/{linked_account_id}" };
  const world = await startLinkedWorld({}, { blink: { paths } });

  const answers = [await world.disconnect(EVE), await world.disconnect()];

  expect(answers.map(({ status }) => status)).toEqual([404, 200]);
  expect(world.service.ledger.revoked).toHaveLength(2);
  expect(world.blink.accounts.size).toBe(0);
});

test("an account that belongs to somebody else by what Blink says of it is not used, whoever's list it is in", async () => {
  const world = await startLinkedWorld();
  const all = () => Response.json({ data: [...world.blink.accounts.values()] });
  world.blink.faults.push({ method: "GET", ends: "/linked-accounts", answer: all });

  expect(await (await world.act(EVE)).json()).toMatchObject({ code: "NOT_CONNECTED" });
  expect(world.service.ledger.apiCalls).toBe(0);
});

test("disconnect withdraws the grant, then deletes the account, and reports nothing that Blink never asked for", async () => {
  const world = await startLinkedWorld();

  const answer = await world.disconnect();

  expect(await answer.json()).toEqual({ code: "OK", message: "OK", data: {} });
  expect(world.service.ledger.revoked).toEqual([world.tokens.refresh_token, world.tokens.access_token]);
  expect(world.blink.accounts.size).toBe(0);
});

test("tokens that were renewed but could not be saved yet are withdrawn with the account", async () => {
  const world = await startLinkedWorld();
  world.clock.advance(560);
  const unavailable = () => new Response("sorry", { status: 503 });
  for (let count = 0; count < 4; count += 1)
    world.blink.faults.push({ method: "PATCH", ends: world.id, answer: unavailable });
  const acted = await world.act();
  const [renewed] = world.service.ledger.tickets;

  expect([acted.status, (await world.disconnect()).status]).toEqual([200, 200]);

  expect(renewed).not.toContain(world.tokens.access_token);
  expect([...world.service.live]).toEqual([world.tokens.access_token]);
});

test("while tokens are being renewed nothing is disconnected; when they are saved, they are what is withdrawn", async () => {
  const world = await startLinkedWorld();
  world.clock.advance(560);
  const early: Response[] = [];
  world.service.faults.set("/token", async () => {
    early.push(await world.disconnect());
    return undefined;
  });

  await world.act();
  const late = await world.disconnect();

  expect([...early, late].map(({ status }) => status)).toEqual([503, 200]);
  expect(world.service.ledger.revoked).toHaveLength(2);
  expect([...world.service.live]).toEqual([world.tokens.access_token]);
});

test("a stranger does not get as far as the lock of an account", async () => {
  const world = await startLinkedWorld();
  await world.store.putIfAbsent(`refresh/${world.id}`, "a renewal", 60);

  expect((await world.disconnect(EVE)).status).toBe(404);
});

test("disconnecting again says that there is nothing, and withdraws nothing twice", async () => {
  const world = await startLinkedWorld();
  await world.disconnect();

  expect((await world.disconnect()).status).toBe(404);
  expect(world.service.ledger.revoked).toHaveLength(2);
});

test("an account that Blink has removed meanwhile is disconnected all the same", async () => {
  const world = await startLinkedWorld();
  const gone = () => {
    world.blink.accounts.delete(world.id);
    return Response.json({}, { status: 404 });
  };
  world.blink.faults.push({ method: "DELETE", ends: world.id, answer: gone });

  expect((await world.disconnect()).status).toBe(200);
});

test("an account that is still there is not called disconnected, even when Blink answers 404", async () => {
  const world = await startLinkedWorld();
  world.blink.faults.push({ method: "DELETE", ends: world.id, answer: () => Response.json({}, { status: 404 }) });

  expect((await world.disconnect()).status).toBe(500);
});

test("a service that is out of reach: nothing is deleted, and pressing Disconnect again tries again", async () => {
  const world = await startLinkedWorld();
  world.service.faults.set("/revoke", () => new Response("sorry", { status: 503 }));

  const answers = [await world.disconnect(), await world.disconnect()];

  expect(answers.map(({ status }) => status)).toEqual([502, 200]);
  expect(world.blink.accounts.size).toBe(0);
});

test("a Blink that refuses our API token does not make an account look gone", async () => {
  const world = await startLinkedWorld();
  world.blink.faults.push({ method: "GET", ends: world.id, answer: () => Response.json({}, { status: 401 }) });

  expect((await world.disconnect()).status).toBe(500);
  expect(world.service.ledger.revoked).toEqual([]);
});

function rename(account: object, names: Record<string, string>): object {
  return Object.fromEntries(Object.entries(account).map(([name, value]) => [names[name] ?? name, value]));
}

function pick(account: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(account).filter(([name]) => names.includes(name)));
}
