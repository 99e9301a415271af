import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createHub } from "../../hub.ts";
import { openTestDatabase } from "../../testing/database.ts";
import { ensureOrganisation } from "../ensure-organisation.ts";
import { listPeople } from "../people.ts";
import type { SignInSettings } from "../sign-in/settings.ts";
import { prepareFirstUse } from "./prepare-first-use.ts";

const SIGN_IN: SignInSettings = {
  issuer: new URL("https://login.engines.example"),
  clientId: "joinery",
  clientSecret: "hidden",
  name: "Engines",
  roleClaim: undefined,
  administratorValues: [],
  auditorValues: [],
  administrators: [],
  auditors: [],
  addsPeople: true,
};

/** The first start of a hub, on an empty database, and every later one. */
async function startEmpty(publicUrl: string, signIn: SignInSettings | undefined) {
  const database = await openTestDatabase();
  const { db } = database;
  const organisationId = await ensureOrganisation(db, "Analytical Engines", new Date());
  const start = (url: string) =>
    createHub({
      db,
      masterKey,
      publicUrl: new URL(url),
      organisationId,
      signIn,
      work: false,
      clock: () => new Date(),
      log: () => undefined,
    });
  const masterKey = new Uint8Array(randomBytes(32));
  const hub = await start(publicUrl);
  return {
    db,
    prepare: () => prepareFirstUse(hub.context, organisationId, signIn),
    /** The same database, once it belongs to an organisation. */
    async prepareInPublic() {
      const later = await start("https://hub.engines.example");
      const code = await prepareFirstUse(later.context, organisationId, SIGN_IN);
      await later.close();
      return code;
    },
    /** So that what is asked at the same moment really meets. */
    openConnections: () => Promise.all(Array.from({ length: 5 }, () => sql`select pg_sleep(0.05)`.execute(db))),
    people: async () => (await listPeople(db, organisationId)).map(({ display_name, role }) => [display_name, role]),
    async [Symbol.asyncDispose]() {
      await hub.close();
      await database[Symbol.asyncDispose]();
    },
  };
}

test("a hub for trying has somebody to be, once, also when several processes start together", async () => {
  await using first = await startEmpty("http://127.0.0.1:4000", undefined);
  await first.openConnections();
  expect(await Promise.all([first.prepare(), first.prepare(), first.prepare()])).toEqual(Array(3).fill(undefined));
  expect(await first.people()).toEqual([
    ["Administrator", "administrator"],
    ["Member", "member"],
  ]);
});

test("who was there to try a hub with is no administrator once an identity provider decides", async () => {
  await using first = await startEmpty("http://127.0.0.1:4000", undefined);
  await first.prepare();
  expect(await first.prepareInPublic()).toMatch(/^[0-9A-Z-]{23}$/);
});

test("a hub with an identity provider adds nobody and prints a code", async () => {
  await using first = await startEmpty("https://hub.engines.example", SIGN_IN);
  expect(await first.prepare()).toMatch(/^[0-9A-Z-]{23}$/);
  expect(await first.people()).toEqual([]);
});

test.each<[string, Partial<SignInSettings>]>([
  ["an address", { administrators: ["ada@engines.example"] }],
  ["a value of a claim", { roleClaim: "groups", administratorValues: ["admins"] }],
])(
  "settings that name administrators by %s need no code: whoever entered one would lose the role again",
  async (_by, more) => {
    await using first = await startEmpty("https://hub.engines.example", { ...SIGN_IN, ...more });
    expect(await first.prepare()).toBeUndefined();
  },
);
