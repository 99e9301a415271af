import { countLiveAccounts } from "../accounts/store.ts";
import { dataOf } from "../testing/start-hub.ts";
import type { Attempt, Row, Stranger } from "./row.ts";
import type { World } from "./world.ts";

const NOT_ADMINISTRATORS: Stranger[] = [
  { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
  { as: "desk", expect: "401 SIGN_IN_REQUIRED" },
  { as: "bob", expect: "403 ADMINISTRATOR_REQUIRED" },
  { as: "twin bob", expect: "403 ADMINISTRATOR_REQUIRED" },
];
const EVERYONE: Stranger[] = [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "own" }];
const atOther = (attempt: Attempt, { desk, other }: World) => ({
  ...attempt,
  path: attempt.path.replace(desk.service_id, other.service_id),
});

/** A list or view of the admin panel, with words that stand in it. */
function reading(route: string, pathOf: (world: World) => string, shows: (world: World) => string[]): Row {
  return {
    route: `GET ${route}`,
    owner: "ada",
    arrange: async (world) => ({ method: "GET", path: pathOf(world), shows: shows(world) }),
    strangers: EVERYONE,
  };
}

/** A change in the admin panel that the twin can make to its own things. */
function changing(route: string, attemptOf: (world: World) => Attempt, about?: string): Row {
  return {
    route,
    ...(about === undefined ? {} : { about }),
    owner: "ada",
    arrange: async (world) => attemptOf(world),
    strangers: EVERYONE,
    ownPage: true,
  };
}

/** Two of them, which is what one set-up is for at most. */
const SECONDS_BETWEEN_CHECKS = 60;

const integrationPath = ({ desk }: World) => `/api/admin/integrations/${desk.service_id}`;

/** The admin panel. */
export const ADMIN_ROWS: Row[] = [
  reading(
    "/api/admin/integrations",
    () => "/api/admin/integrations",
    ({ desk, brokenRequest }) => ["Acme Desk", desk.server.url, brokenRequest],
  ),
  changing("POST /api/admin/integrations", ({ desk }) => ({
    method: "POST",
    path: "/api/admin/integrations",
    body: { kind: "plain", name: "New Desk", proxy_url: desk.server.url, phishing_accepted: true },
  })),
  {
    ...reading("/api/admin/integrations/:serviceId", integrationPath, ({ desk }) => ["john.token", desk.server.url]),
    strangers: [...EVERYONE, { as: "ada", about: "at another integration", bend: atOther, expect: "own" }],
  },
  changing("PATCH /api/admin/integrations/:serviceId", (world) => ({
    method: "PATCH",
    path: integrationPath(world),
    body: { description: world.fresh("Tickets") },
  })),
  changing("POST /api/admin/integrations/:serviceId/proxy-secret", (world) => ({
    method: "POST",
    path: `${integrationPath(world)}/proxy-secret`,
    body: { step: "prepare" },
  })),
  changing("POST /api/admin/integrations/:serviceId/check", (world) => {
    // How often somebody may check is another test's.
    world.home.advance(SECONDS_BETWEEN_CHECKS);
    return { method: "POST", path: `${integrationPath(world)}/check` };
  }),
  changing("POST /api/admin/integrations/:serviceId/tokens", (world) => ({
    method: "POST",
    path: `${integrationPath(world)}/tokens`,
    body: { name: "Next" },
  })),
  {
    route: "DELETE /api/admin/integrations/:serviceId/tokens/:tokenId",
    owner: "ada",
    arrange: async (world) => {
      const path = `${integrationPath(world)}/tokens`;
      const made = await dataOf<MadeToken>(await world.home.as("ada").post(path, { name: "Short" }));
      return { method: "DELETE", path: `${path}/${made.token.token_id}` };
    },
    strangers: [
      ...NOT_ADMINISTRATORS,
      { as: "twin ada", expect: "404 API_TOKEN_NOT_FOUND" },
      { as: "ada", about: "at another integration", bend: atOther, expect: "404 API_TOKEN_NOT_FOUND" },
    ],
    ownPage: true,
    namesake: "twin ada",
  },
  reading(
    "/api/admin/policy",
    () => "/api/admin/policy",
    () => [],
  ),
  {
    ...changing("PATCH /api/admin/policy", () => ({
      method: "PATCH",
      path: "/api/admin/policy",
      body: { require_verified: false },
    })),
    strangers: [
      ...EVERYONE,
      {
        as: "twin ada",
        about: "the opposite",
        bend: (attempt) => ({ ...attempt, body: { require_verified: true } }),
        expect: "own",
      },
    ],
  },
  {
    route: "GET /api/admin/people",
    owner: "ada",
    arrange: async ({ home }) => ({
      method: "GET",
      path: "/api/admin/people",
      shows: ["Bob@engines.example", `"linked_accounts":${await countAccountsOfBob(home)}`],
    }),
    strangers: EVERYONE,
  },
  reading(
    "/api/admin/people/:userId",
    ({ home }) => `/api/admin/people/${home.users.bob}`,
    () => ["Bob@engines.example", "john.read", "john.gone"],
  ),
  {
    route: "DELETE /api/admin/accounts/:accountId",
    owner: "ada",
    arrange: async ({ home, desk, fresh }) => ({
      method: "DELETE",
      path: `/api/admin/accounts/${await home.linkAccount(desk, "bob", fresh("john"))}`,
    }),
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "404 LINKED_ACCOUNT_NOT_FOUND" }],
    ownPage: true,
    namesake: "twin ada",
  },
  {
    ...reading(
      "/api/admin/requests",
      () => "/api/admin/requests",
      () => [],
    ),
    arrange: async ({ send, desk, fresh }) => {
      const path = `/${fresh("john.path")}`;
      await send("bob", { method: "POST", path: `/connector/${desk.service_id}${path}` });
      return { method: "GET", path: "/api/admin/requests", shows: [path] };
    },
  },
  reading(
    "/api/admin/orphans",
    () => "/api/admin/orphans",
    ({ orphan }) => [orphan],
  ),
  {
    ...reading(
      "/api/admin/audit",
      () => "/api/admin/audit",
      () => [],
    ),
    arrange: async ({ home, desk }) => {
      const { flow } = await home.connectUpTo("created", desk, "bob");
      return { method: "GET", path: "/api/admin/audit", shows: [flow] };
    },
  },
];

async function countAccountsOfBob({ hub, organisationId, users }: World["home"]): Promise<number> {
  const counts = await countLiveAccounts(hub.context.db, organisationId);
  return counts.byUser.get(users.bob) ?? 0;
}

interface MadeToken {
  token: { token_id: string };
}
