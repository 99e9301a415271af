import type { FrontAnswer, FrontRequest } from "../world/front-around.ts";

/** One of the requests that a journey is made of. */
export interface RequestKind {
  name: string;
  /** Whose front it passes. */
  at: "hub" | "integration";
  method: string;
  path: RegExp;
  /** Only requests with this header. */
  header?: string;
  /** Left out: any answer may be the one that the sender gets. Given: what may happen once only, and this is how it looks. */
  isTheOne?: (answer: FrontAnswer) => boolean;
  /** Left out: a copy may come at any later time. */
  isNeverLate?: boolean;
}

const ID = "[\\w-]+";
const isDone = ({ status }: FrontAnswer) => status < 300;
const path = (pattern: string) => new RegExp(`^${pattern}(\\?|$)`);

/** What a person's browser asks of the hub. */
const OF_THE_PERSON: readonly RequestKind[] = [
  { name: "Connect", at: "hub", method: "POST", path: path(`/connector/${ID}/auth/${ID}`) },
  { name: "cancel", at: "hub", method: "POST", path: path(`/connect/${ID}/cancel`) },
  { name: "verify", at: "hub", method: "GET", path: path(`/connect/${ID}/verify`) },
  { name: "choice", at: "hub", method: "POST", path: path(`/api/accounts/${ID}/choice`) },
  { name: "dismiss", at: "hub", method: "DELETE", path: path(`/api/notices/${ID}`) },
  { name: "Disconnect", at: "hub", method: "DELETE", path: path(`/connector/${ID}/linked-accounts/${ID}`) },
];

/** What a person's browser asks of the integration. */
const OF_THE_WINDOW: readonly RequestKind[] = [
  // A code is traded once (contract 2.1, step 4): the browser goes on with the answer that leads to the service.
  {
    name: "verified",
    at: "integration",
    method: "GET",
    path: path("/connect/verified"),
    isTheOne: ({ rawHeaders }) => !rawHeaders.some((value) => value.endsWith("/done")),
  },
  { name: "callback", at: "integration", method: "GET", path: path("/connect/callback") },
  { name: "first address", at: "integration", method: "GET", path: path("/connect/f-[\\w-]+") },
];

/** What the hub asks of the integration. */
const OF_THE_HUB: readonly RequestKind[] = [
  { name: "POST /auth", at: "integration", method: "POST", path: path(`/auth/${ID}`) },
  { name: "DELETE /linked-accounts", at: "integration", method: "DELETE", path: path(`/linked-accounts/${ID}`) },
  // An assertion counts once for an action (contract 2.2).
  { name: "action", at: "integration", method: "POST", path: path("/tickets"), isTheOne: isDone },
];

const ACCOUNTS = `/v2/user/${ID}/linked-accounts`;

/** What the integration asks of the hub. */
const OF_THE_INTEGRATION: readonly RequestKind[] = [
  { name: "redeem", at: "hub", method: "POST", path: path(`/v2/connect/${ID}/redeem`), isTheOne: isDone },
  { name: "claim", at: "hub", method: "POST", path: path(`/v2/connect/${ID}/claim`), isTheOne: isDone },
  { name: "refuse", at: "hub", method: "POST", path: path(`/v2/connect/${ID}/refuse`) },
  { name: "save", at: "hub", method: "POST", path: path(ACCOUNTS) },
  // Asked for after it was given back, a lease is another lease (contract 2.4).
  {
    name: "lease",
    at: "hub",
    method: "POST",
    path: path(`${ACCOUNTS}/${ID}/lease`),
    isTheOne: isDone,
    isNeverLate: true,
  },
  { name: "release", at: "hub", method: "DELETE", path: path(`${ACCOUNTS}/${ID}/lease`) },
  { name: "write under a lease", at: "hub", method: "PATCH", path: path(`${ACCOUNTS}/${ID}`), header: "joinery-lease" },
  {
    name: "write to a version",
    at: "hub",
    method: "PATCH",
    path: path(`${ACCOUNTS}/${ID}`),
    header: "if-match",
    isTheOne: isDone,
  },
  { name: "Delete", at: "hub", method: "DELETE", path: path(`${ACCOUNTS}/${ID}`) },
];

export const KINDS = [...OF_THE_PERSON, ...OF_THE_WINDOW, ...OF_THE_HUB, ...OF_THE_INTEGRATION];

/** Which kind a request is of; `undefined` for one that only reads. */
export function kindOf(at: RequestKind["at"], { method, url, headers }: FrontRequest): RequestKind | undefined {
  return KINDS.find(
    (kind) =>
      kind.at === at &&
      kind.method === method &&
      kind.path.test(url) &&
      (kind.header === undefined || headers[kind.header] !== undefined),
  );
}
