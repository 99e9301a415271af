import { challengeOf, randomToken256 } from "@joinery/contract";
import type { Row, Stranger } from "./row.ts";
import type { World } from "./world.ts";

const NO_SESSION: Stranger[] = [
  { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
  { as: "desk", expect: "401 SIGN_IN_REQUIRED" },
];
const NO_FLOW: Stranger[] = [
  { as: "eve", expect: "404 FLOW_NOT_FOUND" },
  { as: "ada", expect: "404 FLOW_NOT_FOUND" },
  { as: "twin bob", expect: "404 FLOW_NOT_FOUND" },
];
const NO_TOKEN: Stranger[] = [
  { as: "nobody", expect: "401 UNAUTHENTICATED" },
  { as: "unknown token", expect: "401 UNAUTHENTICATED" },
  { as: "bob", about: "a session is no token", expect: "401 UNAUTHENTICATED" },
];
const FLOW_OF_ANOTHER: Stranger[] = [
  ...NO_TOKEN,
  { as: "other", expect: "404 FLOW_NOT_FOUND" },
  { as: "twin desk", expect: "404 FLOW_NOT_FOUND" },
];

async function verifyPath({ home, desk }: World): Promise<string> {
  const { flow } = await home.connectUpTo("created", desk, "bob");
  return `/connect/${flow}/verify?challenge=${await challengeOf(randomToken256())}`;
}

/** A connect step by step: what browsers meet, and what integrations ask. */
export const CONNECT_ROWS: Row[] = [
  {
    route: "GET /connect/:flow/verify",
    owner: "bob",
    arrange: async (world) => ({ method: "GET", path: await verifyPath(world), shows: ["code="] }),
    strangers: [
      { as: "nobody", expect: "303 /sign-in" },
      { as: "twin bob", expect: "303 /connect/:flow/ended" },
      { as: "eve", expect: "303 /connect/:flow/ended", mayChange: "the flow is burned and audited" },
      { as: "ada", expect: "303 /connect/:flow/ended", mayChange: "the flow is burned and audited" },
    ],
  },
  {
    route: "POST /connect/:flow/confirm",
    owner: "bob",
    arrange: async (world) => {
      const path = await verifyPath(world);
      const waiting = await world.send("nobody", { method: "GET", path });
      return {
        method: "POST",
        path: path.replace(/verify.*$/, "confirm"),
        cookie: (waiting.headers.get("set-cookie") ?? "").split(";")[0] ?? "",
        shows: ["code="],
      };
    },
    strangers: [
      { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
      { as: "desk", expect: "403 CROSS_ORIGIN" },
      { as: "twin bob", expect: "own" },
      { as: "eve", expect: "own", mayChange: "the flow is burned and audited" },
      { as: "ada", expect: "own", mayChange: "the flow is burned and audited" },
    ],
    ownPage: true,
    namesake: "twin bob",
  },
  {
    route: "GET /connect/:flow/page",
    owner: "bob",
    arrange: async ({ orphan }) => ({
      method: "GET",
      path: `/connect/${orphan}/page`,
      shows: ["Bob@engines.example", "claimed"],
    }),
    strangers: [
      ...NO_SESSION,
      { as: "eve", expect: "own" },
      { as: "ada", expect: "own" },
      { as: "twin bob", expect: "404 FLOW_NOT_FOUND" },
    ],
  },
  {
    route: "POST /connect/:flow/cancel",
    owner: "bob",
    arrange: async ({ home, desk }) => ({
      method: "POST",
      path: `/connect/${(await home.connectUpTo("created", desk, "bob")).flow}/cancel`,
    }),
    strangers: [
      { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
      { as: "desk", expect: "403 CROSS_ORIGIN" },
      ...NO_FLOW,
    ],
    ownPage: true,
    namesake: "twin bob",
  },
  {
    route: "GET /connect/:flow",
    owner: "bob",
    arrange: async ({ orphan }) => ({ method: "GET", path: `/connect/${orphan}`, shows: [orphan] }),
    strangers: [...NO_SESSION, ...NO_FLOW],
  },
  {
    route: "GET /connect/:flow",
    about: "as a stream",
    owner: "bob",
    arrange: async ({ home, desk }) => {
      const { flow } = await home.connectUpTo("created", desk, "bob");
      await home.as("bob").post(`/connect/${flow}/cancel`);
      return { method: "GET", path: `/connect/${flow}`, headers: { accept: "text/event-stream" }, shows: [flow] };
    },
    strangers: [...NO_SESSION, ...NO_FLOW],
  },
  {
    route: "POST /v2/connect/:flow/redeem",
    owner: "desk",
    arrange: async ({ home, desk }) => {
      const { flow, code, verifier } = await home.connectUpTo("verified", desk, "bob");
      return { method: "POST", path: `/v2/connect/${flow}/redeem`, body: { code, verifier }, shows: ["Bob Stone"] };
    },
    strangers: FLOW_OF_ANOTHER,
    namesake: "twin desk",
  },
  {
    route: "POST /v2/connect/:flow/redeem",
    about: "of a reconnect",
    owner: "desk",
    arrange: async ({ home, desk, accountId }) => {
      const { flow, code, verifier } = await home.connectUpTo("verified", desk, "bob");
      await home.hub.context.db
        .updateTable("flows")
        .set({ reconnect_account_id: accountId })
        .where("flow_id", "=", flow)
        .execute();
      return { method: "POST", path: `/v2/connect/${flow}/redeem`, body: { code, verifier }, shows: ["john.read"] };
    },
    strangers: FLOW_OF_ANOTHER,
    namesake: "twin desk",
  },
  {
    route: "POST /v2/connect/:flow/claim",
    owner: "desk",
    arrange: async ({ home, desk }) => ({
      method: "POST",
      path: `/v2/connect/${(await home.connectUpTo("redeemed", desk, "bob")).flow}/claim`,
    }),
    strangers: FLOW_OF_ANOTHER,
    namesake: "twin desk",
  },
  {
    route: "POST /v2/connect/:flow/refuse",
    owner: "desk",
    arrange: async ({ home, desk }) => ({
      method: "POST",
      path: `/v2/connect/${(await home.connectUpTo("redeemed", desk, "bob")).flow}/refuse`,
      body: { reason: "access_denied" },
    }),
    strangers: FLOW_OF_ANOTHER,
    namesake: "twin desk",
  },
  {
    route: "POST /v2/connect/:flow/refuse",
    about: "with the claim",
    owner: "desk",
    arrange: async ({ home, desk }) => {
      const { flow, claim } = await home.connectUpTo("claimed", desk, "bob");
      return { method: "POST", path: `/v2/connect/${flow}/refuse`, body: { reason: "exchange_failed", claim } };
    },
    strangers: FLOW_OF_ANOTHER,
    namesake: "twin desk",
  },
];
