import { expect, test } from "vitest";
import { oauth2 } from "../external/oauth2.ts";
import { type BlinkWorld, DESK, startBlinkWorld } from "../testing/blink-world.ts";
import { deskOptions } from "../testing/world.ts";

const down = () => Promise.reject(new TypeError("connection reset"));
const save = { method: "POST", ends: "/linked-accounts" };
const list = { method: "GET", ends: "/linked-accounts" };

const failLists = (world: BlinkWorld) => {
  for (let count = 0; count < 4; count += 1) world.blink.faults.push({ ...list, answer: down });
};
const saves = (world: BlinkWorld) => world.blink.calls.filter((call) => call === "POST /v2/user/:id/linked-accounts");
const events = (world: BlinkWorld) => world.log.map(({ event }) => event);

test.each([
  ["got lost", down],
  ["is 500", () => new Response("sorry", { status: 500 })],
  ["is 429", () => new Response("slow down", { status: 429 })],
  ["is no JSON", () => new Response("<html>")],
  ["has no id", () => Response.json({ code: "OK", message: "OK", data: {} })],
])("saved, but the answer %s: the account is found by its tokens, and nothing is sent twice", async (_name, answer) => {
  const world = await startBlinkWorld();
  const { browser, callback } = await world.goToService();
  world.blink.faults.push({ ...save, answer, acts: true });

  expect(await browser.locationOf(callback)).toBe(`${DESK}/connect/done`);

  expect(saves(world)).toHaveLength(1);
  expect(world.blink.accounts.size).toBe(1);
  expect(world.service.ledger.revoked).toEqual([]);
});

test("not saved, and the answer got lost: an older account of the same name is not taken for it, the grant is withdrawn", async () => {
  const world = await startBlinkWorld();
  const { browser, callback } = await world.goToService();
  world.blink.addAccount("u-00000000-0000-4000-8000-00000000000a", { access_token: "of an earlier link" });
  world.blink.faults.push({ ...save, answer: down });

  expect(await browser.locationOf(callback)).toBe(`${DESK}/connect/failed`);

  expect(saves(world)).toHaveLength(1);
  expect(world.service.live.size).toBe(0);
});

test.each([400, 401, 403, 404, 409, 422])(
  "a save that Blink refuses with %s: the grant is withdrawn",
  async (status) => {
    const world = await startBlinkWorld();
    const { browser, callback } = await world.goToService();
    world.blink.faults.push({ ...save, answer: () => Response.json({ message: "canary" }, { status }) });

    expect(await browser.locationOf(callback)).toBe(`${DESK}/connect/failed`);

    expect(world.service.live.size).toBe(0);
    expect(events(world)).toContain("save_refused");
  },
);

test("neither saved nor listed: the grant is withdrawn, and the page does not claim to know", async () => {
  const world = await startBlinkWorld();
  const { browser, callback } = await world.goToService();
  world.blink.faults.push({ ...save, answer: down });
  failLists(world);

  expect(await browser.locationOf(callback)).toBe(`${DESK}/connect/unsettled`);

  expect(world.service.live.size).toBe(0);
  expect(events(world)).toContain("save_outcome_unknown");
});

test("saved, but the answer got lost and Blink lists no tokens: the page does not claim that nothing was linked", async () => {
  const world = await startBlinkWorld();
  const { browser, callback } = await world.goToService();
  const withoutTokens = () => Response.json({ data: [{ linked_account_id: "k-1", external_account_id: "john.doe" }] });
  world.blink.faults.push({ ...save, answer: down, acts: true }, { ...list, answer: withoutTokens });

  expect(await browser.locationOf(callback)).toBe(`${DESK}/connect/unsettled`);

  expect(world.service.live.size).toBe(0);
});

test.each([
  ["refuses to withdraw it", () => Response.json({ error: "invalid_client" }, { status: 400 })],
  ["can't withdraw such tokens", () => Response.json({ error: "unsupported_token_type" }, { status: 400 })],
])(
  "lost grant: Blink refuses the save and the service %s, so the log says loudly that it is an orphan",
  async (_name, fault) => {
    const world = await startBlinkWorld();
    const { browser, callback } = await world.goToService();
    world.blink.faults.push({ ...save, answer: () => Response.json({}, { status: 400 }) });
    world.service.faults.set("/revoke", fault);

    expect(await browser.locationOf(callback)).toBe(`${DESK}/connect/unsettled`);

    const orphan = world.log.find(({ event }) => event === "orphaned_grant");
    expect(orphan).toMatchObject({ level: "error", fields: { external_account: "john.doe" } });
    expect(orphan?.fields.user).toContain("u-");
  },
);

test.each([
  ["never comes", down],
  ["is 504 of a gateway", () => new Response("gateway timeout", { status: 504 })],
])("token request whose answer %s: the page does not claim to know, and the log is loud", async (_name, answer) => {
  const world = await startBlinkWorld();
  const { browser, callback } = await world.goToService();
  world.service.faults.set("/token", answer);

  expect(await browser.locationOf(callback)).toBe(`${DESK}/connect/unsettled`);

  expect(world.log.find(({ event }) => event === "exchange_outcome_unknown")?.level).toBe("error");
});

test.each(["", "x".repeat(256), undefined as unknown as string])(
  "an account that nobody could recognise, called %o, is not saved, and its grant is withdrawn",
  async (externalAccountId) => {
    const auth = oauth2({ ...deskOptions.auth, identify: () => ({ externalAccountId }) });
    const world = await startBlinkWorld({ auth });
    const { browser, callback } = await world.goToService();

    expect(await browser.locationOf(callback)).toBe(`${DESK}/connect/failed`);

    expect(world.blink.accounts.size).toBe(0);
    expect(world.service.live.size).toBe(0);
  },
);

test("a grant of nobody in particular is withdrawn", async () => {
  const world = await startBlinkWorld();
  const { browser, callback } = await world.goToService();
  world.service.faults.set("/userinfo", () => Response.json({ sub: "someone-else" }));

  expect(await browser.locationOf(callback)).toBe(`${DESK}/connect/failed`);

  expect(world.service.live.size).toBe(0);
  expect(world.blink.accounts.size).toBe(0);
});

test("a grant of nobody in particular that can't be withdrawn is an orphan too, and the log says so", async () => {
  const world = await startBlinkWorld();
  const { browser, callback } = await world.goToService();
  world.service.faults.set("/userinfo", () => Response.json({ sub: "someone-else" }));
  world.service.faults.set("/revoke", () => Response.json({ error: "invalid_client" }, { status: 400 }));

  expect(await browser.locationOf(callback)).toBe(`${DESK}/connect/unsettled`);

  const orphans = world.log.filter(({ event }) => event === "orphaned_grant");
  expect(orphans).toMatchObject([{ level: "error", fields: { user: expect.stringContaining("u-") } }]);
});
