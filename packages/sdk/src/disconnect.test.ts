import { expect, test } from "vitest";
import { ADA, EVE, startWorld } from "./testing/world.ts";

async function startLinkedWorld() {
  const world = await startWorld();
  const tokens = world.service.issue();
  const { linked_account_id: id } = world.hub.addAccount(ADA, tokens);
  const disconnect = (user = ADA) => world.call({ method: "DELETE", path: `/linked-accounts/${id}`, user });
  return { ...world, id, tokens, disconnect };
}

test("a stranger can't disconnect somebody's account", async () => {
  const world = await startLinkedWorld();

  const answer = await world.disconnect(EVE);

  expect(await answer.json()).toMatchObject({ code: "LINKED_ACCOUNT_NOT_FOUND" });
  expect(world.service.ledger.revoked).toEqual([]);
});

test("the grant is withdrawn first, refresh token before access token, then the account is deleted", async () => {
  const world = await startLinkedWorld();

  const answer = await world.disconnect();

  expect(await answer.json()).toEqual({ code: "OK", message: "OK", data: { revocation: "revoked" } });
  expect(world.service.ledger.revoked).toEqual([world.tokens.refresh_token, world.tokens.access_token]);
  expect(world.hub.reports).toEqual([{ revocation: "revoked" }]);
});

test("a second disconnect finds nothing, and says so", async () => {
  const world = await startLinkedWorld();
  await world.disconnect();

  const again = await world.disconnect();

  expect(again.status).toBe(404);
  expect(await again.json()).toMatchObject({ code: "LINKED_ACCOUNT_NOT_FOUND" });
});

test.each([
  ["unavailable", () => new Response("sorry", { status: 503 })],
  ["too busy", () => new Response("sorry", { status: 429 })],
  ["too busy, in OAuth's words", () => Response.json({ error: "slow_down" }, { status: 429 })],
])("a service that is %s: nothing is deleted, and the hub may try again", async (_name, fault) => {
  const world = await startLinkedWorld();
  world.service.faults.set("/revoke", fault);

  const first = await world.disconnect();
  const second = await world.disconnect();

  expect(await first.json()).toMatchObject({ code: "EXTERNAL_SERVICE_FAILED" });
  expect(first.status).toBe(502);
  expect(second.status).toBe(200);
  expect(world.hub.accounts.size).toBe(0);
});

test.each([
  ["already_invalid", "info grant_withdrawn", () => Response.json({ error: "invalid_token" }, { status: 400 })],
  [
    "not_supported",
    "error grant_not_withdrawn",
    () => Response.json({ error: "unsupported_token_type" }, { status: 400 }),
  ],
  ["failed", "error grant_not_withdrawn", () => Response.json({ error: "invalid_client" }, { status: 400 })],
  ["failed", "error grant_not_withdrawn", () => new Response("forbidden", { status: 403 })],
  [
    "failed",
    "error grant_not_withdrawn",
    () => new Response("who are you", { status: 401, headers: { "www-authenticate": "Basic" } }),
  ],
  ["revoked", "info grant_withdrawn", () => new Response(null, { status: 204 })],
])("a service's last word is reported as %s, and the account is deleted", async (revocation, logged, fault) => {
  const world = await startLinkedWorld();
  world.service.faults.set("/revoke", fault);

  const answer = await world.disconnect();

  expect(await answer.json()).toMatchObject({ data: { revocation } });
  expect(world.hub.reports).toMatchObject([{ revocation }]);
  expect(world.log.map(({ level, event }) => `${level} ${event}`)).toContain(logged);
});

test("a service without a revocation endpoint: not_supported, with a sentence", async () => {
  const world = await startLinkedWorld();
  delete world.service.metadata.revocation_endpoint;

  const answer = await world.disconnect();

  expect(await answer.json()).toMatchObject({
    data: { revocation: "not_supported", detail: expect.stringContaining("announces no way") },
  });
});

test("a service that can't be discovered at the moment: nothing is deleted", async () => {
  const world = await startLinkedWorld();
  world.service.faults.set("/.well-known/openid-configuration", () => new Response("no", { status: 500 }));

  expect((await world.disconnect()).status).toBe(502);
  expect(world.hub.accounts.size).toBe(1);
});

test("a hub that deleted the account but whose answer got lost: still one success", async () => {
  const world = await startLinkedWorld();
  world.hub.faults.push({ method: "DELETE", ends: world.id, code: "drop" });

  const answer = await world.disconnect();

  expect(answer.status).toBe(200);
  expect(world.hub.accounts.size).toBe(0);
});
