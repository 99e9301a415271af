import { OKTA } from "../directory/scim/directories.fixture.ts";
import { ENTERPRISE_SCHEMA } from "../directory/scim/names.ts";
import { dataOf } from "../testing/start-hub.ts";
import { addLeaver, addUnlinked } from "./leavers.ts";
import type { Attempt, Row, Stranger } from "./row.ts";
import type { World } from "./world.ts";

/** SCIM's refusals have a status and no code of ours. */
const NOT_DIRECTORIES: Stranger[] = [
  { as: "nobody", expect: "401 " },
  { as: "ada", expect: "401 " },
  { as: "desk", expect: "401 " },
  { as: "unknown token", expect: "401 " },
];
const EVERYONE: Stranger[] = [...NOT_DIRECTORIES, { as: "twin directory", expect: "own" }];

const NOT_ADMINISTRATORS: Stranger[] = [
  { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
  { as: "directory", expect: "401 SIGN_IN_REQUIRED" },
  { as: "bob", expect: "403 ADMINISTRATOR_REQUIRED" },
  { as: "twin bob", expect: "403 ADMINISTRATOR_REQUIRED" },
];

/** What everybody with a token may read. */
function reading(route: string, path: string): Row {
  return {
    route: `GET ${route}`,
    owner: "directory",
    arrange: async () => ({ method: "GET", path }),
    strangers: EVERYONE,
  };
}

/** A change of somebody; the twin may do the same to its own of the same id. */
function changing(method: "PATCH" | "DELETE", body: unknown): Row {
  return {
    route: `${method} /scim/v2/Users/:userId`,
    owner: "directory",
    arrange: async (world) => ({ method, path: `/scim/v2/Users/${(await addLeaver(world)).userId}`, body }),
    // Who has been deleted can't be deleted again: the owner comes after everybody else.
    strangers: EVERYONE,
  };
}

/** Gives somebody a name that another person of the twin's bears already. */
async function renaming(world: World): Promise<Attempt> {
  const { userId } = await addLeaver(world);
  const { twinEmail } = await addLeaver(world);
  const { emails: _own, ...body } = OKTA.put(userId, twinEmail, false);
  return { method: "PUT", path: `/scim/v2/Users/${userId}`, body };
}

/** A new person whose manager only the home organisation knows. */
async function newcomer(world: World): Promise<Attempt> {
  const manager = await addLeaver(world);
  const userName = `${world.fresh("new")}@elsewhere.example`;
  const body = { userName, externalId: userName, [ENTERPRISE_SCHEMA]: { manager: manager.email } };
  return { method: "POST", path: "/scim/v2/Users", body, shows: [manager.userId] };
}

/** The identity provider's directory, and its tokens. */
export const SCIM_ROWS: Row[] = [
  {
    route: "GET /scim/v2/Users",
    owner: "directory",
    arrange: async (world) => {
      const { email } = await addLeaver(world);
      const filter = encodeURIComponent(`emails.value eq "${email}"`);
      return { method: "GET", path: `/scim/v2/Users?filter=${filter}`, shows: [email, '"totalResults":1'] };
    },
    strangers: EVERYONE,
  },
  {
    route: "POST /scim/v2/Users",
    owner: "directory",
    arrange: newcomer,
    // The same person is new to the twin once.
    strangers: [...NOT_DIRECTORIES, { as: "twin directory", expect: "own" }],
  },
  {
    route: "GET /scim/v2/Users/:userId",
    owner: "directory",
    arrange: async (world) => {
      const { userId, email } = await addLeaver(world);
      return { method: "GET", path: `/scim/v2/Users/${userId}`, shows: [email] };
    },
    strangers: EVERYONE,
  },
  {
    route: "PUT /scim/v2/Users/:userId",
    owner: "directory",
    arrange: renaming,
    strangers: [...NOT_DIRECTORIES, { as: "twin directory", about: "where that name is taken", expect: "409 " }],
  },
  changing("PATCH", OKTA.deactivate),
  {
    route: "PATCH /scim/v2/Users/:userId",
    about: "another address for somebody without links",
    owner: "directory",
    arrange: async (world) => {
      const path = `/scim/v2/Users/${await addUnlinked(world)}`;
      const change = { op: "replace", path: "emails.value", value: `${world.fresh("mia")}@elsewhere.example` };
      return { method: "PATCH", path, body: { ...OKTA.deactivate, Operations: [change] } };
    },
    strangers: [...NOT_DIRECTORIES, { as: "twin directory", about: "whose own has a link", expect: "409 " }],
  },
  changing("DELETE", undefined),
  reading("/scim/v2/ServiceProviderConfig", "/scim/v2/ServiceProviderConfig"),
  reading("/scim/v2/ResourceTypes", "/scim/v2/ResourceTypes"),
  reading("/scim/v2/Groups", "/scim/v2/Groups"),
  reading("/scim/v2/ResourceTypes/:id", "/scim/v2/ResourceTypes/User"),
  reading("/scim/v2/Schemas", "/scim/v2/Schemas"),
  reading("/scim/v2/Schemas/:id", `/scim/v2/Schemas/${ENTERPRISE_SCHEMA}`),
  {
    route: "GET /api/admin/scim",
    owner: "ada",
    arrange: async ({ home, fresh }) => {
      const name = fresh("john.directory");
      await home.as("ada").post("/api/admin/scim/tokens", { name });
      return { method: "GET", path: "/api/admin/scim", shows: [name] };
    },
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "own" }],
  },
  {
    route: "POST /api/admin/scim/tokens",
    owner: "ada",
    arrange: async () => ({ method: "POST", path: "/api/admin/scim/tokens", body: { name: "Directory" } }),
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "own" }],
    ownPage: true,
  },
  {
    route: "DELETE /api/admin/scim/tokens/:tokenId",
    owner: "ada",
    arrange: async ({ home }) => {
      const reply = await home.as("ada").post("/api/admin/scim/tokens", { name: "Short" });
      const { token } = await dataOf<{ token: { token_id: string } }>(reply);
      return { method: "DELETE", path: `/api/admin/scim/tokens/${token.token_id}` };
    },
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "404 API_TOKEN_NOT_FOUND" }],
    ownPage: true,
    namesake: "twin ada",
  },
];
