import { expect, test } from "vitest";
import { z } from "zod";
import { action } from "../actions/action.ts";
import { startBlinkWorld } from "../testing/blink-world.ts";
import { ADA, DESK, startWorld } from "../testing/world.ts";
import { type CustomOptions, custom } from "./custom.ts";

const ERP = "https://erp.example";

function erp(changes: Partial<CustomOptions> = {}) {
  const ledger = { users: [] as string[], ended: [] as (string | null)[], sent: [] as (string | null)[] };
  const auth = custom({
    apiOrigins: [ERP],
    connect({ user }) {
      ledger.users.push(user.id);
      return {
        externalAccountId: "ERP-7",
        externalSubject: "7",
        accessToken: "canary-erp-0123456789",
        refreshToken: "canary-again-0123456789",
        expiresAt: new Date(Date.now() + 60_000),
      };
    },
    renew: async () => ({ accessToken: "canary-renewed-0123456789" }),
    async revoke({ accessToken }) {
      ledger.ended.push(accessToken);
      return "revoked";
    },
    ...changes,
  });
  const actions = [
    action("POST", "/act", z.object({}), async ({ fetch }) => ({ status: (await fetch(`${ERP}/x`)).status })),
  ];
  const handle = async ({ headers }: Request) => {
    ledger.sent.push(headers.get("authorization"));
    return Response.json({});
  };
  return { options: { auth, actions, name: "ERP" }, parties: { [ERP]: handle }, ledger };
}

test("the integration's own code gets a verified user, and what it returns is linked, used, renewed and withdrawn", async () => {
  const { options, parties, ledger } = erp();
  const world = await startWorld(options, parties);
  const browser = world.newBrowser();
  const flow = world.hub.startFlow(ADA);
  const finish = world.hub.verify(await browser.locationOf(`${DESK}/connect/${flow}`), DESK);

  await browser.open(finish);
  const [id] = world.hub.accounts.keys();
  world.clock.advance(3_600);
  await world.call({ method: "POST", path: "/act", user: ADA });
  const removed = await world.call({ method: "DELETE", path: `/linked-accounts/${id}`, user: ADA });

  expect(ledger.users).toEqual([ADA]);
  expect(world.hub.flows.get(flow)?.state).toBe("completed");
  expect(ledger.sent).toEqual(["Bearer canary-renewed-0123456789"]);
  expect(await removed.json()).toMatchObject({ data: { revocation: "revoked" } });
  expect(ledger.ended).toEqual(["canary-renewed-0123456789"]);
});

test("opened twice at once: the integration's own code is called once", async () => {
  const { options, parties, ledger } = erp();
  const world = await startWorld(options, parties);
  const browser = world.newBrowser();
  const flow = world.hub.startFlow(ADA);
  const finish = world.hub.verify(await browser.locationOf(`${DESK}/connect/${flow}`), DESK);

  await Promise.all([browser.open(finish), browser.open(finish)]);
  await browser.open(finish);

  expect(ledger.users).toHaveLength(1);
});

test.each([
  ["throws", { connect: () => Promise.reject(new Error("canary")) }],
  ["names nobody", { connect: () => ({ externalAccountId: "", accessToken: "canary-erp-0123456789" }) }],
  ["brings no token", { connect: () => ({ externalAccountId: "x", accessToken: "" }) }],
])("code that %s links nothing, and the person is told at the hub", async (_what, changes) => {
  const { options, parties } = erp(changes);
  const world = await startWorld(options, parties);
  const browser = world.newBrowser();
  const flow = world.hub.startFlow(ADA);
  const finish = world.hub.verify(await browser.locationOf(`${DESK}/connect/${flow}`), DESK);

  await browser.open(finish);

  expect(world.hub.flows.get(flow)).toMatchObject({ state: "refused", reason: "exchange_failed" });
  expect(world.hub.accounts.size).toBe(0);
  expect(JSON.stringify(world.log)).not.toContain("canary");
});

test("in Blink mode it runs after the person has said whose account it is", async () => {
  const { options, parties, ledger } = erp();
  const world = await startBlinkWorld(options, parties);

  const last = await world.choose(world.newBrowser(), await world.press(), "continue");

  expect(last).toBe(`${DESK}/connect/done`);
  expect(ledger.users).toEqual([ADA]);
  expect([...world.blink.accounts.values()]).toMatchObject([{ user_id: ADA, external_account_id: "ERP-7" }]);
});
