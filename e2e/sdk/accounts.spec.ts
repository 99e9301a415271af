import { oauth2 } from "@joinery/sdk";
import { describe, expect, test } from "vitest";
import { startAccountWorld } from "./accounts/account-world.ts";

/** Using an account, in an action and in a job, with a real service that says what RFC 6750 has it say. */

const OK = { status: 201 };
const RECONNECT = { code: "NEEDS_RECONNECT" };

describe.each(["verified", "blink"] as const)("with a %s one", (kind) => {
  test("a refused token is renewed once for all who were refused, in an action and in a job", async () => {
    await using world = await startAccountWorld(kind);
    const { account: linked } = await world.hub.connect("ada");
    const { integration } = world;
    const job = await integration.account({ userId: world.ada, linkedAccountId: linked?.linked_account_id ?? "" });
    const headers = { "content-type": "application/json" };
    const body = JSON.stringify({ title: "Nightly report" });
    const file = () => job.fetch(`${world.client.issuer}/api/tickets`, { method: "POST", headers, body });
    world.hub.service.expireAccessTokens();

    const ends = await Promise.all([world.act(), file(), world.act(), file()]);

    expect(ends.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(world.hub.service.ledger.entries({ kind: "refresh" })).toHaveLength(1);
  });

  test("an access that is over asks the person to connect again, which is enough", async () => {
    await using world = await startAccountWorld(kind);
    await world.hub.connect("ada");
    await world.hub.service.faults.set("grant-revoked", true);

    const over = await world.act();
    const [stored] = await world.hub.accounts("ada");
    const job = await world.integration.account({ userId: world.ada }).catch((error: unknown) => error);
    await world.hub.connect("ada");
    const again = await world.act();

    expect([over, job]).toMatchObject([RECONNECT, RECONNECT]);
    expect(stored).toMatchObject({ requires_reauthentication: true });
    expect(again).toEqual(OK);
  });

  test("the same where the service gives no refresh token, when it says that the access token is invalid", async () => {
    await using world = await startAccountWorld(kind);
    const scopes = ["openid", "profile", "tickets:write"];
    world.use({ auth: oauth2({ ...world.client, scopes }) });
    await world.hub.connect("ada");
    const before = await world.act();
    world.hub.service.expireAccessTokens();

    const over = await world.act();

    expect([before, over]).toMatchObject([OK, RECONNECT]);
    expect(await world.hub.accounts("ada")).toMatchObject([{ requires_reauthentication: true }]);
    expect(world.hub.service.ledger.entries({ kind: "refresh" })).toEqual([]);
  });

  test("a right that is missing is no reason to connect again", async () => {
    await using world = await startAccountWorld(kind);
    world.use({ auth: oauth2({ ...world.client, scopes: ["openid", "profile", "offline_access"] }) });
    await world.hub.connect("ada");

    expect(await world.act()).toEqual({ status: 403 });
    expect(await world.hub.accounts("ada")).toMatchObject([{ requires_reauthentication: false }]);
  });
});
