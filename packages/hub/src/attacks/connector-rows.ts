import type { Row, Stranger } from "./row.ts";
import type { World } from "./world.ts";

const ROUTE = "ALL /connector/:serviceId/*";
const NO_SESSION: Stranger[] = [
  { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
  { as: "desk", expect: "403 CROSS_ORIGIN" },
];

/** Leaves a link of Bob's that the integration has not acknowledged to be gone; earlier ones are forgotten. */
async function beginRemoval({ home, sick, setSick, fresh }: World): Promise<string> {
  await home.hub.context.db
    .updateTable("linked_accounts")
    .set({ state: "gone", sealed_access_token: null, sealed_refresh_token: null })
    .where("state", "=", "disconnecting")
    .execute();
  setSick(true);
  const account = await home.linkAccount(sick, "bob", fresh("john"));
  await home.as("bob").delete(`/connector/${sick.service_id}/linked-accounts/${account}`);
  return account;
}

/** What the proxy does for people: Connect, Reconnect, Disconnect, actions. */
export const CONNECTOR_ROWS: Row[] = [
  {
    route: ROUTE,
    about: "Connect",
    owner: "bob",
    arrange: async ({ desk }) => ({
      method: "POST",
      path: `/connector/${desk.service_id}/auth/${desk.auth_id}`,
      shows: [desk.server.url],
    }),
    strangers: [
      ...NO_SESSION,
      { as: "twin bob", expect: "own" },
      {
        as: "bob",
        about: "with another integration's Auth ID",
        bend: (attempt, { desk, other }) => ({
          ...attempt,
          path: `/connector/${desk.service_id}/auth/${other.auth_id}`,
        }),
        expect: "404 AUTH_ID_NOT_FOUND",
      },
    ],
    ownPage: true,
  },
  {
    route: ROUTE,
    about: "Reconnect",
    owner: "bob",
    arrange: async ({ desk, accountId }) => ({
      method: "POST",
      path: `/connector/${desk.service_id}/auth/${desk.auth_id}`,
      headers: { "joinery-reconnect": accountId },
    }),
    strangers: [
      ...NO_SESSION,
      { as: "eve", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
      { as: "ada", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
      { as: "twin bob", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
      {
        as: "bob",
        about: "at another integration",
        bend: (attempt, { other }) => ({ ...attempt, path: `/connector/${other.service_id}/auth/${other.auth_id}` }),
        expect: "404 LINKED_ACCOUNT_NOT_FOUND",
      },
    ],
    ownPage: true,
  },
  {
    route: ROUTE,
    about: "Disconnect",
    owner: "bob",
    arrange: async ({ home, desk, fresh }) => ({
      method: "DELETE",
      path: `/connector/${desk.service_id}/linked-accounts/${await home.linkAccount(desk, "bob", fresh("john"))}`,
    }),
    strangers: [
      ...NO_SESSION,
      { as: "eve", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
      { as: "ada", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
      { as: "twin bob", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
      {
        as: "bob",
        about: "at another integration",
        bend: (attempt, { desk, other }) => ({
          ...attempt,
          path: attempt.path.replace(desk.service_id, other.service_id),
        }),
        expect: "404 LINKED_ACCOUNT_NOT_FOUND",
      },
    ],
    ownPage: true,
    namesake: "twin bob",
  },
  {
    route: ROUTE,
    about: "Connect while somebody's link is being removed",
    owner: "eve",
    arrange: async (world) => {
      await beginRemoval(world);
      return { method: "POST", path: `/connector/${world.sick.service_id}/auth/${world.sick.auth_id}` };
    },
    strangers: [
      { as: "twin bob", expect: "own" },
      { as: "bob", about: "whose link it is", expect: "409 DISCONNECT_IN_PROGRESS" },
      {
        as: "bob",
        about: "at another integration",
        bend: (attempt, { plain }) => ({ ...attempt, path: `/connector/${plain.service_id}/auth/${plain.auth_id}` }),
        expect: "own",
        mayChange: "Bob connects there",
      },
    ],
    ownPage: true,
  },
  ...[false, true].map(
    (isSick): Row => ({
      route: ROUTE,
      about: `Disconnect again, from an integration that ${isSick ? "fails" : "acknowledges at last"}`,
      owner: "bob",
      arrange: async (world) => {
        const account = await beginRemoval(world);
        world.setSick(isSick);
        return { method: "DELETE", path: `/connector/${world.sick.service_id}/linked-accounts/${account}` };
      },
      strangers: [
        { as: "eve", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
        { as: "twin bob", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
      ],
      namesake: "twin bob",
    }),
  ),
  {
    route: ROUTE,
    about: "an action",
    owner: "bob",
    arrange: async ({ desk }) => ({
      method: "POST",
      path: `/connector/${desk.service_id}/tickets?about=printer`,
      body: { title: "Printer" },
    }),
    strangers: [...NO_SESSION, { as: "twin bob", expect: "own" }],
    ownPage: true,
  },
  {
    route: ROUTE,
    about: "a reading action",
    owner: "bob",
    arrange: async ({ desk }) => ({ method: "GET", path: `/connector/${desk.service_id}/tickets` }),
    strangers: [...NO_SESSION, { as: "twin bob", expect: "own" }],
    ownPage: true,
  },
];
