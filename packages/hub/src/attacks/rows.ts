import { ACCOUNT_ROWS } from "./account-rows.ts";
import { ADMIN_ROWS } from "./admin-rows.ts";
import { CHOICE_ROWS } from "./choice-rows.ts";
import { CONNECT_ROWS } from "./connect-rows.ts";
import { CONNECTOR_ROWS } from "./connector-rows.ts";
import { DISCONNECT_ROWS } from "./disconnect-rows.ts";
import { EVENT_ROWS } from "./event-rows.ts";
import { LEASE_ROWS } from "./lease-rows.ts";
import { MEMBER_ROWS } from "./member-rows.ts";
import { OFFBOARDING_ROWS } from "./offboarding-rows.ts";
import type { Row } from "./row.ts";
import { SCIM_ROWS } from "./scim-rows.ts";
import { SESSION_ROWS } from "./session-rows.ts";
import { SIGN_IN_ROWS } from "./sign-in-rows.ts";

/** Every route that belongs to somebody. */
export const ROWS: Row[] = [
  ...MEMBER_ROWS,
  ...CONNECTOR_ROWS,
  ...CONNECT_ROWS,
  ...ACCOUNT_ROWS,
  ...ADMIN_ROWS,
  ...DISCONNECT_ROWS,
  ...LEASE_ROWS,
  ...CHOICE_ROWS,
  ...EVENT_ROWS,
  ...SIGN_IN_ROWS,
  ...SESSION_ROWS,
  ...OFFBOARDING_ROWS,
  ...SCIM_ROWS,
];

const PAGE = "a page: the same document for everybody, without anything of anybody";

/** Every other route, and why it is open to all. */
export const PUBLIC: Record<string, string> = {
  "GET /healthz": "says that the process lives",
  "GET /readyz": "says whether the database answers",
  "GET /.well-known/jwks.json": "public keys",
  "GET /assets/:name{[A-Za-z0-9._-]+}": "scripts, styles and fonts of the pages",
  "GET /api/sign-in":
    "asked before anybody is known: the organisation's name and, in development only, who may sign in",
  "GET /sign-in/start": "leads to the identity provider; what comes of it is tied to the browser by a sealed cookie",
  "GET /": PAGE,
  "GET /sign-in": PAGE,
  "GET /sessions": PAGE,
  "GET /setup": PAGE,
  "GET /integrations/:serviceId": PAGE,
  "GET /accounts/:accountId": PAGE,
  "GET /accounts/:accountId/receipt": PAGE,
  "GET /connect/opening": PAGE,
  "GET /connect/ended": PAGE,
  "GET /connect/:flow/confirm": PAGE,
  "GET /connect/:flow/ended": PAGE,
  "GET /connect/:flow/done": PAGE,
  "GET /admin": PAGE,
  "GET /admin/*": PAGE,
};

/** What stands in front of routes and is none. */
export const GUARDS: string[] = [
  "ALL /*",
  "ALL /api/admin/*",
  "POST /api/admin/*",
  "PATCH /api/admin/*",
  "PUT /api/admin/*",
  "DELETE /api/admin/*",
  "ALL /scim/v2/*",
];
