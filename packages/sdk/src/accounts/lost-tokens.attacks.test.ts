import type { ProblemCode } from "@joinery/contract";
import { expect, test } from "vitest";
import { ADA, startWorld } from "../testing/world.ts";

/** A world in which Ada's access token has to be renewed. */
async function startStaleWorld() {
  const world = await startWorld();
  const expiry = new Date(world.clock.now().getTime() + 600_000).toISOString();
  const account = world.hub.addAccount(ADA, { ...world.service.issue(), expiry });
  world.clock.advance(560);
  return {
    ...world,
    id: account.linked_account_id,
    stored: () => world.hub.accounts.get(account.linked_account_id),
    act: () => world.call({ method: "POST", path: "/tickets", user: ADA, body: { title: "Broken chair" } }),
  };
}

test.each<ProblemCode>(["UNAUTHENTICATED", "MISDIRECTED", "INTEGRATION_DISABLED"])(
  "API token replaced during a renewal: a hub that says %s does not cost the user the grant",
  async (code) => {
    const world = await startStaleWorld();
    world.hub.faults.push({ method: "PATCH", ends: world.id, code });

    const first = await world.act();
    const second = await world.act();

    expect([first.status, second.status]).toEqual([200, 200]);
    expect(world.service.ledger.revoked).toEqual([]);
    expect(world.service.live).toContain(world.stored()?.refresh_token);
  },
);

test("absurd lifetime: a rotated refresh token is kept although its expiry is no date", async () => {
  const world = await startStaleWorld();
  const rotated = { ...world.service.issue(), expires_in: 1e300 };
  world.service.faults.set("/token", () => Response.json(rotated));

  expect((await world.act()).status).toBe(200);

  expect(world.stored()).toMatchObject({ refresh_token: rotated.refresh_token, expiry: null });
});
