import { expect, test } from "vitest";
import { DESK, startWorld } from "../testing/world.ts";

const FAILED = `${DESK}/connect/failed`;

test.each([
  ["connection reset", () => Promise.reject(new TypeError("connection reset"))],
  ["502 of a gateway", () => new Response("bad gateway", { status: 502 })],
  ["504 of a gateway", () => new Response("gateway timeout", { status: 504 })],
])("lost answer, %s: a token request of unknown outcome leaves the flow claimed", async (_name, answer) => {
  const world = await startWorld();
  const { browser, flow, callback } = await world.goToService();
  world.service.faults.set("/token", answer);

  expect(await browser.locationOf(callback)).toBe(FAILED);

  expect(world.hub.flows.get(flow)).toMatchObject({ state: "claimed" });
  expect(world.log.map(({ event }) => event)).toContain("exchange_outcome_unknown");
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

test.each([
  ["refuses to withdraw", () => Response.json({ error: "invalid_client" }, { status: 400 })],
  ["can't withdraw such tokens", () => Response.json({ error: "unsupported_token_type" }, { status: 400 })],
])("lost grant: the service %s, so the flow stays claimed, for the list of orphans", async (_name, fault) => {
  const world = await startWorld();
  const { browser, flow, callback } = await world.goToService();
  world.service.faults.set("/userinfo", () => Response.json({ sub: "someone-else" }));
  world.service.faults.set("/revoke", fault);

  expect(await browser.locationOf(callback)).toBe(FAILED);

  expect(world.hub.flows.get(flow)).toMatchObject({ state: "claimed" });
  expect(world.log.map(({ event }) => event)).toContain("grant_not_withdrawn");
});

test("lost grant: a service without a way to withdraw, so the flow stays claimed", async () => {
  const world = await startWorld();
  world.service.metadata.revocation_endpoint = undefined;
  const { browser, flow, callback } = await world.goToService();
  world.hub.faults.push({ method: "POST", ends: "/linked-accounts", code: "DISCONNECT_IN_PROGRESS" });

  expect(await browser.locationOf(callback)).toBe(FAILED);

  expect(world.hub.flows.get(flow)).toMatchObject({ state: "claimed" });
  expect(world.service.live.size).toBe(2);
});
