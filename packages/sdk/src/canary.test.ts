import { HEADERS } from "@joinery/contract";
import { expect, test } from "vitest";
import { ADA, DESK, startWorld } from "./testing/world.ts";

/** Everything secret in these tests is marked with this word: tokens, codes, secrets. */
const CANARY = /canary/;

test("no failure brings a secret into a log, a body or an address", async () => {
  const world = await startWorld();
  const answers: Response[] = [];
  const visit = async (prepare: (connect: Awaited<ReturnType<typeof world.goToService>>) => void) => {
    const connect = await world.goToService();
    prepare(connect);
    answers.push(await connect.browser.open(connect.callback));
  };
  await visit(() => {});
  await visit(() =>
    world.service.faults.set("/token", () =>
      Response.json({ error: "canary", error_description: "canary" }, { status: 400 }),
    ),
  );
  await visit(() => world.service.faults.set("/token", () => new Response("canary", { status: 500 })));
  await visit(() => world.service.faults.set("/userinfo", () => Response.json({ canary: "canary" })));
  await visit(() => world.hub.faults.push({ method: "POST", ends: "/linked-accounts", code: "BAD_REQUEST" }));
  await visit(() => world.hub.faults.push({ method: "POST", ends: "/claim", code: "FLOW_BURNED" }));
  await visit(({ browser }) => browser.jar.clear());
  const account = world.hub.addAccount(ADA, { ...world.service.issue(), expiry: new Date(0).toISOString() });
  const remove = { method: "DELETE", path: `/linked-accounts/${account.linked_account_id}`, user: ADA };
  const act = { method: "POST", path: "/tickets", user: ADA, body: { title: "x" } };
  world.service.faults.set("/token", () => new Response("canary", { status: 500 }));
  answers.push(await world.call(act));
  world.service.faults.set("/revoke", () => Response.json({ error: "canary" }, { status: 503 }));
  answers.push(await world.call(remove));
  answers.push(await world.call({ ...act, headers: { [HEADERS.assertion]: "canary" } }));
  answers.push(await world.call({ ...act, headers: { [HEADERS.proxySecret]: "canary" } }));
  answers.push(await world.integration.fetch(new Request(`${DESK}/canary`)));

  const bodies = await Promise.all(answers.map((answer) => answer.text()));
  expect(world.log.length).toBeGreaterThan(8);
  expect(JSON.stringify(world.log)).not.toMatch(CANARY);
  expect(bodies.join()).not.toMatch(CANARY);
  expect(answers.map(({ headers }) => headers.get("location")).join()).not.toMatch(CANARY);
  expect(answers.map(({ headers }) => headers.get("cache-control"))).toEqual(answers.map(() => "no-store"));
});

test("a handler that logs the token logs nothing of it", async () => {
  const { action } = await import("./index.ts");
  const { z } = await import("zod");
  const careless = action("POST", "/careless", z.object({}), async ({ account, log }) => {
    const token = await account.accessToken();
    log("info", "careless", { header: `Bearer ${token.reveal()}`, printed: `${token}` });
    return null;
  });
  const world = await startWorld({ actions: [careless] });
  world.hub.addAccount(ADA, world.service.issue());

  await world.call({ method: "POST", path: "/careless", user: ADA });

  expect(world.log.find(({ event }) => event === "careless")?.fields.header).toBe("Bearer [secret]");
});
