import type { LeaseAnswer, LinkedAccount } from "@joinery/contract";
import { expect, test } from "vitest";
import { codeOf } from "../testing/look-inside.ts";
import { dataOf, startHub, type TestHub, type TestIntegration } from "../testing/start-hub.ts";

/** One account of Bob's at a verified integration, and what its integration does with the lease. */
async function leased(hub: TestHub, given?: TestIntegration) {
  const desk = given ?? (await hub.addIntegration("verified"));
  const id = await hub.linkAccount(desk, "bob");
  const path = `/v2/user/${hub.users.bob}/linked-accounts/${id}`;
  return {
    desk,
    id,
    path,
    read: async () => dataOf<LinkedAccount>(await desk.api.get(path)),
    ask: () => desk.api.post(`${path}/lease`),
    take: async () => dataOf<LeaseAnswer>(await desk.api.post(`${path}/lease`)),
    write: (lease: string, body: unknown, more: Record<string, string> = {}) =>
      desk.api.patch(path, body, { "joinery-lease": lease, ...more }),
    release: (lease: string, body?: unknown) => desk.api.delete(`${path}/lease`, body, { "joinery-lease": lease }),
  };
}

test("a lease is one process's for a minute, and shows the account as it is under it", async () => {
  await using hub = await startHub();
  const { take, ask } = await leased(hub);
  const first = await take();
  expect(first.account).toMatchObject({ state: "active", refresh_token: "rt-1", version: 1 });
  const left = new Date(first.lease_until).getTime() - hub.hub.context.clock().getTime();
  expect(left).toBeGreaterThan(55_000);
  expect(left).toBeLessThanOrEqual(60_000);

  const refused = await ask();
  expect([refused.status, await codeOf(refused)]).toEqual([409, "LEASE_HELD"]);
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  hub.advance(61);
  expect((await take()).lease).not.toBe(first.lease);
});

test("a write under the lease ends it, bumps the version and pays no heed to If-Match", async () => {
  await using hub = await startHub();
  const { take, write } = await leased(hub);
  const { lease } = await take();
  const written = await write(lease, { access_token: "at-2", refresh_token: "rt-2" }, { "if-match": '"7"' });
  expect(await dataOf(written)).toMatchObject({ access_token: "at-2", refresh_token: "rt-2", version: 2 });
  expect((await take()).account).toMatchObject({ refresh_token: "rt-2", version: 2 });
});

test("a write that comes after the lease's time counts as long as nobody has a newer one", async () => {
  await using hub = await startHub();
  const { take, write, read } = await leased(hub);
  const { lease } = await take();
  hub.advance(4 * 60 * 60);
  expect(await codeOf(await write(lease, { refresh_token: "rt-2" }))).toBe("OK");
  expect(await codeOf(await write(lease, { refresh_token: "rt-3" }))).toBe("OK");

  const newer = await take();
  const late = await write(lease, { refresh_token: "rt-4" });
  expect([late.status, await codeOf(late)]).toEqual([409, "LEASE_SUPERSEDED"]);
  expect(await codeOf(await write(newer.lease, { refresh_token: "rt-5" }))).toBe("OK");
  expect(await codeOf(await write(lease, { refresh_token: "rt-6" }))).toBe("LEASE_SUPERSEDED");
  expect(await read()).toMatchObject({ refresh_token: "rt-5" });
});

test("a copy of a write under the lease that comes late undoes nothing, and is no new version", async () => {
  await using hub = await startHub();
  const { desk, path, take, write, read } = await leased(hub);
  const { lease } = await take();
  const refused = { requires_reauthentication: true };
  expect(await codeOf(await write(lease, refused))).toBe("OK");
  expect(await codeOf(await desk.api.patch(path, { requires_reauthentication: false, display_name: "John" }))).toBe(
    "OK",
  );

  const copy = await write(lease, refused);
  expect(await dataOf(copy)).toMatchObject({ state: "active", display_name: "John", version: 3 });
  expect(await read()).toMatchObject({ state: "active", requires_reauthentication: false, version: 3 });
  expect(await codeOf(await write(lease, { refresh_token: "rt-2" }))).toBe("OK");

  const { lease: newer } = await take();
  expect(await codeOf(await write(newer, { refresh_token: "rt-2" }))).toBe("OK");
  expect(await read()).toMatchObject({ refresh_token: "rt-2", version: 5 });
});

test("while a lease is held, tokens can't be changed without it; everything else can", async () => {
  await using hub = await startHub();
  const { desk, path, take, release, read } = await leased(hub);
  const { lease } = await take();
  for (const body of [{ access_token: "at-9" }, { refresh_token: null }, { expiry: null }, { token: "at-9" }]) {
    const refused = await desk.api.patch(path, body);
    expect([refused.status, await codeOf(refused)]).toEqual([409, "LEASE_REQUIRED"]);
  }
  const again = { auth_id: desk.auth_id, external_account_id: "john.doe", access_token: "at-9" };
  const saved = await desk.api.post(`/v2/user/${hub.users.bob}/linked-accounts`, again);
  expect([saved.status, await codeOf(saved)]).toEqual([409, "LEASE_REQUIRED"]);
  expect(await codeOf(await desk.api.patch(path, { display_name: "John" }))).toBe("OK");
  expect(await read()).toMatchObject({ access_token: "at-1", refresh_token: "rt-1", display_name: "John" });

  expect(await codeOf(await release(lease))).toBe("OK");
  expect(await codeOf(await desk.api.patch(path, { access_token: "at-9" }))).toBe("OK");
});

test("a lease is given back once and again; one that was taken over is somebody else's", async () => {
  await using hub = await startHub();
  const { desk, path, take, release } = await leased(hub);
  const first = await take();
  expect(await codeOf(await release(first.lease))).toBe("OK");
  expect(await codeOf(await release(first.lease))).toBe("OK");
  const second = await take();
  const stale = await release(first.lease);
  expect([stale.status, await codeOf(stale)]).toEqual([409, "LEASE_SUPERSEDED"]);
  expect(await codeOf(await desk.api.post(`${path}/lease`))).toBe("LEASE_HELD");
  const bad = await desk.api.delete(`${path}/lease`, undefined, { "joinery-lease": "marked" });
  expect([bad.status, (await bad.text()).includes("marked")]).toEqual([400, false]);
  expect((await desk.api.delete(`${path}/lease`)).status).toBe(400);
  expect((await release(second.lease, { outcome: "perhaps" })).status).toBe(400);
});

test("a reconnect ends every lease: what was renewed with the old grant is not written over the new one", async () => {
  await using hub = await startHub();
  const { desk, id, take, write, read } = await leased(hub);
  const { lease } = await take();
  expect(await hub.linkAccount(desk, "bob")).toBe(id);
  expect(await codeOf(await write(lease, { refresh_token: "rt-of-the-old-grant" }))).toBe("LEASE_SUPERSEDED");
  expect(await read()).toMatchObject({ refresh_token: "rt-1" });
  expect(await codeOf(await desk.api.patch(`/v2/user/${hub.users.bob}/linked-accounts/${id}`, { expiry: null }))).toBe(
    "OK",
  );
});

test("a disconnecting account gives no lease, and takes the newest tokens of a renewal that was under way", async () => {
  await using hub = await startHub();
  const { desk, id, path, take, ask, write, release } = await leased(hub);
  const stale = await take();
  hub.advance(61);
  const { lease } = await take();
  desk.server.respond = (_request, response) => response.writeHead(500).end();
  await hub.as("bob").post(`/api/accounts/${id}/disconnect`);

  const refused = await ask();
  expect([refused.status, await codeOf(refused)]).toEqual([409, "DISCONNECT_IN_PROGRESS"]);
  expect(await codeOf(await desk.api.patch(path, { refresh_token: "rt-8" }))).toBe("LINKED_ACCOUNT_NOT_FOUND");
  expect(await codeOf(await write(stale.lease, { refresh_token: "rt-9" }))).toBe("LEASE_SUPERSEDED");
  const late = await write(lease, {
    refresh_token: "rt-2",
    requires_reauthentication: false,
    external_account_id: "somebody else",
  });
  expect(await dataOf(late)).toMatchObject({
    state: "disconnecting",
    external_account_id: "john.doe",
    access_token: null,
    refresh_token: null,
  });
  const stored = await hub.hub.context.db.selectFrom("linked_accounts").selectAll().executeTakeFirstOrThrow();
  const vault = await hub.hub.context.vault.of(hub.organisationId);
  expect(vault.open({ owner: id, field: "refresh_token" }, stored.sealed_refresh_token ?? "")).toBe("rt-2");
  expect(stored).toMatchObject({ state: "disconnecting", lease_until: null });
  expect(await codeOf(await release(lease))).toBe("OK");
  expect(await codeOf(await ask()), "nor when nobody holds it").toBe("DISCONNECT_IN_PROGRESS");
});

test.each(["written", "given back"])(
  "a disconnect waits for a running lease and goes on when it is %s",
  async (how) => {
    await using hub = await startHub();
    const { desk, id, take, write, release } = await leased(hub);
    const { lease } = await take();
    await hub.as("bob").post(`/api/accounts/${id}/disconnect`);
    await hub.work();
    const told = () => desk.server.received.filter(({ method }) => method === "DELETE").length;
    expect(told()).toBe(0);
    const end = { written: () => write(lease, { refresh_token: "rt-2" }), "given back": () => release(lease) };
    expect(await codeOf(await end[how as keyof typeof end]())).toBe("OK");
    await hub.work();
    expect(told()).toBe(1);
  },
);

test("the tokens of a disconnecting account are readable for a minute after an attempt began, and sealed again", async () => {
  await using hub = await startHub();
  const { desk, id, path } = await leased(hub);
  desk.server.respond = (_request, response) => response.writeHead(500).end();
  await hub.as("bob").post(`/api/accounts/${id}/disconnect`);
  expect(await dataOf(await desk.api.get(path))).toMatchObject({ state: "disconnecting", refresh_token: "rt-1" });
  hub.advance(61);
  expect(await codeOf(await desk.api.get(path))).toBe("LINKED_ACCOUNT_NOT_FOUND");
});

test("a gone account knows no lease and takes no token, so that its integration withdraws what it holds", async () => {
  await using hub = await startHub();
  const { desk, path, take, ask, write, release } = await leased(hub);
  const { lease } = await take();
  await desk.api.delete(path);
  const replies = [await ask(), await write(lease, { refresh_token: "rt-2" }), await release(lease)];
  for (const reply of replies) expect([reply.status, await codeOf(reply)]).toEqual([404, "LINKED_ACCOUNT_NOT_FOUND"]);
});

test("a lease counts as a use of the account, noted without a write in the request", async () => {
  await using hub = await startHub();
  const { id, take } = await leased(hub);
  await take();
  const lastUsed = async () =>
    (await dataOf<{ account: { last_used_at: string | null } }>(await hub.as("bob").get(`/api/accounts/${id}`))).account
      .last_used_at;
  expect(await lastUsed()).toBeNull();
  await hub.hub.context.accountUses.write();
  expect(await lastUsed()).not.toBeNull();
});
