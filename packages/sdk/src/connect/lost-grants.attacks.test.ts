import { expect, test } from "vitest";
import { HUB } from "../testing/fake-hub.ts";
import { DESK, startWorld, type World } from "../testing/world.ts";

const FAILED = `${DESK}/connect/failed`;

test.each([
  ["connection reset", () => Promise.reject(new TypeError("connection reset"))],
  ["502 of a gateway", () => new Response("bad gateway", { status: 502 })],
  ["504 of a gateway", () => new Response("gateway timeout", { status: 504 })],
  ["500 after it had granted", () => new Response("sorry", { status: 500 })],
  ["a page instead of JSON", () => new Response("<html>", { headers: { "content-type": "text/html" } })],
])("lost answer, %s: a token request of unknown outcome is reported to the hub at once", async (_name, answer) => {
  const world = await startWorld();
  const { browser, flow, callback } = await world.goToService();
  world.service.faults.set("/token", answer);

  expect(await browser.locationOf(callback)).toBe(`${HUB}/connect/${flow}/done`);

  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "outcome_unknown" });
  expect(world.log.map(({ event }) => event)).toContain("exchange_outcome_unknown");
  expect(await world.integration.unfinished.settle()).toBe(0);
});

test("token request that never left: nothing can be lost, and the first page learns at once", async () => {
  const world = await startWorld();
  const { browser, flow, callback } = await world.goToService();
  const other = new URL(callback);
  other.searchParams.append("response", "a JARM answer that nobody asked for");

  await browser.open(other.href);

  expect(world.service.ledger.tokenRequests).toHaveLength(0);
  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "exchange_failed" });
});

test("lost grant: a service that refuses to withdraw is asked again, for a day, and then the flow is reported", async () => {
  const world = await startWorld();
  const { browser, flow, callback } = await world.goToService();
  const refuse = () =>
    world.service.faults.set("/revoke", () => Response.json({ error: "invalid_client" }, { status: 400 }));
  world.service.faults.set("/userinfo", () => Response.json({ sub: "someone-else" }));
  refuse();

  expect(await browser.locationOf(callback)).toBe(FAILED);
  expect(world.hub.flows.get(flow)).toMatchObject({ state: "claimed" });

  world.clock.advance(23 * 60 * 60);
  refuse();
  expect(await world.integration.unfinished.settle()).toBe(1);
  world.clock.advance(2 * 60 * 60);
  refuse();
  expect(await world.integration.unfinished.settle()).toBe(0);
  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "outcome_unknown" });
  expect(world.log.map(({ event }) => event)).toContain("orphaned_grant");
});

test("lost grant: a service that withdraws at the second asking ends it, and the hub learns the true reason", async () => {
  const world = await startWorld();
  const { browser, flow, callback } = await world.goToService();
  world.service.faults.set("/userinfo", () => Response.json({ sub: "someone-else" }));
  world.service.faults.set("/revoke", () => Response.json({ error: "invalid_client" }, { status: 400 }));
  await browser.open(callback);
  world.clock.advance(2);

  expect(await world.integration.unfinished.settle()).toBe(0);

  expect(world.service.live.size).toBe(0);
  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "identity_unusable" });
});

test.each([
  [
    "can't withdraw such tokens",
    (world: World) =>
      world.service.faults.set("/revoke", () => Response.json({ error: "unsupported_token_type" }, { status: 400 })),
  ],
  ["has no way to withdraw", (world: World) => delete world.service.metadata.revocation_endpoint],
])("lost grant: the service %s, so the flow is reported at once", async (_name, prepare) => {
  const world = await startWorld();
  prepare(world);
  const { browser, flow, callback } = await world.goToService();
  world.hub.faults.push({ method: "POST", ends: "/linked-accounts", code: "DISCONNECT_IN_PROGRESS" });

  await browser.open(callback);

  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "outcome_unknown" });
  expect(world.service.live.size).toBeGreaterThan(0);
});
