import { inspect } from "node:util";
import { Problem } from "@joinery/contract";
import { expect, test } from "vitest";
import { z } from "zod";
import { type ActionContext, action } from "../actions/action.ts";
import type { Fetch } from "../http/bounded-fetch.ts";
import { createIntegration } from "../integration.ts";
import { ISSUER } from "../testing/fake-service.ts";
import { accessOnly, EVERYWHERE, PLACES, pair } from "../testing/places.ts";
import { ADA } from "../testing/world.ts";
import { connectAccount } from "./connected-account.ts";

const TICKETS = `${ISSUER}/api/tickets`;
const REFUSED = { code: "NEEDS_RECONNECT" };
const unauthorized = (challenge?: string) =>
  new Response("no", { status: 401, headers: challenge === undefined ? {} : { "www-authenticate": challenge } });
const INVALID = 'Bearer realm="api", error="invalid_token"';

test.each(EVERYWHERE)("%s: what prints an account shows none of its tokens", async (_name, start) => {
  const world = await start();
  world.add(ADA, { ...pair(world.service.issue()), external_account_id: "john.doe" });

  const account = await world.integration.account({ userId: ADA });
  const token = await account.accessToken();

  const printed = [
    JSON.stringify(account),
    inspect(account, { depth: 9, showHidden: true }),
    `${token}`,
    inspect(token),
  ];
  expect(printed.join()).not.toContain("canary");
  expect(JSON.parse(JSON.stringify(account))).toMatchObject({ userId: ADA, externalAccountId: "john.doe" });
  expect(token.reveal()).toContain("canary");
});

test.each(EVERYWHERE)("%s: a refused token is renewed once, and the request sent once more", async (_name, start) => {
  const world = await start();
  const tokens = world.service.issue();
  const id = world.add(ADA, pair(tokens));
  world.service.live.delete(tokens.access_token);

  const account = await world.integration.account({ userId: ADA });
  const answer = await account.fetch(TICKETS, { method: "POST", body: "{}" });

  expect([answer.status, world.service.ledger.apiCalls]).toEqual([201, 2]);
  expect(world.stored(id)).not.toMatchObject({ access_token: tokens.access_token });
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
});

test.each(EVERYWHERE)(
  "%s: a fresh token that is refused too may lack rights: the answer is passed on",
  async (_n, start) => {
    const world = await start();
    const id = world.add(ADA, pair(world.service.issue()));
    world.service.faults.set("/api/tickets", () => {
      world.service.faults.set("/api/tickets", () => unauthorized(INVALID));
      return unauthorized(INVALID);
    });

    const answer = await (await world.integration.account({ userId: ADA })).fetch(TICKETS);

    expect([answer.status, await answer.text()]).toEqual([401, "no"]);
    expect(world.service.ledger.tokenRequests).toHaveLength(1);
    expect(world.stored(id)).not.toMatchObject({ requires_reauthentication: true });
  },
);

test.each(EVERYWHERE)(
  "%s: a token that the service calls invalid, with none to follow it, must be connected again",
  async (_name, start) => {
    const world = await start();
    const id = world.add(ADA, accessOnly(world.service.issue()));
    world.service.faults.set("/api/tickets", () => unauthorized(INVALID));
    const account = await world.integration.account({ userId: ADA });

    await expect(account.fetch(TICKETS)).rejects.toMatchObject(REFUSED);
    await expect(world.integration.account({ userId: ADA })).rejects.toMatchObject(REFUSED);

    expect(world.stored(id)).toMatchObject({ requires_reauthentication: true });
  },
);

test.each([
  ["a 401 without a reason", () => unauthorized(), 401],
  ["a 401 about rights", () => unauthorized('Bearer error="insufficient_scope"'), 401],
  ["a 403", () => new Response("no", { status: 403, headers: { "www-authenticate": INVALID } }), 403],
  ["a 500", () => new Response("no", { status: 500, headers: { "www-authenticate": INVALID } }), 500],
] as const)("%s never asks to connect again, also where no token can follow", async (_name, fault, status) => {
  for (const [, start] of EVERYWHERE) {
    const world = await start();
    const id = world.add(ADA, accessOnly(world.service.issue()));
    world.service.faults.set("/api/tickets", fault);

    const answer = await (await world.integration.account({ userId: ADA })).fetch(TICKETS);

    expect(answer.status).toBe(status);
    expect(world.stored(id)).not.toMatchObject({ requires_reauthentication: true });
  }
});

test.each([403, 429, 500, 503])("only after a 401 a request is sent again: not after %i", async (status) => {
  const world = await PLACES.hub();
  world.add(ADA, pair(world.service.issue()));
  world.service.faults.set("/api/tickets", () => new Response("no", { status }));

  const answer = await (await world.integration.account({ userId: ADA })).fetch(TICKETS, {
    method: "POST",
    body: "{}",
  });

  expect([answer.status, world.service.ledger.apiCalls]).toEqual([status, 0]);
  expect(world.service.ledger.tokenRequests).toEqual([]);
});

test("a service that hangs never asks to connect again", async () => {
  for (const [, start] of EVERYWHERE) {
    const world = await start();
    const id = world.add(ADA, accessOnly(world.service.issue()));
    const account = await world.integration.account({ userId: ADA });
    world.service.faults.set("/api/tickets", () => {
      throw new DOMException("too slow", "TimeoutError");
    });

    await expect(account.fetch(TICKETS)).rejects.toMatchObject({ code: "EXTERNAL_SERVICE_FAILED" });
    expect(world.stored(id)).not.toMatchObject({ requires_reauthentication: true });
  }
});

test.each([
  ["lives", 600],
  ["ends soon", 1],
])(
  "a token that was invalid, and that somebody has replaced by one that %s, is no reason to connect again",
  async (_name, seconds) => {
    const world = await PLACES.hub();
    const expiry = new Date(world.clock.now().getTime() + seconds * 1_000).toISOString();
    const [old, renewed] = [world.service.issue(), world.service.issue()];
    const id = world.add(ADA, accessOnly(old));
    const account = await world.integration.account({ userId: ADA });
    world.service.faults.set("/api/tickets", () => {
      const stored = world.hub.accounts.get(id);
      if (stored)
        world.hub.accounts.set(id, {
          ...stored,
          ...accessOnly(renewed),
          expiry,
          version: 2,
          updated_at: new Date(0).toISOString(),
        });
      return unauthorized(INVALID);
    });

    const answer = await account.fetch(TICKETS);

    expect(answer.status).toBe(201);
    expect(world.stored(id)).toMatchObject({ requires_reauthentication: false });
  },
);

test("a token that is replaced between the refusal and the last look is no reason to connect again", async () => {
  const world = await PLACES.hub();
  const [old, renewed] = [world.service.issue(), world.service.issue()];
  const id = world.add(ADA, accessOnly(old));
  const account = await world.integration.account({ userId: ADA });
  world.service.faults.set("/api/tickets", () => unauthorized(INVALID));
  const late = () => {
    const stored = world.hub.accounts.get(id);
    if (stored) world.hub.accounts.set(id, { ...stored, ...accessOnly(renewed) });
  };
  world.hub.faults.push({ method: "POST", ends: "/lease", code: "late", late });

  const answer = await account.fetch(TICKETS);

  expect(answer.status).toBe(201);
  expect(world.stored(id)).toMatchObject({ requires_reauthentication: false });
});

test.each([
  ["still accepts", async () => true, false],
  ["does not accept any more", async () => false, true],
  ["can't check now", () => Promise.reject(new Error("away")), false],
] as [string, () => Promise<boolean>, boolean][])(
  "of credentials that were refused, the service is asked: those it %s",
  async (_name, check, isOver) => {
    const world = await PLACES.hub();
    const linked = world.hub.addAccount(ADA, {
      ...accessOnly(world.service.issue()),
      additional_info: "tenant.example",
    });
    const seen: unknown[] = [];
    const asked: unknown[] = [];
    const account = connectAccount(
      linked,
      { log: () => {} },
      {
        service: {
          siteOf: (info) => info,
          originsOf: (site) => [`https://${site}`],
          authorize: (headers, token) => headers.set("x-api-key", token),
          isAccepted: (token, site) => {
            asked.push([token, site]);
            return check();
          },
        },
        clock: world.clock,
        fetch: async (request) => Response.json((request as Request).headers.has("x-api-key"), { status: 401 }),
        tokens: {
          usable: async (used, _log, rejected) => {
            seen.push(rejected?.isOver);
            return { account: used, accessToken: used.access_token ?? "" };
          },
          settle: async () => {},
          newestOf: (used) => used,
          undisturbed: (_ref, _log, work) => work(),
        },
      },
    );

    const answer = await account.fetch("https://tenant.example/me");

    expect(await answer.json()).toBe(true);
    expect(seen).toEqual([undefined, isOver]);
    expect(asked).toEqual([[linked.access_token, "tenant.example"]]);
  },
);

test("the token goes nowhere else: not to another origin, and not after a redirect", async () => {
  const world = await PLACES.hub();
  const visited: string[] = [];
  // As a real fetch would: it visits every address, and follows a redirect unless it is told not to.
  const network: Fetch = async (input, init) => {
    const request = new Request(input, init);
    visited.push(new URL(request.url).origin);
    const answer = request.url.startsWith(ISSUER)
      ? await world.service.handle(request)
      : await world.hub.handle(request);
    const location = answer.headers.get("location");
    return location === null || request.redirect !== "follow"
      ? answer
      : network(location, { headers: request.headers });
  };
  const integration = createIntegration({ ...world.options, fetch: network });
  world.add(ADA, pair(world.service.issue()));
  world.service.faults.set("/api/tickets", () => Response.redirect("https://evil.example/collect", 302));
  const account = await integration.account({ userId: ADA });

  const redirected = await account.fetch(TICKETS, { redirect: "follow" });
  await expect(account.fetch("https://evil.example/collect")).rejects.toThrow(TypeError);
  await expect(account.fetch("https://login.acme.example@evil.example/")).rejects.toThrow(TypeError);

  expect(redirected.status).toBe(302);
  expect(visited).toContain(ISSUER);
  expect(visited).not.toContain("https://evil.example");
});

test("each of several accounts acts with its own token, asked for when it is used, and a dead one stops only itself", async () => {
  const seen: unknown[] = [];
  const everywhere = action("POST", "/everywhere", z.object({}), async ({ account, accounts }) => {
    for (const each of accounts) {
      const end = await each.fetch(TICKETS).then(
        ({ status }) => status,
        (error: unknown) => (error instanceof Problem ? error.code : "OTHER"),
      );
      seen.push([each.externalAccountId, each.needsReconnect, end]);
    }
    return account.externalAccountId;
  });
  const world = await PLACES.hub({ actions: [everywhere] });
  const [first, dead, newest] = [world.service.issue(), world.service.issue(), world.service.issue()];
  const due = new Date(world.clock.now().getTime() + 1_000).toISOString();
  world.add(ADA, { ...pair(first), external_account_id: "first", expiry: due });
  world.add(ADA, { ...pair(dead), external_account_id: "dead", requires_reauthentication: true });
  world.clock.advance(1);
  world.add(ADA, { ...pair(newest), external_account_id: "newest" });

  const answer = await world.call({ method: "POST", path: "/everywhere", user: ADA });

  expect(await answer.json()).toBe("newest");
  expect(seen).toEqual([
    ["first", false, 201],
    ["dead", true, "NEEDS_RECONNECT"],
    ["newest", false, 201],
  ]);
  expect(world.service.ledger.tickets.at(-1)).toBe(`Bearer ${newest.access_token}`);
  expect(world.service.ledger.tokenRequests.map((sent) => sent.get("refresh_token"))).toEqual([first.refresh_token]);
});

test("a handler gets what the page of the SDK says, and nothing more", async () => {
  const met: ActionContext[] = [];
  const look = action("POST", "/look", z.object({}), (context) => void met.push(context));
  const world = await PLACES.hub({ actions: [look] });
  world.add(ADA, pair(world.service.issue()));

  await world.call({ method: "POST", path: "/look", user: ADA });

  const [context] = met;
  const names = ["account", "accounts", "blink", "fetch", "input", "log", "requestId", "user"];
  expect(Object.keys(context ?? {}).sort()).toEqual(names);
  expect(context?.accounts).toEqual([context?.account]);
  expect(context?.fetch).toBe(context?.account.fetch);
  expect(context?.blink).toBe(world.integration.blink);
});

test("tokens that arrive while a handler runs are blacked out of its log too", async () => {
  const careless = action("POST", "/careless", z.object({}), async ({ accounts, log }) => {
    for (const each of accounts) log("info", "careless", { token: (await each.accessToken()).reveal() });
  });
  const world = await PLACES.hub({ actions: [careless] });
  const expiry = new Date(world.clock.now().getTime() + 1_000).toISOString();
  world.add(ADA, { ...pair(world.service.issue()), expiry });
  world.clock.advance(1);
  world.add(ADA, pair(world.service.issue()));

  await world.call({ method: "POST", path: "/careless", user: ADA });

  expect(world.service.ledger.tokenRequests).toHaveLength(1);
  expect(world.log.filter(({ event }) => event === "careless").map(({ fields }) => fields.token)).toEqual([
    "[secret]",
    "[secret]",
  ]);
});

test("work that outlives a token goes on with the next one", async () => {
  const world = await PLACES.hub();
  const expiry = new Date(world.clock.now().getTime() + 600_000).toISOString();
  world.add(ADA, { ...pair(world.service.issue()), expiry });
  const account = await world.integration.account({ userId: ADA });

  await account.fetch(TICKETS);
  world.clock.advance(560);
  await account.fetch(TICKETS);
  await account.fetch(TICKETS);

  const [before, ...after] = world.service.ledger.tickets;
  expect(after[0]).not.toBe(before);
  expect(after[1]).toBe(after[0]);
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
});

test("a due token that can't be renewed serves while it lives, without a token request for every request", async () => {
  const world = await PLACES.hub();
  const expiry = new Date(world.clock.now().getTime() + 600_000).toISOString();
  world.add(ADA, { ...pair(world.service.issue()), expiry });
  world.clock.advance(560);
  const down = () => new Response("sorry", { status: 503 });
  world.service.faults.set("/token", down);
  const account = await world.integration.account({ userId: ADA });

  world.service.faults.set("/token", down);
  await account.fetch(TICKETS);
  await account.fetch(TICKETS);
  expect(world.service.ledger.tokenRequests).toHaveLength(1);
  world.clock.advance(11);
  await account.fetch(TICKETS);
  expect(world.service.ledger.tokenRequests).toHaveLength(2);
  world.clock.advance(30);
  expect((await account.fetch(TICKETS)).status).toBe(201);
});
