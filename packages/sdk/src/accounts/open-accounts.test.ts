import { Problem } from "@joinery/contract";
import { expect, test } from "vitest";
import { ISSUER } from "../testing/fake-service.ts";
import { EVERYWHERE, PLACES, pair } from "../testing/places.ts";
import { ADA, EVE } from "../testing/world.ts";

const TICKETS = `${ISSUER}/api/tickets`;

test.each(EVERYWHERE)(
  "%s: outside a request somebody's accounts are theirs, and every refusal says why",
  async (_name, start) => {
    const world = await start();
    const id = world.add(ADA, { ...pair(world.service.issue()), external_account_id: "john.doe" });
    const { integration } = world;

    expect((await integration.account({ userId: ADA, linkedAccountId: id })).id).toBe(id);
    expect((await integration.accounts(ADA)).map((account) => account.id)).toEqual([id]);
    expect(await integration.accounts(EVE)).toEqual([]);
    await expect(integration.account({ userId: EVE })).rejects.toMatchObject({ code: "NOT_CONNECTED" });
    const foreign = { userId: EVE, linkedAccountId: id };
    await expect(integration.account(foreign)).rejects.toMatchObject({ code: "LINKED_ACCOUNT_NOT_FOUND" });
  },
);

test.each(["", ".", "..", "%2E%2e"])("nobody is called %j, and the hub is not asked", async (userId) => {
  const world = await PLACES.hub();

  await expect(world.integration.account({ userId })).rejects.toMatchObject({ code: "NOT_CONNECTED" });
  const named = { userId, linkedAccountId: "k-1" };
  await expect(world.integration.account(named)).rejects.toMatchObject({ code: "LINKED_ACCOUNT_NOT_FOUND" });
  expect(await world.integration.accounts(userId)).toEqual([]);
  expect(world.hub.calls).toEqual([]);
});

test.each(["USER_NOT_FOUND", "USER_INACTIVE"] as const)(
  "somebody of whom the hub says %s has no accounts",
  async (code) => {
    const world = await PLACES.hub();
    const refusal = { method: "GET", ends: "/linked-accounts", code };
    world.hub.faults.push(refusal, refusal);

    expect(await world.integration.accounts(ADA)).toEqual([]);
    await expect(world.integration.account({ userId: ADA })).rejects.toMatchObject({ code: "NOT_CONNECTED" });
  },
);

test("outside a request a hub that is away is a problem that passes", async () => {
  const world = await PLACES.hub();
  const away = { method: "GET", ends: "/linked-accounts", code: "unreachable" } as const;
  world.hub.faults.push(away, away, away, away);

  const refusal = await world.integration.account({ userId: ADA }).catch((error: unknown) => error);

  expect(refusal).toBeInstanceOf(Problem);
  expect(refusal).toMatchObject({ code: "INTEGRATION_BUSY" });
});

test.each(EVERYWHERE)("%s: a job and an action that come at once renew a token once", async (name, start) => {
  const world = await start();
  const expiry = new Date(world.clock.now().getTime() + 600_000).toISOString();
  world.add(ADA, { ...pair(world.service.issue()), expiry });
  world.clock.advance(560);
  const accounts = await Promise.all([1, 2, 3].map(() => world.integration.account({ userId: ADA })));

  const answers = await Promise.all(accounts.map((account) => account.fetch(TICKETS)));

  expect([name, ...answers.map(({ status }) => status)]).toEqual([name, 201, 201, 201]);
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
});
