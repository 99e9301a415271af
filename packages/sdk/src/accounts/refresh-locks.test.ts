import { expect, test } from "vitest";
import { createMemoryStore } from "../store/memory-store.ts";
import { scopeStore } from "../store/store.ts";
import { ADA, startBlinkWorld } from "../testing/blink-world.ts";
import { fakeClock } from "../testing/fake-clock.ts";
import { SERVICE_ID } from "../testing/fake-hub.ts";

/** A world in which Ada's access token has just ended, with a store that another process may use too. */
async function startStaleWorld() {
  const clock = fakeClock();
  const shared = createMemoryStore(clock);
  const world = await startBlinkWorld({ clock, store: shared });
  const expiry = new Date(clock.now().getTime() - 1_000).toISOString();
  const { access_token, refresh_token } = world.service.issue();
  const { linked_account_id: id } = world.blink.addAccount(ADA, { access_token, refresh_token, expiry });
  return {
    ...world,
    clock,
    id,
    store: scopeStore(shared, SERVICE_ID),
    lock: `refresh/${id}`,
    act: () => world.call("POST", "/tickets", ADA, { body: { title: "Broken chair" } }),
  };
}

test("while another process renews, this one waits and does not ask the service", async () => {
  const world = await startStaleWorld();
  await world.store.putIfAbsent(world.lock, "another process", 60);

  const answer = await world.act();

  expect(await answer.json()).toMatchObject({ code: "INTEGRATION_BUSY" });
  expect(world.clock.slept).toEqual(Array(50).fill(200));
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
});

test("a token that still lives serves while another process renews", async () => {
  const world = await startStaleWorld();
  const expiry = new Date(world.clock.now().getTime() + 30_000).toISOString();
  Object.assign(world.blink.accounts.get(world.id) ?? {}, { expiry });
  await world.store.putIfAbsent(world.lock, "another process", 60);

  expect((await world.act()).status).toBe(200);
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
});

test("a lock whose holder died expires", async () => {
  const world = await startStaleWorld();
  await world.store.putIfAbsent(world.lock, "a dead process", 60);
  await world.act();
  world.clock.advance(50);

  expect((await world.act()).status).toBe(200);
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
});

test("a lock is given back, also after a renewal that failed", async () => {
  const world = await startStaleWorld();
  world.service.faults.set("/token", () => new Response("sorry", { status: 503 }));

  await world.act();

  expect(await world.store.find(world.lock)).toBeUndefined();
  expect((await world.act()).status).toBe(200);
});

test("a lock is kept while renewed tokens wait to be saved, so that nobody uses the old ones again", async () => {
  const world = await startStaleWorld();
  for (let count = 0; count < 4; count += 1) {
    world.blink.faults.push({ method: "PATCH", ends: world.id, answer: () => new Response("sorry", { status: 503 }) });
  }
  await world.act();
  const kept = await world.store.find(world.lock);

  expect((await world.act()).status).toBe(200);

  expect(kept).toEqual(expect.any(String));
  expect(await world.store.find(world.lock)).toBeUndefined();
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
});

test("a store that does not answer: the token is not renewed on a guess", async () => {
  const down = () => Promise.reject(new Error("canary"));
  const world = await startBlinkWorld({ store: { find: down, putIfAbsent: down, remove: down } });
  const { access_token, refresh_token } = world.service.issue();
  world.blink.addAccount(ADA, { access_token, refresh_token, expiry: new Date(0).toISOString() });

  const answer = await world.call("POST", "/tickets", ADA, { body: { title: "x" } });

  expect(await answer.json()).toMatchObject({ code: "INTEGRATION_BUSY" });
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
});

test("a process that was halted until its lock was nearly over does not use the refresh token any more", async () => {
  const world = await startBlinkWorld();
  const tokens = world.service.issue();
  const { linked_account_id: id } = world.blink.addAccount(ADA, { ...tokens, expiry: new Date(0).toISOString() });
  const halted = () => {
    world.clock.advance(45);
    return Response.json({ data: world.blink.accounts.get(id) });
  };
  world.blink.faults.push({ method: "GET", ends: id, answer: halted });
  const act = () => world.call("POST", "/tickets", ADA, { body: { title: "Broken chair" } });

  expect(await (await act()).json()).toMatchObject({ code: "INTEGRATION_BUSY" });
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
  expect((await act()).status).toBe(200);
});
