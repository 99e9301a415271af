import { expect, test } from "vitest";
import { createIntegration } from "../integration.ts";
import type { LogEntry } from "../log.ts";
import { createMemorySpool } from "../spool/memory-spool.ts";
import type { Spool } from "../spool/spool.ts";
import { HUB } from "../testing/fake-hub.ts";
import { startWorld } from "../testing/world.ts";

/** A spool that remembers how it looked after each write: what a crash at that moment would leave behind. */
function recordingSpool() {
  const spool = createMemorySpool();
  const moments: Spool[] = [];
  const remember = async () => {
    const copy = createMemorySpool();
    for (const { name, sealed } of await spool.list()) await copy.put(name, sealed);
    moments.push(copy);
  };
  const recording: Spool = {
    put: (name, sealed) => spool.put(name, sealed).then(remember),
    remove: (name) => spool.remove(name).then(remember),
    list: spool.list,
  };
  return { recording, moments };
}

async function startRecordedWorld() {
  const { recording, moments } = recordingSpool();
  const world = await startWorld({ spool: recording });
  const log: LogEntry[] = [];
  return {
    ...world,
    moments,
    nextLog: log,
    /** The next process of the integration, which finds what the former one had in its spool at some moment. */
    restartAt: (moment: number) =>
      createIntegration({
        ...world.options,
        spool: moments[moment] ?? createMemorySpool(),
        log: (entry) => log.push(entry),
      }),
    loseSaves: (times: number) => {
      for (let count = 0; count < times; count += 1) {
        world.hub.faults.push({ method: "POST", ends: "/linked-accounts", code: "unreachable" });
      }
    },
  };
}

test("the spool knows of the exchange before the token request, of the answer before the save, and of nothing after", async () => {
  const world = await startRecordedWorld();
  const { browser, callback } = await world.goToService();
  const order: string[] = [];
  world.service.faults.set("/token", async () => {
    order.push(`token request after ${world.moments.length} writes`);
    return undefined;
  });
  world.hub.faults.push({
    method: "POST",
    ends: "/linked-accounts",
    code: "late",
    late: () => order.push(`save after ${world.moments.length} writes`),
  });

  await browser.open(callback);

  expect(order).toEqual(["token request after 1 writes", "save after 2 writes"]);
  expect(await world.moments.at(-1)?.list()).toEqual([]);
});

test("died before the answer was known: the next process reports the flow, with its claim", async () => {
  const world = await startRecordedWorld();
  const { browser, flow, callback } = await world.goToService();
  const dying = Promise.withResolvers<undefined>();
  world.service.faults.set("/token", () => dying.promise);
  void browser.open(callback);
  while (world.moments.length < 1) await new Promise(setImmediate);

  expect(await world.restartAt(0).unfinished.settle()).toBe(0);

  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "outcome_unknown" });
  dying.resolve(undefined);
});

test("died with the answer in hand: the next process saves the account, once", async () => {
  const world = await startRecordedWorld();
  const { browser, flow, callback } = await world.goToService();
  world.loseSaves(4);
  await browser.open(callback);
  expect(world.hub.flows.get(flow)?.state).toBe("claimed");
  const [next, another] = [world.restartAt(1), world.restartAt(1)];

  expect([await next.unfinished.settle(), await another.unfinished.settle()]).toEqual([0, 0]);

  expect(world.hub.flows.get(flow)?.state).toBe("completed");
  expect([...world.hub.accounts.values()]).toMatchObject([{ external_account_id: "john.doe" }]);
  expect(world.service.live).toContain([...world.hub.accounts.values()][0]?.refresh_token);
  expect(world.service.ledger.revoked).toEqual([]);
});

test("died after the save: the next process finds it done, and withdraws nothing", async () => {
  const world = await startRecordedWorld();
  const { browser, flow, callback } = await world.goToService();
  await browser.open(callback);

  expect(await world.restartAt(1).unfinished.settle()).toBe(0);

  expect(world.hub.flows.get(flow)?.state).toBe("completed");
  expect(world.hub.accounts.size).toBe(1);
  expect(world.service.ledger.revoked).toEqual([]);
});

test.each([
  "FLOW_BURNED",
  "FLOW_EXPIRED",
  "USER_INACTIVE",
  "VERIFICATION_REQUIRED",
  "DISCONNECT_IN_PROGRESS",
  "CLAIM_WRONG",
  "LINKED_ACCOUNT_NOT_FOUND",
] as const)("a late save that the hub refuses with %s is withdrawn, then refused with the claim", async (code) => {
  const world = await startRecordedWorld();
  const { browser, flow, callback } = await world.goToService();
  world.loseSaves(4);
  await browser.open(callback);
  world.hub.faults.push({ method: "POST", ends: "/linked-accounts", code });

  expect(await world.restartAt(1).unfinished.settle()).toBe(0);

  expect(world.service.live.size).toBe(0);
  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "exchange_failed" });
});

test("what was to be withdrawn is never saved any more, although the hub would take it by now", async () => {
  const world = await startRecordedWorld();
  const { browser, flow, callback } = await world.goToService();
  world.hub.faults.push({ method: "POST", ends: "/linked-accounts", code: "DISCONNECT_IN_PROGRESS" });
  world.service.faults.set("/revoke", () => new Response("forbidden", { status: 403 }));
  await browser.open(callback);

  expect(await world.restartAt(2).unfinished.settle()).toBe(0);

  expect(world.hub.accounts.size).toBe(0);
  expect(world.service.live.size).toBe(0);
  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "exchange_failed" });
});

test("while the hub is out of reach nothing is dropped; it is tried again, later each time", async () => {
  const world = await startRecordedWorld();
  const { browser, flow, callback } = await world.goToService();
  world.loseSaves(8);
  await browser.open(callback);
  const { unfinished } = world.integration;
  const calls = () => world.hub.calls.filter((call) => call === "POST /v2/user/:id/linked-accounts").length;

  expect([await unfinished.settle(), calls()]).toEqual([1, 4]);
  world.clock.advance(1);
  expect([await unfinished.settle(), calls()]).toEqual([1, 8]);
  world.clock.advance(1);
  expect([await unfinished.settle(), calls()]).toEqual([1, 8]);
  world.clock.advance(1);
  expect([await unfinished.settle(), calls()]).toEqual([0, 9]);
  expect(world.hub.flows.get(flow)?.state).toBe("completed");
});

test("a hub that does not know our API token at the moment costs nobody a grant", async () => {
  const world = await startRecordedWorld();
  const { browser, flow, callback } = await world.goToService();
  world.hub.faults.push({ method: "POST", ends: "/linked-accounts", code: "UNAUTHENTICATED" });
  await browser.open(callback);
  world.clock.advance(2);

  expect(await world.integration.unfinished.settle()).toBe(0);

  expect(world.hub.flows.get(flow)?.state).toBe("completed");
});

test("an entry of another key is kept, and reported once", async () => {
  const world = await startRecordedWorld();
  const { browser, callback } = await world.goToService();
  await browser.open(callback);
  const [, moment = createMemorySpool()] = world.moments;
  const log: LogEntry[] = [];
  const cookieSecret = "another secret than before";
  const other = createIntegration({ ...world.options, cookieSecret, spool: moment, log: (entry) => log.push(entry) });

  expect([await other.unfinished.settle(), await other.unfinished.settle()]).toEqual([1, 1]);

  expect(log.map(({ event }) => event)).toEqual(["spool_entry_not_opened"]);
  expect(await moment.list()).toHaveLength(1);
});

test("a spool that can't be written: no token request is sent, and the first page learns at once", async () => {
  const full = () => Promise.reject(new Error("ENOSPC"));
  const world = await startWorld({ spool: { put: full, remove: full, list: async () => [] } });
  const { browser, flow, callback } = await world.goToService();

  expect(await browser.locationOf(callback)).toBe(`${HUB}/connect/${flow}/done`);

  expect(world.service.ledger.tokenRequests).toHaveLength(0);
  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "exchange_failed" });
});

test("a spool says nothing in its names, and nothing that could be read in its values", async () => {
  const world = await startRecordedWorld();
  const { browser, flow, callback } = await world.goToService();
  await browser.open(callback);

  const kept = (await Promise.all(world.moments.map((moment) => moment.list()))).flat();

  expect(kept).toHaveLength(2);
  expect(JSON.stringify(kept)).not.toMatch(/canary|john|u-0000/);
  expect(JSON.stringify(kept)).not.toContain(flow);
});

test("a save that waits for the person's choice is a success: the browser goes to the hub's page", async () => {
  const world = await startWorld();
  const { browser, flow, callback } = await world.goToService();
  const wait = () => {
    for (const account of world.hub.accounts.values()) account.state = "pending";
  };
  world.hub.faults.push({ method: "POST", ends: "/linked-accounts", code: "late", late: wait });

  expect(await browser.locationOf(callback)).toBe(`${HUB}/connect/${flow}/done`);

  expect([...world.hub.accounts.values()]).toMatchObject([{ state: "pending" }]);
  expect(world.service.ledger.revoked).toEqual([]);
});
