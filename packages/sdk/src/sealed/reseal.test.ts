import { expect, test } from "vitest";
import { createIntegration } from "../integration.ts";
import { EVERYWHERE, PLACES, pair } from "../testing/places.ts";
import { KEYS, keyIdOf, sealTokens } from "../testing/sealed-tokens.ts";
import { ADA, EVE } from "../testing/world.ts";
import type { ResealCounts } from "./reseal.ts";

const BOTH = { sealed: { keys: [KEYS.current, KEYS.former] } } as const;
type Stored = { access_token: string; refresh_token: string };

for (const [place, start] of EVERYWHERE) {
  test(`${place}: what was sealed with a former key is sealed with the current one, and the former key is not needed any more`, async () => {
    const world = await start(BOTH);
    const [old, fresh] = [world.service.issue(), world.service.issue()];
    const former = world.add(ADA, await sealTokens(old, { userId: ADA, key: KEYS.former }));
    const current = world.add(ADA, { ...(await sealTokens(fresh, { userId: ADA })), external_account_id: "other" });
    const untouched = JSON.stringify(world.stored(current));
    const progress: ResealCounts[] = [];

    const counts = await world.integration.reseal({ onProgress: (each) => progress.push({ ...each }) });

    expect(counts).toMatchObject({ current: 1, resealed: 1, unreadable: 0, postponed: 0 });
    expect(progress.at(-1)).toEqual(counts);
    expect(JSON.stringify(world.stored(current))).toBe(untouched);
    const later = createIntegration({ ...world.options, sealed: { keys: [KEYS.current] } });
    expect(await later.blink.getLinkedAccount(ADA, former)).toMatchObject(pair(old));
    expect(await world.integration.reseal()).toMatchObject({ current: 2, resealed: 0 });
    expect(world.service.ledger.tokenRequests).toEqual([]);
  });

  test(`${place}: tokens from before are sealed, and need not be accepted unsealed any more`, async () => {
    const world = await start({ sealed: { keys: [KEYS.current], acceptUnsealed: true } });
    const tokens = world.service.issue();
    const id = world.add(ADA, pair(tokens));
    const partly = world.add(ADA, { access_token: "canary-token-alone", external_account_id: "alone" });

    const counts = await world.integration.reseal();

    expect(counts).toMatchObject({ resealed: 2 });
    expect(JSON.stringify([world.stored(id), world.stored(partly)])).not.toContain("canary-token");
    const strict = createIntegration({ ...world.options, sealed: { keys: [KEYS.current] } });
    expect(await strict.blink.getLinkedAccount(ADA, id)).toMatchObject(pair(tokens));
    expect(await strict.blink.getLinkedAccount(ADA, partly)).toMatchObject({ access_token: "canary-token-alone" });
  });

  test(`${place}: what no key opens is counted and left as it is`, async () => {
    const world = await start(BOTH);
    const id = world.add(ADA, await sealTokens(world.service.issue(), { userId: ADA, key: KEYS.lost }));
    const before = JSON.stringify(world.stored(id));

    expect(await world.integration.reseal()).toMatchObject({ unreadable: 1, resealed: 0 });
    expect(JSON.stringify(world.stored(id))).toBe(before);
  });
}

/** What `sealTokens` made with a former key, of somebody in our hub. */
async function startFormer() {
  const world = await PLACES.hub(BOTH);
  const tokens = world.service.issue();
  const id = world.add(ADA, await sealTokens(tokens, { userId: ADA, key: KEYS.former }));
  const current = keyIdOf((await sealTokens(tokens, { userId: ADA })).access_token);
  const stored = () => world.hub.accounts.get(id) as unknown as Stored & { version: number };
  return { ...world, id, tokens, stored, isCurrent: () => keyIdOf(stored().access_token) === current };
}

test("an account that is being renewed is waited for, and what was renewed is not undone", async () => {
  const world = await startFormer();
  const renewed = world.service.issue();
  const sealed = await sealTokens(renewed, { userId: ADA });
  world.hub.faults.push({ method: "PATCH", ends: world.id, code: "LEASE_REQUIRED" });
  const pauses: number[] = [];
  world.clock.sleep = async (milliseconds) => {
    pauses.push(milliseconds);
    const account = world.hub.accounts.get(world.id);
    if (account) world.hub.accounts.set(world.id, { ...account, ...sealed, version: account.version + 1 });
  };

  const counts = await world.integration.reseal();

  expect(counts).toMatchObject({ current: 1, resealed: 0, postponed: 0 });
  expect(pauses).toEqual([1_000]);
  expect(await world.integration.blink.getLinkedAccount(ADA, world.id)).toMatchObject(pair(renewed));
});

test("tokens that were replaced between the reading and the writing are not put back", async () => {
  const world = await startFormer();
  const renewed = world.service.issue();
  const sealed = await sealTokens(renewed, { userId: ADA, key: KEYS.former });
  const replace = () => {
    const account = world.hub.accounts.get(world.id);
    if (account) world.hub.accounts.set(world.id, { ...account, ...sealed, version: account.version + 1 });
  };
  world.hub.faults.push({ method: "GET", ends: world.id, code: "late", late: replace });

  const counts = await world.integration.reseal();

  expect(counts).toMatchObject({ resealed: 1 });
  expect(world.isCurrent()).toBe(true);
  expect(await world.integration.blink.getLinkedAccount(ADA, world.id)).toMatchObject(pair(renewed));
});

test("an account that is renewed all the time is counted as postponed, and a later run seals it", async () => {
  const world = await startFormer();
  const busy = { method: "PATCH", ends: world.id, code: "LEASE_REQUIRED" } as const;
  world.hub.faults.push(busy, busy, busy, busy, busy);

  expect(await world.integration.reseal()).toMatchObject({ postponed: 1, resealed: 0 });
  expect(world.isCurrent()).toBe(false);
  expect(await world.integration.reseal()).toMatchObject({ postponed: 0, resealed: 1 });
  expect(world.isCurrent()).toBe(true);
});

test("an account that is removed meanwhile is not counted", async () => {
  const world = await startFormer();
  world.hub.faults.push({ method: "PATCH", ends: world.id, code: "LINKED_ACCOUNT_NOT_FOUND" });

  expect(await world.integration.reseal()).toEqual({ users: 1, current: 0, resealed: 0, unreadable: 0, postponed: 0 });
});

test("a hub that is away ends the run, and the next one goes on", async () => {
  const world = await startFormer();
  const away = { method: "GET", ends: "/linked-accounts", code: "unreachable" } as const;
  world.hub.faults.push(away, away, away, away);

  await expect(world.integration.reseal()).rejects.toThrow("The hub could not be reached.");
  expect(await world.integration.reseal()).toMatchObject({ resealed: 1 });
});

test.each([
  ["before the last look", 0],
  ["after it", 1],
])("Blink has no versions: a token that is renewed just %s is not lost", async (_name, looksBefore) => {
  const world = await PLACES.Blink(BOTH);
  const expiry = new Date(world.clock.now().getTime() + 600_000).toISOString();
  const id = world.add(ADA, {
    ...(await sealTokens(world.service.issue(), { userId: ADA, key: KEYS.former })),
    expiry,
  });
  world.clock.advance(560);
  let renewal: Promise<unknown> = Promise.resolve();
  const hurry = async () => {
    const data = world.stored(id);
    renewal = world.integration.account({ userId: ADA });
    // Time enough for somebody who does not wait for us.
    await new Promise((resolve) => setTimeout(resolve, 50));
    return Response.json({ code: "OK", message: "OK", data });
  };
  const look = { method: "GET", ends: id } as const;
  const calm = { ...look, answer: () => Response.json({ code: "OK", message: "OK", data: world.stored(id) }) };
  world.blink.faults.push(...Array.from({ length: looksBefore }, () => calm), { ...look, answer: hurry });

  const counts = await world.integration.reseal();
  await renewal;

  expect(counts).toMatchObject({ resealed: 1 });
  const after = await world.integration.blink.getLinkedAccount(ADA, id);
  expect(world.service.live.has(after.refresh_token ?? "")).toBe(true);
});

test("stopped in between it ends with what was done, and goes on when it is run again", async () => {
  const world = await PLACES.Blink(BOTH);
  for (const userId of [ADA, EVE]) {
    world.add(userId, await sealTokens(world.service.issue(), { userId, key: KEYS.former }));
  }
  const stop = new AbortController();

  const first = await world.integration.reseal({ signal: stop.signal, onProgress: () => stop.abort() });
  const second = await world.integration.reseal();

  expect(first).toMatchObject({ users: 1, resealed: 1 });
  expect(second).toMatchObject({ users: 2, current: 1, resealed: 1 });
});

test("without the option there is nothing to seal with", async () => {
  const world = await PLACES.hub();

  await expect(world.integration.reseal()).rejects.toThrow(TypeError);
});
