import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { action, createIntegration, oauth2 } from "@joinery/sdk";
import { expect, test } from "vitest";
import { z } from "zod";
import { startHub } from "./start-hub.ts";

const EXAMPLES = join(import.meta.dirname, "../../../examples");
const desk = { command: process.execPath, args: [join(EXAMPLES, "desk/main.ts")] };

test("a connect in a test goes the whole way, and time passes for everybody at once", async () => {
  await using hub = await startHub();
  await hub.serve(({ service, clock, ...settings }) =>
    createIntegration({
      ...settings,
      name: "Acme Desk",
      auth: oauth2({ ...service, scopes: ["openid", "profile", "tickets:write", "offline_access"] }),
      actions: [fileTicket(service.issuer)],
      clock,
      log: () => undefined,
    }),
  );

  const { account } = await hub.connect("ada");
  hub.clock.advance({ minutes: 20 });
  const filed = await hub.act("ada", "POST", "/tickets", { title: "Broken lamp" });

  expect(account).toMatchObject({ external_account_id: "john.doe", verified: true });
  expect(filed.status).toBe(200);
  expect(hub.service.ledger.entries({ kind: "refresh" })).toHaveLength(1);
});

test("a link that was forwarded to another person links nothing, wherever it was taken from", async () => {
  await using hub = await startHub();
  await hub.run(desk);
  const where = ["authorization-url", "service", "callback"] as const;

  const linked = [];
  for (const forwarded of where) linked.push((await hub.connect("eve", { openedBy: "bob", forwarded })).linked);

  expect(linked).toEqual([[], [], []]);
  expect(hub.service.ledger.entries({ kind: "token_request" })).toEqual([]);
});

test("two hubs at the same time know nothing of each other", async () => {
  await using one = await startHub();
  await using other = await startHub();
  await Promise.all([one.run(desk), other.run(desk)]);

  await one.connect("ada");

  expect(await one.accounts("ada")).toHaveLength(1);
  expect(await other.accounts("ada")).toEqual([]);
  expect(one.url).not.toBe(other.url);
});

test("time is not moved for a program, because it has the machine's clock", async () => {
  await using hub = await startHub();
  await hub.run(desk);

  expect(() => hub.clock.advance({ minutes: 20 })).toThrow("A program has the machine's clock");
});

test("a person whose session has ended meanwhile signs in again", async () => {
  await using hub = await startHub();
  await hub.serve(() => ({ fetch: () => Response.json({ filed: true }) }));

  const before = await hub.act("ada", "POST", "/tickets", {});
  hub.clock.advance({ hours: 13 });
  const after = await hub.act("ada", "POST", "/tickets", {});

  expect([before.status, after.status]).toEqual([200, 200]);
});

test("what can't work says what to do instead", async () => {
  await using hub = await startHub();

  await expect(hub.connect("ada")).rejects.toThrow("call hub.serve() or hub.run() before hub.connect()");
  await hub.serve(() => ({ fetch: () => new Response() }));
  await expect(hub.serve(() => ({ fetch: () => new Response() }))).rejects.toThrow("has its integration already");
  await expect(hub.run(desk)).rejects.toThrow("has its integration already");
  await expect(hub.connect("ada", { account: "nobody" })).rejects.toThrow("There are john.doe");
});

test("a link that leads nowhere ends the connect and not the test", async () => {
  await using hub = await startHub({ kind: "plain" });
  const data = { authorization_url: "http://127.0.0.1:1/authorize" };
  await hub.serve(() => ({ fetch: () => Response.json({ code: "OK", message: "OK", data }) }));

  const { account, ended_at, status } = await hub.connect("ada");

  expect([account, ended_at, status]).toEqual([undefined, "http://127.0.0.1:1/authorize", 0]);
});

test("a test ends also when its integration hangs", async () => {
  const hub = await startHub();
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const forever = new Promise<Response>(() => undefined);
  await hub.serve(() => ({
    fetch: () => {
      resolve();
      return forever;
    },
  }));
  const asked = hub.act("ada", "POST", "/tickets", {}).catch(() => undefined);
  await reached;

  await hub[Symbol.asyncDispose]();

  await asked;
});

test("a program that can't be started is named", async () => {
  await using hub = await startHub();

  const starting = hub.run({ command: "no-such-program" });

  await expect(starting).rejects.toThrow('"no-such-program" could not be started');
});

test("when a test is over nothing listens any more", async () => {
  const hub = await startHub();
  await hub.run(desk);
  const view = await hub.workshop.describe();

  await hub[Symbol.asyncDispose]();

  const addresses = [view.hub, view.service, view.integration.address, view.integration.upstream];
  const reached = await Promise.allSettled(addresses.map((address) => fetch(address)));
  expect(reached.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected", "rejected"]);
});

test("it serves node:test as well", async () => {
  const child = spawn(process.execPath, ["--test", join(import.meta.dirname, "node-test.fixture.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
  });
  const said: string[] = [];
  child.stdout?.on("data", (data) => said.push(String(data)));

  const [code] = await once(child, "close");

  expect(said.join("")).toMatch(/pass 1\b/);
  expect(code).toBe(0);
});

const fileTicket = (issuer: string) =>
  action("POST", "/tickets", z.object({ title: z.string() }), async ({ input, fetch }) => {
    const reply = await fetch(`${issuer}/api/tickets`, { method: "POST", body: JSON.stringify(input) });
    return { status: reply.status };
  });
