import { TOKEN_MAX_LENGTH } from "@joinery/contract";
import { expect, test } from "vitest";
import { createIntegration } from "../integration.ts";
import type { IntegrationOptions } from "../options.ts";
import { secret } from "../secret.ts";
import { startBlinkWorld } from "../testing/blink-world.ts";
import { ISSUER } from "../testing/fake-service.ts";
import { EVERYWHERE, PLACES, pair } from "../testing/places.ts";
import { KEYS, keyIdOf, sealTokens } from "../testing/sealed-tokens.ts";
import { ADA, startWorld } from "../testing/world.ts";
import { createSealKey } from "./seal-key.ts";

const TICKETS = `${ISSUER}/api/tickets`;
const SEALED = { sealed: { keys: [KEYS.current] } } as const satisfies Partial<IntegrationOptions>;
/** Everything secret in these tests is marked with this word, and so are the tokens of the service. */
const CANARY = /canary-token/;

test("a whole life of an account with our hub: what is stored is never a token", async () => {
  const world = await startWorld(SEALED);
  const kept: string[] = [];
  const look = () => kept.push(JSON.stringify([...world.hub.accounts.values()]));
  const { browser, callback } = await world.goToService();

  await browser.open(callback);
  look();
  const act = { method: "POST", path: "/tickets", user: ADA, body: { title: "x" } };
  const first = await world.call(act);
  world.clock.advance(595);
  const second = await world.call(act);
  look();
  const [account] = world.hub.accounts.values();
  const removed = await world.call({
    method: "DELETE",
    path: `/linked-accounts/${account?.linked_account_id}`,
    user: ADA,
  });

  expect([first.status, second.status, removed.status]).toEqual([200, 200, 200]);
  expect(world.service.ledger.tokenRequests).toHaveLength(2);
  expect(world.hub.reports).toMatchObject([{ revocation: "revoked" }]);
  expect(world.service.live.size).toBe(1);
  expect(kept.join()).not.toMatch(CANARY);
  expect(kept.join()).toContain('"access_token":"eyJ');
});

test("a whole life of an account in Blink: what is stored is never a token", async () => {
  const world = await startBlinkWorld(SEALED);
  const { browser, callback } = await world.goToService();

  await browser.open(callback);
  const first = await world.call("POST", "/tickets", ADA, { body: { title: "x" } });
  world.clock.advance(595);
  const second = await world.call("POST", "/tickets", ADA, { body: { title: "x" } });
  const [account] = world.blink.accounts.values();
  const removed = await world.call("DELETE", `/linked-accounts/${account?.linked_account_id}`, ADA);

  expect([first.status, second.status, removed.status]).toEqual([200, 200, 200]);
  expect(world.service.ledger.tokenRequests).toHaveLength(2);
  expect(world.service.ledger.revoked.join()).toMatch(CANARY);
  expect(JSON.stringify(world.blink.bodies)).not.toMatch(CANARY);
  expect(JSON.stringify(world.blink.bodies)).toContain('"access_token":"eyJ');
});

test.each(EVERYWHERE)(
  "%s: whoever uses the API of the integration sees and writes tokens, and stores sealed ones",
  async (_name, start) => {
    const world = await start({ sealed: { keys: [secret(KEYS.current)] } });
    const tokens = world.service.issue();
    const id = world.add(ADA, await sealTokens(tokens, { userId: ADA }));
    const { blink } = world.integration;

    expect(await blink.getLinkedAccount(ADA, id)).toMatchObject(pair(tokens));
    expect(await blink.listLinkedAccounts(ADA)).toMatchObject([pair(tokens)]);
    const changed = await blink.updateLinkedAccount(ADA, id, { access_token: "canary-token-of-mine" });

    expect(changed).toMatchObject({ access_token: "canary-token-of-mine", refresh_token: tokens.refresh_token });
    expect(JSON.stringify(world.stored(id))).not.toMatch(CANARY);
  },
);

test.each(EVERYWHERE)(
  "%s: a former key still opens, and what is written anew has the current one",
  async (_name, start) => {
    const world = await start({ sealed: { keys: [KEYS.current, KEYS.former] } });
    const tokens = world.service.issue();
    const expiry = new Date(world.clock.now().getTime() + 1_000).toISOString();
    const id = world.add(ADA, { ...(await sealTokens(tokens, { userId: ADA, key: KEYS.former })), expiry });
    world.clock.advance(1);
    const before = keyIdOf((world.stored(id) as { access_token: string }).access_token);

    const answer = await (await world.integration.account({ userId: ADA })).fetch(TICKETS);

    const after = world.stored(id) as { access_token: string; refresh_token: string };
    expect(answer.status).toBe(201);
    expect(keyIdOf(after.access_token)).not.toBe(before);
    expect(keyIdOf(after.refresh_token)).toBe(keyIdOf(after.access_token));
  },
);

test.each(EVERYWHERE)(
  "%s: what no key opens must be connected again, and nobody is told it is over",
  async (_name, start) => {
    const world = await start(SEALED);
    const id = world.add(ADA, await sealTokens(world.service.issue(), { userId: ADA, key: KEYS.lost }));

    await expect(world.integration.account({ userId: ADA })).rejects.toMatchObject({ code: "NEEDS_RECONNECT" });
    await expect(world.integration.account({ userId: ADA })).rejects.toMatchObject({ code: "NEEDS_RECONNECT" });

    const logged = world.log.filter(({ event }) => event === "sealed_token_unreadable");
    expect(logged.map(({ fields }) => fields)).toEqual([{ account: id, field: "access_token", why: "unknown_key" }]);
    // A wrong key in a deployment must not break everybody's links for good.
    expect(world.stored(id)).not.toMatchObject({ requires_reauthentication: true });
    expect(world.service.ledger.tokenRequests).toEqual([]);
  },
);

test("a link whose token nobody can read is removed, and the receipt says that access was not withdrawn", async () => {
  const world = await startWorld(SEALED);
  const { linked_account_id: id } = world.hub.addAccount(
    ADA,
    await sealTokens(world.service.issue(), { userId: ADA, key: KEYS.lost }),
  );

  const answer = await world.call({ method: "DELETE", path: `/linked-accounts/${id}`, user: ADA });

  expect(answer.status).toBe(200);
  expect(world.hub.accounts.size).toBe(0);
  expect(world.hub.reports).toEqual([
    { revocation: "failed", detail: expect.stringMatching(/sealed with a key that the integration does not have/) },
  ]);
});

test("of a link with one token that nobody can read the other is withdrawn; the refresh token decides what the receipt says", async () => {
  const world = await startWorld(SEALED);
  const [first, second] = [world.service.issue(), world.service.issue()];
  const readable = async (tokens: typeof first) => sealTokens(tokens, { userId: ADA });
  const lost = async (tokens: typeof first) => sealTokens(tokens, { userId: ADA, key: KEYS.lost });
  const withoutAccess = world.hub.addAccount(ADA, {
    ...(await readable(first)),
    access_token: (await lost(first)).access_token,
  });
  const withoutRefresh = world.hub.addAccount(ADA, {
    ...(await readable(second)),
    refresh_token: (await lost(second)).refresh_token,
  });
  const remove = ({ linked_account_id: id }: { linked_account_id: string }) =>
    world.call({ method: "DELETE", path: `/linked-accounts/${id}`, user: ADA });

  await remove(withoutAccess);
  await remove(withoutRefresh);

  expect(world.service.ledger.revoked).toEqual([first.refresh_token, second.access_token]);
  expect(world.hub.reports).toMatchObject([{ revocation: "revoked" }, { revocation: "failed" }]);
});

test("a token that is too long for the hub once it is sealed is not saved, and withdrawn", async () => {
  const world = await startWorld(SEALED);
  const { browser, callback, authorizationUrl } = await world.goToService();
  const long = `canary-token-${"x".repeat(TOKEN_MAX_LENGTH - 100)}`;
  const idToken = await world.service.idToken({ nonce: new URL(authorizationUrl).searchParams.get("nonce") });
  const short = { refresh_token: "canary-token-short", token_type: "Bearer", expires_in: 600 };
  world.service.faults.set("/token", () => Response.json({ ...short, access_token: long, id_token: idToken }));

  await browser.open(callback);

  expect([...world.hub.flows.values()]).toMatchObject([{ state: "refused", reason: "identity_unusable" }]);
  expect(world.hub.calls.filter((call) => call.startsWith("POST /v2/user"))).toEqual([]);
  expect(world.hub.accounts.size).toBe(0);
  expect(world.service.ledger.revoked).toContain("canary-token-short");
  expect(JSON.stringify(world.log)).not.toMatch(CANARY);
});

test("renewed tokens that are too long for the hub are withdrawn, and the person is asked to connect again", async () => {
  const world = await startWorld(SEALED);
  const expiry = new Date(world.clock.now().getTime() + 1_000).toISOString();
  const account = world.hub.addAccount(ADA, { ...(await sealTokens(world.service.issue(), { userId: ADA })), expiry });
  world.clock.advance(1);
  const long = `canary-token-${"x".repeat(TOKEN_MAX_LENGTH - 100)}`;
  world.service.faults.set("/token", () =>
    Response.json({ access_token: long, refresh_token: "canary-token-short", token_type: "Bearer", expires_in: 600 }),
  );

  await expect(world.integration.account({ userId: ADA })).rejects.toMatchObject({ code: "NEEDS_RECONNECT" });

  expect(world.service.ledger.revoked).toContain("canary-token-short");
  expect(world.hub.accounts.get(account.linked_account_id)).toMatchObject({ requires_reauthentication: true });
});

test("the longest token that fits is stored and opened again", async () => {
  const world = await PLACES.hub(SEALED);
  const id = world.add(ADA, await sealTokens(world.service.issue(), { userId: ADA }));
  const { blink } = world.integration;
  const long = "x".repeat(12_000);

  expect(await blink.updateLinkedAccount(ADA, id, { access_token: long })).toMatchObject({ access_token: long });
});

test.each<[string, unknown]>([
  ["sealed.keys is missing", { keys: [] }],
  ["sealed.keys must be 32 bytes as base64url each", { keys: ["canary-short"] }],
  ["sealed.keys must be 32 bytes as base64url each", { keys: [undefined] }],
  ["sealed.keys must be 32 bytes as base64url each", { keys: [KEYS.current, "canary".padEnd(44, "A")] }],
  ["sealed.keys must differ", { keys: [KEYS.current, secret(KEYS.current)] }],
])("%s: named as a fault, without a value", async (fault, sealed) => {
  const start = startWorld({ sealed } as Partial<IntegrationOptions>);

  await expect(start).rejects.toThrow(new RegExp(`^createIntegration: ${fault}`));
  await expect(start).rejects.not.toThrow(/canary/);
});

test("a key that was made is a key, and no two are the same", async () => {
  const [one, other] = [createSealKey(), createSealKey()];

  expect(one).not.toBe(other);
  expect(one).toHaveLength(43);
  await expect(startWorld({ sealed: { keys: [one, other] } })).resolves.toBeDefined();
});

test("a key is blacked out of the log, and stored tokens don't hold it", async () => {
  const key = createSealKey();
  const world = await startWorld({ sealed: { keys: [key] } });
  const integration = createIntegration({ ...world.options, sealed: { keys: [key] } });
  const { access_token: stored } = await sealTokens({ access_token: "canary-token" }, { userId: ADA, key });

  expect(stored).not.toContain(key);
  expect(keyIdOf(stored)).not.toContain(key.slice(0, 8));
  expect(JSON.stringify(integration)).not.toContain(key);
});
