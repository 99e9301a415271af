import { expect, test } from "vitest";
import { apiKey } from "../external/credentials.ts";
import { ISSUER } from "../testing/fake-service.ts";
import { EVERYWHERE } from "../testing/places.ts";
import { KEYS, sealTokens } from "../testing/sealed-tokens.ts";
import { ADA } from "../testing/world.ts";

const TICKETS = `${ISSUER}/api/tickets`;

/** An API key at a service that says no more than 401; what `verify` finds is what the service thinks of the key. */
const auth = apiKey({
  apiOrigins: [ISSUER],
  async verify({ fetch }) {
    const answer = await fetch(`${ISSUER}/me`);
    if (answer.status === 401) return undefined;
    if (!answer.ok) throw new Error("the service did not answer");
    return { externalAccountId: "ada" };
  },
});

for (const [place, start] of EVERYWHERE) {
  const startWith = async (me: () => Response) => {
    const world = await start({ auth });
    const id = world.add(ADA, { access_token: "canary-api-key" });
    world.service.faults.set("/api/tickets", () => new Response("no", { status: 401 }));
    world.service.faults.set("/me", me);
    return { ...world, id, account: await world.integration.account({ userId: ADA }) };
  };

  test(`${place}: a key that the service does not accept any more must be connected again`, async () => {
    const world = await startWith(() => new Response("no", { status: 401 }));

    await expect(world.account.fetch(TICKETS)).rejects.toMatchObject({ code: "NEEDS_RECONNECT" });

    expect(world.stored(world.id)).toMatchObject({ requires_reauthentication: true });
  });

  test.each([
    ["that is good, and lacks a right", () => Response.json({})],
    ["that can't be checked now", () => new Response("sorry", { status: 503 })],
  ])(`${place}: a key %s is left alone, and the handler reads the 401`, async (_name, me) => {
    const world = await startWith(me);

    expect((await world.account.fetch(TICKETS)).status).toBe(401);
    expect(world.stored(world.id)).not.toMatchObject({ requires_reauthentication: true });
  });

  test(`${place}: a sealed key is opened for the service`, async () => {
    const world = await start({ auth, sealed: { keys: [KEYS.current] } });
    const { access_token: key } = world.service.issue();
    world.add(ADA, await sealTokens({ access_token: key }, { userId: ADA }));

    const answer = await (await world.integration.account({ userId: ADA })).fetch(TICKETS);

    expect(answer.status).toBe(201);
    expect(world.service.ledger.tickets).toEqual([`Bearer ${key}`]);
  });
}
