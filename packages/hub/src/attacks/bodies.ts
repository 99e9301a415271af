import type { Caller, World } from "./world.ts";

/** A value that must never come back. */
export const MARK = "MARKED-7f3a9c";

/** A route that reads a JSON body: a sound one, and wrong values of its fields. */
export interface BodyRoute {
  route: string;
  as: Caller;
  method: "POST" | "PATCH" | "DELETE";
  pathOf(world: World): string;
  sound(world: World): Record<string, unknown>;
  /** Wrong values by field; the path in the answer is the field, unless it says otherwise. */
  wrong: Record<string, unknown[]>;
  /** Fields without which there is a refusal. */
  required: string[];
}

const long = (length: number) => MARK.padEnd(length, "x");
const NO_TEXT = [42, true, [MARK], { [MARK]: MARK }];
const NO_ID = [...NO_TEXT, null, "", long(65), `${MARK}/..`, `${MARK} x`, `${MARK}é`];
const NO_LABEL = [...NO_TEXT, null, "", long(256)];
const NO_TOKEN = [...NO_TEXT, "", long(16_385)];
const NO_INSTANT = [
  ...NO_TEXT,
  MARK,
  "2026-11-23",
  "2026-11-23T10:00:00",
  "2026-13-45T99:00:00Z",
  "0000-01-01T00:00:00Z",
  "9999-12-31T23:59:59-23:00",
];
const NO_BOOLEAN = [MARK, 1, null, [true], {}];
const NO_LIST = [MARK, 42, { 0: MARK }, null];
const NO_URL = [
  ...NO_TEXT,
  MARK,
  `javascript:alert("${MARK}")`,
  `//${MARK}`,
  `file:///${MARK}`,
  `https://x/${long(2_001)}`,
];
const NO_NAME = [...NO_TEXT, null, "", "   ", long(81)];
const NO_SECRET_256 = [...NO_TEXT, null, "", long(44), `${MARK}+/=`];

const accountFields = {
  external_account_id: NO_LABEL,
  access_token: NO_TOKEN,
  refresh_token: NO_TOKEN,
  token: NO_TOKEN,
  expiry: NO_INSTANT,
  expires_at: NO_INSTANT,
  requires_reauthentication: NO_BOOLEAN,
  requires_reauth: NO_BOOLEAN,
  additional_info: [...NO_TEXT, long(2_001)],
  external_subject: [...NO_TEXT, "", long(256)],
  display_name: [...NO_TEXT, "", long(256)],
  avatar_url: NO_URL,
  scopes: NO_LIST,
};

const flowPath = (step: string) => (world: World) => `/v2/connect/${world.orphan}/${step}`;
const secret = "A".repeat(43);
const account = ({ home, accountId }: World) => `/v2/user/${home.users.bob}/linked-accounts/${accountId}`;
const integration = ({ desk }: World) => `/api/admin/integrations/${desk.service_id}`;

const integrationFields = {
  name: NO_NAME,
  description: [...NO_TEXT, null, long(301)],
  proxy_url: [...NO_URL, `http://${MARK}.example`, `https://user:${MARK}@x.example`, `https://x.example/?${MARK}=1`],
  may_do: NO_LIST,
  actions: NO_LIST,
  forwarded_headers: NO_LIST,
  allowed_networks: NO_LIST,
};

const endpointFields = {
  url: [...NO_URL, `http://${MARK}.example`, `https://user:${MARK}@x.example`, `https://x.example/#${MARK}`],
  description: [...NO_TEXT, null, long(201)],
  types: [...NO_LIST, [MARK], [42]],
  allowed_networks: [...NO_LIST, [MARK], ["10.0.0.0/99"]],
};

/** Every route of the API that reads a body of its own; the proxy passes bodies on. */
export const BODY_ROUTES: BodyRoute[] = [
  {
    route: "POST /v2/user/:userId/linked-accounts",
    as: "desk",
    method: "POST",
    pathOf: ({ home }) => `/v2/user/${home.users.bob}/linked-accounts`,
    sound: ({ desk }) => ({ auth_id: desk.auth_id, external_account_id: "john.read" }),
    wrong: { auth_id: NO_ID, ...accountFields },
    required: ["auth_id", "external_account_id"],
  },
  {
    route: "PATCH /v2/user/:userId/linked-accounts/:accountId",
    as: "desk",
    method: "PATCH",
    pathOf: account,
    sound: () => ({ display_name: "Bob" }),
    wrong: accountFields,
    required: [],
  },
  {
    route: "DELETE /v2/user/:userId/linked-accounts/:accountId",
    as: "desk",
    method: "DELETE",
    pathOf: ({ home }) => `/v2/user/${home.users.bob}/linked-accounts/k-unknown`,
    sound: () => ({}),
    wrong: { revocation: [...NO_TEXT, null, MARK], detail: [...NO_TEXT, null, long(501)] },
    required: [],
  },
  {
    route: "POST /v2/connect/:flow/redeem",
    as: "desk",
    method: "POST",
    pathOf: flowPath("redeem"),
    sound: () => ({ code: secret, verifier: secret }),
    wrong: { code: NO_SECRET_256, verifier: NO_SECRET_256 },
    required: ["code", "verifier"],
  },
  {
    route: "POST /v2/connect/:flow/refuse",
    as: "desk",
    method: "POST",
    pathOf: flowPath("refuse"),
    sound: () => ({ reason: "access_denied" }),
    wrong: { reason: [...NO_TEXT, null, MARK], claim: NO_SECRET_256 },
    required: ["reason"],
  },
  {
    route: "POST /api/accounts/:accountId/choice",
    as: "bob",
    method: "POST",
    pathOf: () => "/api/accounts/k-unknown/choice",
    sound: () => ({ choice: "add" }),
    wrong: { choice: [...NO_TEXT, null, MARK] },
    required: ["choice"],
  },
  {
    route: "POST /api/sign-in/development",
    as: "nobody",
    method: "POST",
    pathOf: () => "/api/sign-in/development",
    sound: ({ home }) => ({ user_id: home.users.bob }),
    wrong: { user_id: [...NO_TEXT, null, "", long(65)] },
    required: ["user_id"],
  },
  {
    route: "POST /api/admin/integrations",
    as: "ada",
    method: "POST",
    pathOf: () => "/api/admin/integrations",
    sound: ({ desk }) => ({ kind: "plain", name: "Desk", proxy_url: desk.server.url, phishing_accepted: true }),
    wrong: { kind: [...NO_TEXT, null, MARK], phishing_accepted: [false, "true", null, 1], ...integrationFields },
    required: ["kind", "name", "proxy_url", "phishing_accepted"],
  },
  {
    route: "POST /api/admin/integrations (verified)",
    as: "ada",
    method: "POST",
    pathOf: () => "/api/admin/integrations",
    sound: ({ desk }) => ({
      kind: "verified",
      name: "Desk",
      proxy_url: desk.server.url,
      connect_base: desk.server.url,
    }),
    wrong: { connect_base: [...NO_URL, `https://x.example/${MARK}`, "http://127.0.0.1:4000"] },
    required: ["connect_base"],
  },
  {
    route: "PATCH /api/admin/integrations/:serviceId",
    as: "ada",
    method: "PATCH",
    pathOf: integration,
    sound: () => ({ description: "" }),
    wrong: { enabled: NO_BOOLEAN, connect_base: NO_URL, ...integrationFields },
    required: [],
  },
  {
    route: "POST /api/admin/integrations/:serviceId/proxy-secret",
    as: "ada",
    method: "POST",
    pathOf: (world) => `${integration(world)}/proxy-secret`,
    sound: () => ({ step: "prepare" }),
    wrong: { step: [...NO_TEXT, null, MARK], secret: [...NO_TEXT, null, "short", long(513)] },
    required: ["step"],
  },
  {
    route: "POST /api/admin/integrations/:serviceId/tokens",
    as: "ada",
    method: "POST",
    pathOf: (world) => `${integration(world)}/tokens`,
    sound: () => ({ name: "Token" }),
    wrong: { name: NO_NAME },
    required: ["name"],
  },
  {
    route: "PATCH /api/admin/policy",
    as: "ada",
    method: "PATCH",
    pathOf: () => "/api/admin/policy",
    sound: () => ({ require_verified: false }),
    wrong: { require_verified: NO_BOOLEAN },
    required: ["require_verified"],
  },
  {
    route: "POST /api/admin/events/endpoints",
    as: "ada",
    method: "POST",
    pathOf: () => "/api/admin/events/endpoints",
    sound: () => ({ url: "https://receiver.example/" }),
    wrong: endpointFields,
    required: ["url"],
  },
  {
    route: "PATCH /api/admin/events/endpoints/:endpointId",
    as: "ada",
    method: "PATCH",
    pathOf: () => "/api/admin/events/endpoints/unknown",
    sound: () => ({ description: "" }),
    wrong: { enabled: NO_BOOLEAN, ...endpointFields, url: NO_URL },
    required: [],
  },
];
