import { createSealKey } from "@joinery/sdk";
import { describe, expect, test } from "vitest";
import { startAccountWorld } from "./accounts/account-world.ts";

/** Tokens that are sealed before they are stored, with the real hub and with what stands in for Blink. */

const OK = { status: 201 };
const RECONNECT = { code: "NEEDS_RECONNECT" };

describe.each(["verified", "blink"] as const)("stored by a %s one", (kind) => {
  test("from connect to disconnect no token of the service can be read where it is stored", async () => {
    await using world = await startAccountWorld(kind);
    world.use({ sealed: { keys: [createSealKey()] } });

    const { account } = await world.hub.connect("ada");
    const first = await world.act();
    world.hub.clock.advance({ minutes: 20 });
    const second = await world.act();
    const readable = await world.readable();
    const removed = await world.hub.disconnect("ada", account?.linked_account_id ?? "");

    expect([first, second]).toEqual([OK, OK]);
    expect(world.issued.size).toBeGreaterThan(3);
    expect(readable).toEqual([]);
    expect(removed.status).toBe(200);
    expect(world.hub.service.liveGrants("john.doe")).toBe(0);
    expect(world.log.filter(({ level }) => level === "error")).toEqual([]);
  });

  test("without the option the search would find them", async () => {
    await using world = await startAccountWorld(kind);

    await world.hub.connect("ada");

    expect(await world.readable()).toHaveLength(2);
  });

  test("moving in and changing the key: nobody has to connect again, and the old key opens nothing afterwards", async () => {
    await using world = await startAccountWorld(kind);
    const [first, second] = [createSealKey(), createSealKey()];
    await world.hub.connect("ada");

    const moving = await world.use({ sealed: { keys: [first], acceptUnsealed: true } }).reseal();
    world.use({ sealed: { keys: [first] } });
    const moved = await world.act();
    const changing = await world.use({ sealed: { keys: [second, first] } }).reseal();
    world.use({ sealed: { keys: [second] } });
    const changed = await world.act();
    world.use({ sealed: { keys: [first] } });
    const old = await world.act();

    expect([moving, changing]).toMatchObject([
      { resealed: 1, postponed: 0 },
      { resealed: 1, postponed: 0 },
    ]);
    expect([moved, changed]).toEqual([OK, OK]);
    expect(old).toMatchObject(RECONNECT);
  });

  test("a lost key asks everybody to connect again, and connecting again is enough", async () => {
    await using world = await startAccountWorld(kind);
    world.use({ sealed: { keys: [createSealKey()] } });
    await world.hub.connect("ada");
    world.use({ sealed: { keys: [createSealKey()] } });

    const lost = await world.act();
    await world.hub.connect("ada");
    const repaired = await world.act();

    expect(lost).toMatchObject(RECONNECT);
    expect(repaired).toEqual(OK);
  });
});

test("with a lost key a disconnect removes the link, and its receipt does not claim that access was withdrawn", async () => {
  await using world = await startAccountWorld("verified");
  world.use({ sealed: { keys: [createSealKey()] } });
  const { account } = await world.hub.connect("ada");
  world.use({ sealed: { keys: [createSealKey()] } });

  const { status, receipt } = await world.hub.disconnect("ada", account?.linked_account_id ?? "");

  expect(status).toBe(200);
  expect(receipt).toMatchObject({
    withdrawn: { state: "failed", detail: expect.stringContaining("sealed with a key") },
  });
  expect(await world.stored()).toEqual([]);
  expect(world.hub.service.liveGrants("john.doe")).toBe(1);
});

test("while somebody holds the lease of an account it is not resealed, and then it is", async () => {
  await using world = await startAccountWorld("verified");
  const [first, second] = [createSealKey(), createSealKey()];
  world.use({ sealed: { keys: [first] } });
  const { account } = await world.hub.connect("ada");
  const id = account?.linked_account_id ?? "";
  const integration = world.use({ sealed: { keys: [second, first] } });
  const { lease } = await world.store.takeLease(world.ada, id);

  const busy = await integration.reseal();
  await world.store.releaseLease(world.ada, id, lease, { outcome: "done" });
  const free = await integration.reseal();

  expect(busy).toMatchObject({ resealed: 0, postponed: 1 });
  expect(free).toMatchObject({ resealed: 1, postponed: 0 });
});

test("a save whose answer is lost, and that is repeated sealed anew, is one account, and its access lives", async () => {
  await using world = await startAccountWorld("verified");
  const integration = world.use({ sealed: { keys: [createSealKey()] } });
  world.losing.isLost = ({ method, url }) => method === "POST" && url.endsWith("/linked-accounts");

  await world.hub.connect("ada");
  world.losing.isLost = () => false;
  world.hub.clock.advance({ minutes: 1 });
  const left = await integration.unfinished.settle();

  const saves = world.sent.filter((body) => body.includes('"auth_id"'));
  expect(left).toBe(0);
  expect(new Set(saves).size).toBe(2);
  expect(await world.stored()).toHaveLength(1);
  expect(await world.act()).toEqual(OK);
  expect(world.hub.service.liveGrants("john.doe")).toBe(1);
});

test("somebody who puts Ada's sealed tokens into Eve's account gives Eve nothing", async () => {
  await using world = await startAccountWorld("verified");
  const integration = world.use({ sealed: { keys: [createSealKey()] } });
  await world.hub.connect("ada");
  await world.hub.connect("eve", { account: "eve.marsh" });
  const [adas] = await world.stored();
  const { eve } = world.hub.users;
  const [eves] = await world.store.listLinkedAccounts(eve);

  const { access_token, refresh_token } = adas ?? {};
  await world.store.updateLinkedAccount(eve, eves?.linked_account_id ?? "", { access_token, refresh_token });

  await expect(integration.account({ userId: eve })).rejects.toMatchObject(RECONNECT);
  expect(await integration.accounts(world.ada)).toHaveLength(1);
});
