import type { MeView } from "@joinery/contract/pages";
import { expect, test } from "vitest";
import { openConnections } from "../../testing/look-inside.ts";
import { dataOf, startHub, type TestHub } from "../../testing/start-hub.ts";
import { openSetup } from "./open-setup.ts";

async function codeOf(reply: Response): Promise<string> {
  return ((await reply.json()) as { code: string }).code;
}

/** A hub that nobody administers. */
async function startUnadministered(): Promise<TestHub> {
  const hub = await startHub();
  await hub.hub.context.db.updateTable("users").set({ role: "member" }).execute();
  return hub;
}

const open = (hub: TestHub) => openSetup(hub.hub.context, hub.organisationId);
const enter = (hub: TestHub, person: "ada" | "bob", code = "") => hub.as(person).post("/api/setup", { code });

test("whoever is signed in and has the printed code becomes the first administrator, once", async () => {
  await using hub = await startUnadministered();
  expect((await dataOf<MeView>(await hub.as("bob").get("/api/me"))).setup_open).toBe(false);
  const code = await open(hub);
  expect(code).toMatch(/^([0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
  expect((await dataOf<MeView>(await hub.as("bob").get("/api/me"))).setup_open).toBe(true);

  expect((await enter(hub, "bob", code?.toLowerCase().replaceAll("-", " "))).status).toBe(200);

  const me = await dataOf<MeView>(await hub.as("bob").get("/api/me"));
  expect([me.person.role, me.setup_open]).toEqual(["administrator", false]);
  expect(await codeOf(await enter(hub, "ada", code))).toBe("SETUP_CODE_WRONG");
  expect((await dataOf<MeView>(await hub.as("ada").get("/api/me"))).setup_open).toBe(false);
});

test("five wrong tries end a code; a new start makes a new one, and the old one stays dead", async () => {
  await using hub = await startUnadministered();
  const code = await open(hub);
  const tries = Array.from({ length: 5 }, () => enter(hub, "bob", "00000-00000-00000-00000"));
  for (const reply of await Promise.all(tries)) expect(await codeOf(reply)).toBe("SETUP_CODE_WRONG");

  expect(await codeOf(await enter(hub, "bob", code))).toBe("SETUP_CODE_WRONG");
  expect((await dataOf<MeView>(await hub.as("bob").get("/api/me"))).setup_open).toBe(false);

  const next = await open(hub);
  expect(await codeOf(await enter(hub, "bob", code))).toBe("SETUP_CODE_WRONG");
  expect((await enter(hub, "bob", next)).status).toBe(200);
});

test("all processes print one code, those that start together as well as one that starts later", async () => {
  await using hub = await startUnadministered();
  await openConnections(hub);
  const { context } = hub.hub;
  const clocks = [0, 1, 2, 3].map((second) => () => new Date(Date.now() + second * 1000));
  const codes = await Promise.all(clocks.map((clock) => openSetup({ ...context, clock }, hub.organisationId)));
  expect(new Set(codes).size).toBe(1);
  await enter(hub, "bob", "00000-00000-00000-00000");
  hub.advance(60);
  expect(await open(hub)).toBe(codes[0]);
  // A start does not give back what was mistyped.
  for (let tries = 2; tries <= 5; tries++) await enter(hub, "bob", "00000-00000-00000-00000");
  expect(await open(hub)).not.toBe(codes[0]);
});

test("a hub that somebody administers makes no code, and an old one opens nothing", async () => {
  await using hub = await startUnadministered();
  const code = await open(hub);
  await hub.hub.context.db
    .updateTable("users")
    .set({ role: "administrator" })
    .where("user_id", "=", hub.users.ada)
    .execute();
  expect(await open(hub)).toBeUndefined();
  expect(await codeOf(await enter(hub, "bob", code))).toBe("SETUP_CODE_WRONG");
});

test("of two people who enter the code at the same moment one administers", async () => {
  await using hub = await startUnadministered();
  const code = await open(hub);
  const replies = await Promise.all([enter(hub, "ada", code), enter(hub, "bob", code)]);
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 403]);
});

test("the code is neither stored as it is nor written to the log", async () => {
  await using hub = await startUnadministered();
  const code = (await open(hub)) ?? "";
  await enter(hub, "bob", code);
  const { db } = hub.hub.context;
  const stored = [
    await db.selectFrom("setup_codes").selectAll().execute(),
    await db.selectFrom("audit_events").selectAll().execute(),
  ];
  expect(JSON.stringify([stored, hub.logged])).not.toContain(code);
});
