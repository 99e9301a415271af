import type { Row, Stranger } from "./row.ts";

const NO_SESSION: Stranger[] = [
  { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
  { as: "desk", expect: "401 SIGN_IN_REQUIRED" },
];
const OWN_THINGS: Stranger[] = [
  ...NO_SESSION,
  { as: "eve", expect: "own" },
  { as: "ada", expect: "own" },
  { as: "twin bob", expect: "own" },
];
const NO_ACCOUNT: Stranger[] = [
  ...NO_SESSION,
  { as: "eve", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
  { as: "ada", about: "an administrator is nobody's owner", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
  { as: "twin bob", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
];

/** What a person's own pages ask. */
export const MEMBER_ROWS: Row[] = [
  {
    route: "POST /api/sign-in/development",
    owner: "nobody",
    arrange: async ({ home }) => ({
      method: "POST",
      path: "/api/sign-in/development",
      body: { user_id: home.users.bob },
    }),
    strangers: [],
    ownPage: true,
  },
  {
    route: "POST /api/sign-out",
    owner: "nobody",
    arrange: async ({ home, fresh }) => ({
      method: "POST",
      path: "/api/sign-out",
      cookie: await home.cookieOf("bob", fresh("tab")),
    }),
    strangers: [],
    ownPage: true,
  },
  {
    route: "GET /api/me",
    owner: "bob",
    arrange: async () => ({ method: "GET", path: "/api/me", shows: ["Bob@engines.example", "Analytical Engines"] }),
    strangers: [...NO_SESSION, { as: "twin bob", expect: "own" }],
  },
  {
    route: "GET /api/integrations",
    owner: "bob",
    arrange: async () => ({ method: "GET", path: "/api/integrations", shows: ["john.read"] }),
    strangers: OWN_THINGS,
  },
  {
    route: "GET /api/integrations/:serviceId",
    owner: "bob",
    arrange: async ({ desk }) => ({
      method: "GET",
      path: `/api/integrations/${desk.service_id}`,
      shows: ["john.read", "john.gone"],
    }),
    strangers: [
      ...OWN_THINGS,
      {
        as: "bob",
        about: "at another integration",
        bend: (attempt, { other }) => ({ ...attempt, path: `/api/integrations/${other.service_id}` }),
        expect: "own",
      },
    ],
  },
  {
    route: "GET /api/accounts/:accountId",
    owner: "bob",
    arrange: async ({ accountId }) => ({
      method: "GET",
      path: `/api/accounts/${accountId}`,
      shows: ["john.read", "Acme Desk"],
    }),
    strangers: NO_ACCOUNT,
  },
  {
    route: "GET /api/accounts/:accountId/receipt",
    owner: "bob",
    arrange: async ({ goneId }) => ({
      method: "GET",
      path: `/api/accounts/${goneId}/receipt`,
      shows: ["john.gone", "john.detail", "Bob Stone", "Acme Desk"],
    }),
    strangers: NO_ACCOUNT,
    namesake: "twin bob",
  },
  {
    route: "POST /api/accounts/:accountId/disconnect",
    owner: "bob",
    arrange: async ({ home, desk, fresh }) => ({
      method: "POST",
      path: `/api/accounts/${await home.linkAccount(desk, "bob", fresh("john"))}/disconnect`,
    }),
    strangers: [
      { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
      { as: "desk", expect: "403 CROSS_ORIGIN" },
      ...NO_ACCOUNT.slice(NO_SESSION.length),
    ],
    ownPage: true,
    namesake: "twin bob",
  },
];
