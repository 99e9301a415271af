import { LEASE_LIMITS } from "@joinery/contract";
import { expect, test } from "vitest";
import { createIntegration } from "../integration.ts";
import { createMemorySpool } from "../spool/memory-spool.ts";
import { ADA, DESK, startWorld } from "../testing/world.ts";

/** A world in which Ada's access token has just ended, and its lease in the hand of whoever a test makes hold it. */
async function startStaleWorld() {
  const spool = createMemorySpool();
  const world = await startWorld({ spool });
  const expiry = new Date(world.clock.now().getTime() - 1_000).toISOString();
  const tokens = world.service.issue();
  const { linked_account_id: id } = world.hub.addAccount(ADA, { ...tokens, expiry });
  const act = { method: "POST", path: "/tickets", user: ADA, body: { title: "Broken chair" } };
  const leaseCalls = () => world.hub.calls.filter((call) => call.endsWith("/lease")).map((call) => call.split(" ")[0]);
  return {
    ...world,
    spool,
    id,
    tokens,
    leaseCalls,
    stored: () => world.hub.accounts.get(id),
    act: () => world.call(act),
    /** The same, in another process of the integration. */
    actElsewhere: async (other = createIntegration({ ...world.options, spool: "none" })) =>
      other.fetch(await world.hub.sign({ base: DESK, ...act })),
    hubIsDown: (times = 4) => {
      for (let count = 0; count < times; count += 1)
        world.hub.faults.push({ method: "PATCH", ends: id, code: "unreachable" });
    },
    leaseRunsOut: () => world.clock.advance(LEASE_LIMITS.leaseSeconds),
  };
}

test("a renewal takes the lease, writes under it, and has nothing to give back", async () => {
  const world = await startStaleWorld();

  expect((await world.act()).status).toBe(200);

  expect(world.leaseCalls()).toEqual(["POST"]);
  expect(world.hub.leases.get(world.id)).toMatchObject({ until: undefined, lost: false });
  expect(await world.spool.list()).toEqual([]);
});

test("two processes at once: one asks the service, the other waits politely and uses what was saved", async () => {
  const world = await startStaleWorld();
  const asked = Promise.withResolvers<undefined>();
  const held = Promise.withResolvers<undefined>();
  world.service.faults.set("/token", () => {
    asked.resolve(undefined);
    return held.promise;
  });

  const pauses: number[] = [];
  world.clock.sleep = async (milliseconds) => {
    if (pauses.push(milliseconds) === 3) held.resolve(undefined);
    await new Promise(setImmediate);
  };

  const first = world.act();
  await asked.promise;
  const second = world.actElsewhere();
  const statuses = (await Promise.all([first, second])).map(({ status }) => status);

  expect(statuses).toEqual([200, 200]);
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
  // The first three: how many more there are until the winner has saved depends on the machine.
  expect(pauses.slice(0, 3).every((pause) => pause >= 50 && pause <= 1_000)).toBe(true);
});

test("whoever waits for another's lease waits half a minute at most, and asks the service nothing", async () => {
  const world = await startStaleWorld();
  world.hub.leases.set(world.id, { lease: "somebody's", until: Number.POSITIVE_INFINITY, lost: false });
  const began = world.clock.now().getTime();

  const answer = await world.act();

  expect(await answer.json()).toMatchObject({ code: "INTEGRATION_BUSY" });
  expect(world.clock.now().getTime() - began).toBeLessThanOrEqual(30_000);
  expect(world.service.ledger.tokenRequests).toHaveLength(0);
});

test("a lease whose holder died ends after its minute, and the next one renews", async () => {
  const world = await startStaleWorld();
  world.hub.leases.set(world.id, { lease: "a dead one's", until: world.clock.now().getTime() + 20_000, lost: false });

  expect((await world.act()).status).toBe(200);

  expect(world.service.ledger.tokenRequests).toHaveLength(1);
  expect(world.hub.leases.get(world.id)?.lost).toBe(false);
});

test.each([
  ["refused by the service", () => Response.json({ error: "invalid_client" }, { status: 400 }), false],
  ["too many requests", () => new Response("slow down", { status: 429 }), false],
  ["a failure after it was sent", () => new Response("sorry", { status: 500 }), true],
  ["no answer", () => Promise.reject(new TypeError("connection reset")), true],
  ["an answer that is not JSON", () => new Response("<html>", { headers: { "content-type": "text/html" } }), true],
])(
  "%s: the lease is given back, and whether the token was replaced is said as far as it is known",
  async (...fault) => {
    const [, answer, isUnknown] = fault;
    const world = await startStaleWorld();
    world.service.faults.set("/token", answer);

    expect(await (await world.act()).json()).toMatchObject({ code: "EXTERNAL_SERVICE_FAILED" });

    expect(world.leaseCalls()).toEqual(["POST", "DELETE"]);
    expect(world.hub.leases.get(world.id)).toMatchObject({ until: undefined, lost: isUnknown });
    expect(world.stored()?.requires_reauthentication).toBe(false);
  },
);

test("invalid_grant sets attention under the lease, and gives it back", async () => {
  const world = await startStaleWorld();
  world.service.live.clear();

  expect(await (await world.act()).json()).toMatchObject({ code: "NEEDS_RECONNECT" });

  expect(world.stored()?.requires_reauthentication).toBe(true);
  expect(world.leaseCalls()).toEqual(["POST", "DELETE"]);
});

test("invalid_grant after a reconnect that came in between: the new tokens are used, nothing is marked", async () => {
  const world = await startStaleWorld();
  const fresh = world.service.issue();
  world.service.faults.set("/token", () => {
    const expiry = new Date(world.clock.now().getTime() + 600_000).toISOString();
    Object.assign(world.stored() ?? {}, { ...fresh, expiry });
    return Response.json({ error: "invalid_grant" }, { status: 400 });
  });

  expect((await world.act()).status).toBe(200);

  expect(world.stored()?.requires_reauthentication).toBe(false);
  expect(world.service.ledger.tickets).toEqual([`Bearer ${fresh.access_token}`]);
});

test("a process that was halted until its lease was nearly over does not use the refresh token any more", async () => {
  const world = await startStaleWorld();
  world.hub.faults.push({ method: "POST", ends: "/lease", code: "late", late: () => world.clock.advance(45) });

  expect(await (await world.act()).json()).toMatchObject({ code: "INTEGRATION_BUSY" });

  expect(world.service.ledger.tokenRequests).toHaveLength(0);
  expect(world.leaseCalls()).toEqual(["POST", "DELETE"]);
});

test("no lease is taken on an account that is being disconnected", async () => {
  const world = await startStaleWorld();
  world.hub.faults.push({ method: "POST", ends: "/lease", code: "DISCONNECT_IN_PROGRESS" });

  expect(await (await world.act()).json()).toMatchObject({ code: "LINKED_ACCOUNT_NOT_FOUND" });

  expect(world.service.ledger.tokenRequests).toHaveLength(0);
});

test.each([
  ["is being disconnected", "disconnecting" as const],
  ["is gone", "gone" as const],
])("tokens renewed for an account that %s meanwhile are withdrawn", async (_name, state) => {
  const world = await startStaleWorld();
  world.service.faults.set("/token", async () => {
    Object.assign(world.stored() ?? {}, { state });
    if (state === "gone") world.hub.accounts.delete(world.id);
    return undefined;
  });

  expect(await (await world.act()).json()).toMatchObject({ code: "LINKED_ACCOUNT_NOT_FOUND" });

  expect(world.service.ledger.revoked).toHaveLength(2);
  expect([...world.service.live]).toEqual([world.tokens.access_token]);
  expect(await world.spool.list()).toEqual([]);
});

test("tokens that the hub could not take are handed in by themselves once it answers, also after the lease's time", async () => {
  const world = await startStaleWorld();
  world.hubIsDown();
  await world.act();
  world.leaseRunsOut();

  expect(await world.integration.unfinished.settle()).toBe(0);

  expect(world.service.live).toContain(world.stored()?.refresh_token);
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
});

test("a process that died between the service's answer and the save: the next one hands its tokens in", async () => {
  const world = await startStaleWorld();
  world.hubIsDown();
  await world.act();
  const next = createIntegration(world.options);

  expect(await next.unfinished.settle()).toBe(0);

  expect(world.service.live).toContain(world.stored()?.refresh_token);
  expect((await world.actElsewhere(next)).status).toBe(200);
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
});

test("superseded while nobody wrote: the kept token is proven by using it, under a lease of our own", async () => {
  const world = await startStaleWorld();
  world.hubIsDown();
  await world.act();
  world.clock.advance(2);
  world.hub.leases.set(world.id, { lease: "a newer one's", until: undefined, lost: true });

  expect(await world.integration.unfinished.settle()).toBe(0);

  const [, second] = world.service.ledger.tokenRequests;
  expect(second?.get("refresh_token")).not.toBe(world.tokens.refresh_token);
  expect(world.service.live).toContain(world.stored()?.refresh_token);
  expect(world.hub.leases.get(world.id)?.lost).toBe(false);
});

test("superseded by one who found the old token refused: an account that is alive after all recovers", async () => {
  const world = await startStaleWorld();
  world.hubIsDown();
  await world.act();
  world.leaseRunsOut();
  await world.actElsewhere();
  const before = world.stored()?.requires_reauthentication;

  await world.integration.unfinished.settle();

  expect([before, world.stored()?.requires_reauthentication]).toEqual([true, false]);
  expect(world.service.live).toContain(world.stored()?.refresh_token);
});

test("superseded, and the service has ended the grant: the account asks for attention, and never looks healthy", async () => {
  const world = await startStaleWorld();
  world.hubIsDown();
  await world.act();
  world.leaseRunsOut();
  world.hub.leases.set(world.id, { lease: "a newer one's", until: undefined, lost: true });
  world.service.live.clear();

  await world.integration.unfinished.settle();

  expect(world.stored()?.requires_reauthentication).toBe(true);
  expect(await world.spool.list()).toEqual([]);
});

test("superseded by newer tokens: ours are dropped and not withdrawn, because they are of the same grant", async () => {
  const world = await startStaleWorld();
  world.hubIsDown();
  await world.act();
  world.clock.advance(2);
  const newer = world.service.issue();
  const expiry = new Date(world.clock.now().getTime() + 600_000).toISOString();
  Object.assign(world.stored() ?? {}, { ...newer, expiry });
  world.hub.leases.set(world.id, { lease: "a newer one's", until: undefined, lost: false });

  expect(await world.integration.unfinished.settle()).toBe(0);

  expect(world.stored()).toMatchObject({ refresh_token: newer.refresh_token, requires_reauthentication: false });
  expect(world.service.ledger.revoked).toEqual([]);
  expect(world.log.map(({ event }) => event)).toContain("renewed_tokens_superseded");
});

test("a disconnect withdraws the tokens that could not be saved yet", async () => {
  const world = await startStaleWorld();
  world.hubIsDown();
  await world.act();
  world.clock.advance(2);

  await world.call({ method: "DELETE", path: `/linked-accounts/${world.id}`, user: ADA });
  await world.integration.unfinished.settle();

  expect([...world.service.live]).toEqual([world.tokens.access_token]);
  expect(await world.spool.list()).toEqual([]);
});
