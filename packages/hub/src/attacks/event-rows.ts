import type { DeliveryRow, EventEndpointsView, EventEndpointView, NoticesView, PageOf } from "@joinery/contract/pages";
import { publish } from "../events/publish.ts";
import { dataOf } from "../testing/start-hub.ts";
import type { Attempt, Row, Stranger } from "./row.ts";
import type { World } from "./world.ts";

const NOT_ADMINISTRATORS: Stranger[] = [
  { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
  { as: "desk", expect: "401 SIGN_IN_REQUIRED" },
  { as: "bob", expect: "403 ADMINISTRATOR_REQUIRED" },
  { as: "twin bob", expect: "403 ADMINISTRATOR_REQUIRED" },
];
const ENDPOINTS = "/api/admin/events/endpoints";

/** Registers an endpoint whose URL bears a word of its own. */
async function register({ home, fresh }: World): Promise<{ id: string; word: string }> {
  const word = fresh("john.endpoint");
  const made = await home.as("ada").post(ENDPOINTS, { url: `https://receiver.example/${word}` });
  const { endpoint } = await dataOf<{ endpoint: EventEndpointView }>(made);
  return { id: endpoint.endpoint_id, word };
}

/** Leaves a delivery that waits, about an account with a name of its own. */
async function leaveDelivery(world: World): Promise<{ endpoint: string; delivery: string; about: string }> {
  const { home, fresh } = world;
  const { id: endpoint } = await register(world);
  const about = fresh("john.event");
  const { context } = home.hub;
  await context.transact((tx) =>
    publish(context, tx, {
      organisationId: home.organisationId,
      type: "account.linked",
      at: context.clock(),
      userId: home.users.bob,
      serviceId: null,
      accountId: about,
    }),
  );
  const path = `${ENDPOINTS}/${endpoint}/deliveries`;
  const { rows } = await dataOf<PageOf<DeliveryRow>>(await home.as("ada").get(path));
  return { endpoint, delivery: rows[0]?.delivery_id ?? "", about };
}

/** Leaves an attempt in the log of a delivery. */
async function leaveAttempt({ home, fresh }: World, deliveryId: string): Promise<string> {
  const problem = fresh("john.problem");
  const row = { organisation_id: home.organisationId, delivery_id: deliveryId, at: home.hub.context.clock() };
  await home.hub.context.db
    .insertInto("event_attempts")
    .values({ ...row, number: 1, duration_ms: 1, problem })
    .execute();
  return problem;
}

/** Leaves a notice of Bob's about a link that needs him. */
async function leaveNotice({ home, desk, fresh }: World): Promise<{ id: string; account: string; label: string }> {
  const label = fresh("john.notice");
  const account = await home.linkAccount(desk, "bob", label);
  await desk.api.patch(`/v2/user/${home.users.bob}/linked-accounts/${account}`, { requires_reauthentication: true });
  const { notices } = await dataOf<NoticesView>(await home.as("bob").get("/api/notices"));
  return { id: notices.find((notice) => notice.external_account_id === label)?.notice_id ?? "", account, label };
}

/** A request about one endpoint; of the twin's namesake nothing else is touched. */
function aboutEndpoint(route: string, attemptOf: (path: string) => Attempt): Row {
  return {
    route,
    owner: "ada",
    arrange: async (world) => attemptOf(`${ENDPOINTS}/${(await register(world)).id}`),
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "404 EVENT_ENDPOINT_NOT_FOUND" }],
    ownPage: true,
    namesake: "twin ada",
  };
}

/** Events for other systems, and what people are told themselves. */
export const EVENT_ROWS: Row[] = [
  {
    route: `GET ${ENDPOINTS}`,
    owner: "ada",
    arrange: async (world) => ({ method: "GET", path: ENDPOINTS, shows: [(await register(world)).word] }),
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "own" }],
  },
  {
    route: `GET ${ENDPOINTS}`,
    about: "with its last delivery",
    owner: "ada",
    arrange: async (world) => {
      const { endpoint } = await leaveDelivery(world);
      const { endpoints } = await dataOf<EventEndpointsView>(await world.home.as("ada").get(ENDPOINTS));
      const last = endpoints.find((each) => each.endpoint_id === endpoint)?.last_delivery;
      return { method: "GET", path: ENDPOINTS, shows: [JSON.stringify(last)] };
    },
    strangers: [{ as: "twin ada", expect: "own" }],
    namesake: "twin ada",
  },
  {
    route: `POST ${ENDPOINTS}`,
    owner: "ada",
    arrange: async () => ({ method: "POST", path: ENDPOINTS, body: { url: "https://receiver.example/" } }),
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "own" }],
    ownPage: true,
  },
  aboutEndpoint(`PATCH ${ENDPOINTS}/:endpointId`, (path) => ({ method: "PATCH", path, body: { description: "x" } })),
  {
    ...aboutEndpoint(`PATCH ${ENDPOINTS}/:endpointId`, (path) => ({ method: "PATCH", path })),
    about: "switching it off",
    arrange: async (world) => ({
      method: "PATCH",
      path: `${ENDPOINTS}/${(await leaveDelivery(world)).endpoint}`,
      body: { enabled: false },
    }),
  },
  {
    ...aboutEndpoint(`PATCH ${ENDPOINTS}/:endpointId`, (path) => ({ method: "PATCH", path, body: { enabled: true } })),
    about: "with events that wait",
    arrange: async (world) => {
      const path = `${ENDPOINTS}/${(await leaveDelivery(world)).endpoint}`;
      await world.home.as("ada").patch(path, { enabled: false });
      return { method: "PATCH", path, body: { enabled: true } };
    },
  },
  aboutEndpoint(`POST ${ENDPOINTS}/:endpointId/secret`, (path) => ({ method: "POST", path: `${path}/secret` })),
  {
    ...aboutEndpoint(`DELETE ${ENDPOINTS}/:endpointId`, (path) => ({ method: "DELETE", path })),
    arrange: async (world) => ({ method: "DELETE", path: `${ENDPOINTS}/${(await leaveDelivery(world)).endpoint}` }),
  },
  {
    route: `GET ${ENDPOINTS}/:endpointId/deliveries`,
    owner: "ada",
    arrange: async (world) => {
      const { endpoint, delivery, about } = await leaveDelivery(world);
      const problem = await leaveAttempt(world, delivery);
      return { method: "GET", path: `${ENDPOINTS}/${endpoint}/deliveries`, shows: [about, problem] };
    },
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "404 EVENT_ENDPOINT_NOT_FOUND" }],
    namesake: "twin ada",
  },
  {
    route: "POST /api/admin/events/deliveries/:deliveryId/replay",
    owner: "ada",
    arrange: async (world) => ({
      method: "POST",
      path: `/api/admin/events/deliveries/${(await leaveDelivery(world)).delivery}/replay`,
    }),
    strangers: [...NOT_ADMINISTRATORS, { as: "twin ada", expect: "404 DELIVERY_NOT_FOUND" }],
    ownPage: true,
    namesake: "twin ada",
  },
  {
    route: "GET /api/notices",
    owner: "bob",
    arrange: async (world) => ({ method: "GET", path: "/api/notices", shows: [(await leaveNotice(world)).label] }),
    strangers: [
      { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
      { as: "desk", expect: "401 SIGN_IN_REQUIRED" },
      { as: "eve", expect: "own" },
      { as: "ada", about: "an administrator is told of their own links only", expect: "own" },
      { as: "twin bob", expect: "own" },
    ],
  },
  {
    route: "DELETE /api/notices/:noticeId",
    owner: "bob",
    arrange: async (world) => ({ method: "DELETE", path: `/api/notices/${(await leaveNotice(world)).id}` }),
    strangers: [
      { as: "nobody", expect: "401 SIGN_IN_REQUIRED" },
      { as: "desk", expect: "403 CROSS_ORIGIN" },
      { as: "eve", expect: "404 NOTICE_NOT_FOUND" },
      { as: "ada", expect: "404 NOTICE_NOT_FOUND" },
      { as: "twin bob", expect: "404 NOTICE_NOT_FOUND" },
    ],
    ownPage: true,
    namesake: "twin bob",
  },
  {
    route: "POST /api/accounts/:accountId/disconnect",
    about: "of one that needs its owner",
    owner: "bob",
    arrange: async (world) => ({
      method: "POST",
      path: `/api/accounts/${(await leaveNotice(world)).account}/disconnect`,
    }),
    strangers: [
      { as: "eve", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
      { as: "twin bob", expect: "404 LINKED_ACCOUNT_NOT_FOUND" },
    ],
    ownPage: true,
    namesake: "twin bob",
  },
];
