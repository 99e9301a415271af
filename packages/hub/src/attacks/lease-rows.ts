import type { Attempt, Row, Stranger } from "./row.ts";
import type { World } from "./world.ts";

const ACCOUNT = "/v2/user/:userId/linked-accounts/:accountId";

const STRANGERS: Stranger[] = [
  { as: "nobody", expect: "401 UNAUTHENTICATED" },
  { as: "unknown token", expect: "401 UNAUTHENTICATED" },
  { as: "bob", about: "a session is no token", expect: "401 UNAUTHENTICATED" },
  {
    as: "desk",
    about: "in the name of another user",
    bend: (attempt, { home }) => ({ ...attempt, path: attempt.path.replace(home.users.bob, home.users.eve) }),
    expect: "404 LINKED_ACCOUNT_NOT_FOUND",
  },
  { as: "other", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
  { as: "twin desk", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
];
const OTHER_LEASE: Stranger = {
  as: "desk",
  about: "with the lease of another account",
  bend: (attempt) => ({ ...attempt, headers: { ...attempt.headers, "joinery-lease": "A".repeat(43) } }),
  expect: "409 LEASE_SUPERSEDED",
};

/** A new account of Bob's at the desk; what was being removed is gone first, because no account is linked meanwhile. */
async function linkFresh({ home, desk, fresh }: World): Promise<string> {
  await home.work();
  return `/v2/user/${home.users.bob}/linked-accounts/${await home.linkAccount(desk, "bob", fresh("john"))}`;
}

/** The same under a lease of the desk's; answers the header that names it. */
async function leaseFresh(world: World): Promise<{ path: string; headers: Record<string, string> }> {
  const path = await linkFresh(world);
  const taken = await world.send("desk", { method: "POST", path: `${path}/lease` });
  const { data } = JSON.parse(taken.text.split("\n")[0] ?? "") as { data: { lease: string } };
  return { path, headers: { "joinery-lease": data.lease } };
}

const renewal = (path: string, headers: Record<string, string>): Attempt => ({
  method: "PATCH",
  path,
  headers,
  body: { access_token: "at-2", refresh_token: "rt-2" },
});

/** One renewal at a time: who may take the lease of an account, write under it and give it back. */
export const LEASE_ROWS: Row[] = [
  {
    route: `POST ${ACCOUNT}/lease`,
    owner: "desk",
    arrange: async (world) => ({ method: "POST", path: `${await linkFresh(world)}/lease`, shows: ["at-1", "rt-1"] }),
    strangers: STRANGERS,
    namesake: "twin desk",
  },
  {
    route: `DELETE ${ACCOUNT}/lease`,
    owner: "desk",
    arrange: async (world) => {
      const { path, headers } = await leaseFresh(world);
      return { method: "DELETE", path: `${path}/lease`, headers, body: { outcome: "unknown" } };
    },
    strangers: [...STRANGERS, OTHER_LEASE],
    namesake: "twin desk",
  },
  {
    route: `PATCH ${ACCOUNT}`,
    about: "under a lease",
    owner: "desk",
    arrange: async (world) => {
      const { path, headers } = await leaseFresh(world);
      return renewal(path, headers);
    },
    strangers: [
      ...STRANGERS,
      OTHER_LEASE,
      {
        as: "desk",
        about: "without the lease",
        bend: ({ headers: _lease, ...attempt }) => attempt,
        expect: "409 LEASE_REQUIRED",
      },
    ],
    namesake: "twin desk",
  },
  {
    route: `PATCH ${ACCOUNT}`,
    about: "of an account that is being removed",
    owner: "desk",
    arrange: async (world) => {
      const { path, headers } = await leaseFresh(world);
      const account = path.split("/").at(-1);
      await world.send("bob", { method: "POST", path: `/api/accounts/${account}/disconnect` });
      return renewal(path, headers);
    },
    strangers: [
      ...STRANGERS,
      OTHER_LEASE,
      {
        as: "desk",
        about: "without the lease",
        bend: ({ headers: _lease, ...attempt }) => attempt,
        expect: "404 LINKED_ACCOUNT_NOT_FOUND",
      },
    ],
    namesake: "twin desk",
  },
];
