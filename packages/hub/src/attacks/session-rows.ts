import type { SessionsView } from "@joinery/contract/pages";
import { insertSession } from "../directory/sessions.ts";
import { openSetup } from "../directory/setup/open-setup.ts";
import { dataOf } from "../testing/start-hub.ts";
import type { Row, Stranger } from "./row.ts";
import type { World } from "./world.ts";

const NOBODY: Stranger[] = [
  { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
  { as: "desk", expect: "401 SIGN_IN_REQUIRED" },
];
/** A change is refused to what is no page of the hub's before anybody asks who it is. */
const NO_PAGE: Stranger[] = [
  { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
  { as: "desk", expect: "403 CROSS_ORIGIN" },
];
const NOT_ADMINISTRATORS: Stranger[] = [
  ...NOBODY,
  { as: "bob", expect: "403 ADMINISTRATOR_REQUIRED" },
  { as: "twin bob", expect: "403 ADMINISTRATOR_REQUIRED" },
];

/** Signs Bob in once more; answers how pages name that session. */
async function moreOfBob({ home, fresh }: World): Promise<string> {
  const tab = fresh("tab");
  const view = await dataOf<SessionsView>(await home.as("bob", tab).get("/api/sessions"));
  return view.sessions.find(({ current }) => current)?.session_id ?? "";
}

/** Signs somebody in who is nobody's caller. */
async function sessionOfLeaver({ home, leftUserId, fresh }: World): Promise<void> {
  const { db, clock } = home.hub.context;
  await insertSession(db, { organisationId: home.organisationId, userId: leftUserId }, fresh("digest"), clock());
}

/** Leaves the organisation with one administrator, or with none. */
async function setAdministrator({ home }: World, userId: string | undefined): Promise<void> {
  const { db } = home.hub.context;
  const people = db.updateTable("users").where("organisation_id", "=", home.organisationId);
  await people.set({ role: "member" }).execute();
  if (userId !== undefined) await people.set({ role: "administrator" }).where("user_id", "=", userId).execute();
}

/** Leaves the twin a code that nobody knows. */
async function leaveCodeOfTwin({ home, twin }: World, usedAt: Date | null): Promise<void> {
  const { db, clock } = home.hub.context;
  await db
    .insertInto("setup_codes")
    .values({ organisation_id: twin.organisationId, code_digest: "unknown", created_at: clock(), used_at: usedAt })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** As long as the tries of one run take, when they may be made one each second. */
const SETUP_SECONDS = 20;

const pathOf = (userId: string) => `/api/admin/people/${userId}/sessions`;

/** Sessions, seen and ended; roles; the first administrator. */
export const SESSION_ROWS: Row[] = [
  {
    route: "GET /api/sessions",
    owner: "bob",
    arrange: async (world) => ({ method: "GET", path: "/api/sessions", shows: [await moreOfBob(world)] }),
    strangers: [
      ...NOBODY,
      { as: "eve", expect: "own" },
      { as: "ada", expect: "own" },
      { as: "twin bob", expect: "own" },
    ],
  },
  {
    route: "DELETE /api/sessions",
    owner: "bob",
    arrange: async (world) => {
      await moreOfBob(world);
      return { method: "DELETE", path: "/api/sessions" };
    },
    strangers: [
      ...NO_PAGE,
      { as: "eve", about: "with nobody's but her own", expect: "own" },
      { as: "twin bob", expect: "own" },
    ],
    ownPage: true,
  },
  {
    route: "DELETE /api/sessions/:sessionId",
    owner: "bob",
    arrange: async (world) => ({ method: "DELETE", path: `/api/sessions/${await moreOfBob(world)}` }),
    strangers: [
      ...NO_PAGE,
      { as: "eve", expect: "404 SESSION_NOT_FOUND" },
      { as: "ada", about: "an administrator is nobody's owner", expect: "404 SESSION_NOT_FOUND" },
      { as: "twin bob", expect: "404 SESSION_NOT_FOUND" },
    ],
    ownPage: true,
  },
  {
    route: "GET /api/admin/people/:userId/sessions",
    owner: "ada",
    arrange: async (world) => ({
      method: "GET",
      path: pathOf(world.home.users.bob),
      shows: [await moreOfBob(world)],
    }),
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "own" }],
  },
  {
    route: "DELETE /api/admin/people/:userId/sessions",
    owner: "ada",
    arrange: async (world) => {
      await sessionOfLeaver(world);
      return { method: "DELETE", path: pathOf(world.leftUserId) };
    },
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "own" }],
    ownPage: true,
  },
  {
    route: "DELETE /api/admin/people/:userId/sessions/:sessionId",
    owner: "ada",
    arrange: async (world) => ({
      method: "DELETE",
      path: `${pathOf(world.home.users.bob)}/${await moreOfBob(world)}`,
    }),
    strangers: [
      ...NOT_ADMINISTRATORS,
      { as: "twin ada", expect: "404 SESSION_NOT_FOUND" },
      {
        as: "ada",
        about: "under another person's name",
        bend: (attempt, { home }) => ({ ...attempt, path: attempt.path.replace(home.users.bob, home.users.eve) }),
        expect: "404 SESSION_NOT_FOUND",
      },
    ],
    ownPage: true,
  },
  {
    route: "PATCH /api/admin/people/:userId",
    owner: "ada",
    arrange: async (world) => {
      const { home } = world;
      await setAdministrator(world, home.users.ada);
      return { method: "PATCH", path: `/api/admin/people/${home.users.eve}`, body: { role: "auditor" } };
    },
    strangers: [
      ...NOT_ADMINISTRATORS,
      { as: "twin ada", expect: "own" },
      {
        as: "ada",
        about: "who is the last administrator here, and not at the twin",
        bend: (attempt, { home }) => ({ ...attempt, path: `/api/admin/people/${home.users.ada}` }),
        expect: "409 LAST_ADMINISTRATOR",
      },
    ],
    tidy: (world) => setAdministrator(world, world.home.users.ada),
    ownPage: true,
  },
  {
    route: "GET /api/me",
    about: "while nobody administers the organisation",
    owner: "bob",
    arrange: async (world) => {
      await setAdministrator(world, undefined);
      await leaveCodeOfTwin(world, world.home.hub.context.clock());
      await openSetup(world.home.hub.context, world.home.organisationId);
      return { method: "GET", path: "/api/me", shows: ['"setup_open":true'] };
    },
    tidy: (world) => setAdministrator(world, world.home.users.ada),
    strangers: [...NOBODY, { as: "twin bob", expect: "own" }],
  },
  {
    route: "POST /api/setup",
    owner: "bob",
    arrange: async (world) => {
      // How often somebody may try is another test's.
      world.home.advance(SETUP_SECONDS);
      await setAdministrator(world, undefined);
      await leaveCodeOfTwin(world, null);
      const code = await openSetup(world.home.hub.context, world.home.organisationId);
      return { method: "POST", path: "/api/setup", body: { code } };
    },
    tidy: (world) => setAdministrator(world, world.home.users.ada),
    strangers: [...NO_PAGE, { as: "twin bob", expect: "403 SETUP_CODE_WRONG" }],
    ownPage: true,
    leavesTwin: true,
  },
];
