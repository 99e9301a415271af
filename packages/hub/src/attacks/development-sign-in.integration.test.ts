import { randomBytes } from "node:crypto";
import type { SignInView } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { addOrganisation, addPerson } from "../directory/add-people.ts";
import { createHub, type Hub } from "../hub.ts";
import { openTestDatabase } from "../testing/database.ts";

/** A hub at an address, with one administrator, and no identity provider. */
async function startAt(publicUrl: string) {
  const database = await openTestDatabase();
  const organisationId = await addOrganisation(database.db, "Analytical Engines", new Date());
  const ada = {
    firstName: "Ada",
    secondName: "Lovelace",
    email: "ada@engines.example",
    role: "administrator",
  } as const;
  const userId = await addPerson(database.db, organisationId, ada, new Date());
  const hub = await createHub({
    db: database.db,
    masterKey: new Uint8Array(randomBytes(32)),
    publicUrl: new URL(publicUrl),
    organisationId,
    work: false,
    clock: () => new Date(),
    log: () => undefined,
  });
  return {
    hub,
    userId,
    async [Symbol.asyncDispose]() {
      await hub.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

function choose(hub: Hub, userId: string, headers: Record<string, string>): Promise<Response> {
  const { publicUrl } = hub.context;
  const usual = { host: publicUrl.host, origin: publicUrl.origin, "content-type": "application/json" };
  const body = JSON.stringify({ user_id: userId });
  const request = new Request(new URL("/api/sign-in/development", publicUrl), {
    method: "POST",
    headers: { ...usual, ...headers },
    body,
  });
  return Promise.resolve(hub.app.fetch(request));
}

/** Everything by which a request might pass itself off as one of this machine. */
const DISGUISES: [string, Record<string, string>][] = [
  ["as it is", {}],
  ["with a loopback Host", { host: "127.0.0.1" }],
  ["with localhost as its Host", { host: "localhost" }],
  ["with a loopback Origin", { origin: "http://127.0.0.1:4000" }],
  ["with both", { host: "127.0.0.1:4000", origin: "http://127.0.0.1:4000" }],
  ["forwarded for loopback", { "x-forwarded-for": "127.0.0.1", "x-real-ip": "::1" }],
  ["forwarded for a loopback host", { "x-forwarded-host": "127.0.0.1:4000", "x-forwarded-proto": "http" }],
  ["forwarded by the standard's header", { forwarded: 'for=127.0.0.1;host="localhost";proto=http' }],
  ["with another method named", { "x-http-method-override": "GET" }],
];

const PUBLIC_URLS = [
  "https://hub.engines.example",
  "http://hub.engines.example",
  "https://127.0.0.1.engines.example",
  "https://localhost.engines.example",
  "http://10.0.0.5:4000",
  "http://[::ffff:10.0.0.5]:4000",
];
test.each(PUBLIC_URLS)(
  "the development sign-in can't be reached at %s, whatever a request says about itself",
  async (publicUrl) => {
    await using there = await startAt(publicUrl);
    expect(there.hub.context.development).toBe(false);
    for (const [disguise, headers] of DISGUISES) {
      const reply = await choose(there.hub, there.userId, headers);
      expect([disguise, reply.headers.get("set-cookie")]).toEqual([disguise, null]);
      expect([403, 404, 421]).toContain(reply.status);
    }
    const { host } = there.hub.context.publicUrl;
    const shown = await there.hub.app.fetch(new Request(new URL("/api/sign-in", publicUrl), { headers: { host } }));
    const { data } = (await shown.json()) as { data: SignInView };
    expect(data.development).toBeNull();
  },
);

test("the development sign-in on loopback answers no other host name: a page that rebinds its name reaches nothing", async () => {
  await using there = await startAt("http://127.0.0.1:4000");
  for (const host of ["hub.engines.example", "127.0.0.1:4001", "127.0.0.1.evil.example:4000", "0.0.0.0:4000"]) {
    const reply = await choose(there.hub, there.userId, { host });
    expect([host, reply.status, reply.headers.get("set-cookie")]).toEqual([host, 421, null]);
  }
  expect((await choose(there.hub, there.userId, { origin: "https://evil.example" })).status).toBe(403);
  expect((await choose(there.hub, there.userId, {})).status).toBe(200);
});

test.each([
  { "x-forwarded-for": "203.0.113.7" },
  { "x-forwarded-host": "trial.tunnel.example", "x-forwarded-proto": "https" },
  { forwarded: "for=203.0.113.7" },
  { via: "1.1 tunnel" },
  { "x-real-ip": "203.0.113.7" },
])("a tunnel that leads to a hub for trying, under its loopback name, lets nobody be anybody: %j", async (headers) => {
  await using there = await startAt("http://127.0.0.1:4000");
  const reply = await choose(there.hub, there.userId, headers);
  expect([reply.status, reply.headers.get("set-cookie")]).toEqual([404, null]);
  const request = new Request("http://127.0.0.1:4000/api/sign-in", { headers: { host: "127.0.0.1:4000", ...headers } });
  const { data } = (await (await there.hub.app.fetch(request)).json()) as { data: SignInView };
  expect(data.development).toBeNull();
});
