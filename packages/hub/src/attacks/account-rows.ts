import type { TestIntegration } from "../testing/start-hub.ts";
import type { Attempt, Row, Stranger } from "./row.ts";
import type { World } from "./world.ts";

const ACCOUNTS = "/v2/user/:userId/linked-accounts";
const ACCOUNT = `${ACCOUNTS}/:accountId`;

const NO_TOKEN: Stranger[] = [
  { as: "nobody", expect: "401 UNAUTHENTICATED" },
  { as: "unknown token", expect: "401 UNAUTHENTICATED" },
  { as: "bob", about: "a session is no token", expect: "401 UNAUTHENTICATED" },
];
const ofEve = (attempt: Attempt, { home }: World) => ({
  ...attempt,
  path: attempt.path.replace(home.users.bob, home.users.eve),
});
const ofLeaver = (attempt: Attempt, { home, leftUserId }: World) => ({
  ...attempt,
  path: attempt.path.replace(home.users.bob, leftUserId),
});
const withAuthIdOf =
  (integrationOf: (world: World) => TestIntegration) =>
  (attempt: Attempt, world: World): Attempt => ({
    ...attempt,
    body: { ...(attempt.body as object), auth_id: integrationOf(world).auth_id },
  });
const NO_ACCOUNT: Stranger[] = [
  ...NO_TOKEN,
  { as: "desk", about: "in the name of another user", bend: ofEve, expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
  { as: "other", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
  { as: "twin desk", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
];

function accountsOf({ home }: World): string {
  return `/v2/user/${home.users.bob}/linked-accounts`;
}
function saveOf(world: World, { auth_id }: TestIntegration, label: string): Attempt {
  const body = { auth_id, external_account_id: label, access_token: "at-1" };
  return { method: "POST", path: accountsOf(world), body };
}
function strangersOfSave(newcomer: Stranger["expect"], otherUser = newcomer): Stranger[] {
  const own = withAuthIdOf(({ other }) => other);
  return [
    ...NO_TOKEN,
    { as: "other", about: "with the Auth ID of the owner", expect: "404 AUTH_ID_NOT_FOUND" },
    { as: "other", about: "with its own Auth ID", bend: own, expect: newcomer },
    { as: "desk", about: "in the name of another user", bend: ofEve, expect: otherUser },
    { as: "twin desk", expect: newcomer },
  ];
}

/** The Linked Accounts API and the users it names. */
export const ACCOUNT_ROWS: Row[] = [
  ...["", "?userId=", "?employeeId="].map(
    (query): Row => ({
      route: "GET /v2/user",
      about: query === "" ? "all" : query.slice(1, -1),
      owner: "desk",
      arrange: async ({ home }) => ({
        method: "GET",
        path: `/v2/user${query}${{ "": "", "?userId=": home.users.bob, "?employeeId=": "E-Bob" }[query]}`,
        shows: ["Bob@engines.example"],
      }),
      strangers: [...NO_TOKEN, { as: "twin desk", expect: "own" }],
    }),
  ),
  {
    route: `POST ${ACCOUNTS}`,
    about: "after a verified connect",
    owner: "desk",
    arrange: async (world) => {
      const { flow, claim } = await world.home.connectUpTo("claimed", world.desk, "bob");
      const headers = { "joinery-flow": flow, "joinery-claim": claim, "idempotency-key": flow };
      return { ...saveOf(world, world.desk, world.fresh("john")), headers };
    },
    strangers: strangersOfSave("404 FLOW_NOT_FOUND"),
    namesake: "twin desk",
  },
  {
    route: `POST ${ACCOUNTS}`,
    about: "after a plain connect",
    owner: "plain",
    arrange: async (world) => {
      await world.send("bob", {
        method: "POST",
        path: `/connector/${world.plain.service_id}/auth/${world.plain.auth_id}`,
      });
      return saveOf(world, world.plain, world.fresh("john"));
    },
    strangers: [
      ...NO_TOKEN,
      { as: "plain", about: "in the name of another user", bend: ofEve, expect: "409 CONNECT_REQUIRED" },
      {
        as: "other plain",
        bend: withAuthIdOf(({ otherPlain }) => otherPlain),
        expect: "409 CONNECT_REQUIRED",
      },
      { as: "desk", bend: withAuthIdOf(({ desk }) => desk), expect: "409 VERIFICATION_REQUIRED" },
      { as: "twin plain", expect: "409 CONNECT_REQUIRED" },
    ],
    namesake: "twin plain",
  },
  {
    route: `POST ${ACCOUNTS}`,
    about: "in place",
    owner: "desk",
    arrange: async (world) => saveOf(world, world.desk, "john.read"),
    strangers: [
      ...strangersOfSave("409 VERIFICATION_REQUIRED"),
      { as: "desk", about: "for somebody who has left", bend: ofLeaver, expect: "409 USER_INACTIVE" },
      { as: "twin desk", about: "for their twin", bend: ofLeaver, expect: "409 VERIFICATION_REQUIRED" },
    ],
  },
  {
    route: `POST ${ACCOUNTS}`,
    about: "again with its key",
    owner: "desk",
    arrange: async (world) => {
      const attempt = {
        ...saveOf(world, world.desk, "john.read"),
        headers: { "idempotency-key": world.fresh("john.key") },
      };
      await world.send("desk", attempt);
      return attempt;
    },
    strangers: strangersOfSave("409 VERIFICATION_REQUIRED", "422 IDEMPOTENCY_KEY_REUSED"),
  },
  {
    route: `GET ${ACCOUNTS}`,
    owner: "desk",
    arrange: async (world) => ({ method: "GET", path: accountsOf(world), shows: ["john.read", "at-1"] }),
    strangers: [
      ...NO_TOKEN,
      { as: "desk", about: "in the name of another user", bend: ofEve, expect: "own" },
      { as: "other", expect: "own" },
      { as: "twin desk", expect: "own" },
    ],
  },
  {
    route: `GET ${ACCOUNT}`,
    owner: "desk",
    arrange: async (world) => ({
      method: "GET",
      path: `${accountsOf(world)}/${world.accountId}`,
      shows: ["john.read", "at-1"],
    }),
    strangers: NO_ACCOUNT,
    namesake: "twin desk",
  },
  {
    route: `PATCH ${ACCOUNT}`,
    owner: "desk",
    arrange: async (world) => ({
      method: "PATCH",
      path: `${accountsOf(world)}/${world.accountId}`,
      body: { display_name: world.fresh("Bob Desk") },
    }),
    strangers: NO_ACCOUNT,
    namesake: "twin desk",
  },
  {
    route: `DELETE ${ACCOUNT}`,
    owner: "desk",
    arrange: async (world) => ({
      method: "DELETE",
      path: `${accountsOf(world)}/${await world.home.linkAccount(world.desk, "bob", world.fresh("john"))}`,
      body: { revocation: "revoked", detail: "as asked" },
    }),
    strangers: NO_ACCOUNT,
    namesake: "twin desk",
  },
];
