import { HEADERS } from "@joinery/contract";
import { expect, test } from "vitest";
import { ADA, DESK, OWN_PAGE, startBlinkWorld } from "../testing/blink-world.ts";
import { AUTH_ID } from "../testing/fake-hub.ts";

/** Everything secret in these tests is marked with this word: tokens, codes, secrets. */
const CANARY = /canary/;

test("in Blink mode no step and no failure brings a secret into a log, a page or an address", async () => {
  const world = await startBlinkWorld();
  const answers: Response[] = [];
  const visit = async (prepare: (connect: Awaited<ReturnType<typeof world.goToService>>) => void) => {
    const connect = await world.goToService();
    prepare(connect);
    answers.push(await connect.browser.open(connect.callback));
  };
  const refused = () => Response.json({ code: "canary", message: "canary" }, { status: 400 });
  const saved = { method: "POST", ends: "/linked-accounts" };
  await visit(() => {});
  await visit(() => world.service.faults.set("/token", () => Response.json({ error: "canary" }, { status: 400 })));
  await visit(() => world.service.faults.set("/token", () => new Response("canary", { status: 500 })));
  await visit(() => world.service.faults.set("/userinfo", () => Response.json({ canary: "canary" })));
  await visit(() => world.service.faults.set("/revoke", () => Response.json({ error: "canary" }, { status: 400 })));
  await visit(() => world.blink.faults.push({ ...saved, answer: refused }));
  await visit(() => world.blink.faults.push({ ...saved, answer: () => Promise.reject(new Error("canary")) }));
  await visit(({ browser }) => browser.jar.clear());
  const link = await world.press();
  answers.push(await world.newBrowser().open(link));
  world.blink.faults.push({ method: "GET", ends: "/v2/user", answer: refused });
  answers.push(await world.newBrowser().open(link));
  answers.push(
    await world.newBrowser().open(link, { method: "POST", form: { form_token: "canary" }, headers: OWN_PAGE }),
  );
  answers.push(await world.newBrowser().open(`${DESK}/connect/start/canary?canary=canary`));
  const { linked_account_id: id } = world.blink.addAccount(ADA, { ...world.service.issue(), expiry: "1970-01-02" });
  world.service.faults.set("/token", () => new Response("canary", { status: 500 }));
  answers.push(await world.call("POST", "/tickets", ADA, { body: { title: "x" } }));
  world.service.faults.set("/revoke", () => Response.json({ error: "canary" }, { status: 503 }));
  answers.push(await world.call("DELETE", `/linked-accounts/${id}`, ADA));
  answers.push(await world.call("POST", `/auth/${AUTH_ID}`, ADA, { headers: { [HEADERS.proxySecret]: "canary" } }));

  const bodies = await Promise.all(answers.map((answer) => answer.text()));
  expect(world.log.length).toBeGreaterThan(8);
  expect(JSON.stringify(world.log)).not.toMatch(CANARY);
  expect(bodies.join()).not.toMatch(CANARY);
  expect(answers.map(({ headers }) => headers.get("location")).join()).not.toMatch(CANARY);
  expect(answers.map(({ headers }) => headers.get("cache-control"))).toEqual(answers.map(() => "no-store"));
});

test("neither the link nor what goes to the external service tells who the person is", async () => {
  const world = await startBlinkWorld();
  const { browser, link, authorizationUrl } = await world.goToService();

  const told = [link, authorizationUrl, browser.cookieHeader()].join("\n");

  expect(told).not.toContain(ADA);
  expect(told).not.toContain(btoa(ADA).slice(0, 20));
  expect(told).not.toMatch(/lovelace/i);
});

test("what is kept in a store names no person and holds no token", async () => {
  const kept: string[] = [];
  const world = await startBlinkWorld({
    store: {
      find: async () => undefined,
      putIfAbsent: async (key, value) => kept.push(key, value) > 0,
      remove: async () => {},
    },
  });
  const { browser, callback } = await world.goToService();
  await browser.open(callback);
  world.blink.accounts.clear();
  world.blink.addAccount(ADA, { ...world.service.issue(), expiry: "1970-01-02" });
  await world.call("POST", "/tickets", ADA, { body: { title: "x" } });

  expect(kept.length).toBeGreaterThan(3);
  expect(kept.join("\n")).not.toMatch(CANARY);
  expect(kept.join("\n")).not.toContain(ADA);
  expect(kept.every((text) => /^[\x21-\x7e]{1,200}$/.test(text))).toBe(true);
});
