import { FORWARDED_REQUEST_HEADERS, HEADERS, RESERVED_HEADER_PREFIXES } from "@joinery/contract";

/** What the hub itself says in the headers of a proxied request. */
export interface HubStatements {
  userId: string;
  proxySecret: string;
  assertion: string;
  flow?: string | undefined;
  /** Names that an administrator adds for one integration. */
  extraNames: readonly string[];
  requestId: string;
}

/** Two of these in one request are joined with a comma by every HTTP stack; then we can't tell which was meant. */
const SINGLE_VALUED = new Set(["content-type", "idempotency-key", "traceparent"]);

/** Names that no administrator can add: credentials of the hub, framing, and everything that rewrites a request. */
const NEVER_FORWARDED = new Set([
  ...["cookie", "cookie2", "authorization", "www-authenticate", "set-cookie", "set-cookie2"],
  ...["host", "content-length", "accept-encoding", "content-encoding", "expect", "date", HEADERS.requestId],
  ...["connection", "keep-alive", "te", "trailer", "trailers", "transfer-encoding", "upgrade", "http2-settings"],
  ...["forwarded", "via", "client-ip", "true-client-ip", "x-real-ip", "x-client-ip", "x-cluster-client-ip"],
  ...["cf-connecting-ip", "fastly-client-ip", "x-original-url", "x-rewrite-url", "x-original-host", "x-host"],
  ...[
    "x-http-method",
    "x-http-method-override",
    "x-method-override",
    "x-original-method",
    "x-remote-user",
    "remote-user",
  ],
]);
const NEVER_FORWARDED_PREFIXES = [...RESERVED_HEADER_PREFIXES, "x-forwarded-", "proxy-", "sec-"];
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]{1,60}$/;

/**
 * Builds the headers of a proxied request from nothing: what is allowed is copied, all else stays behind (contract 1.1).
 * `content-length` and `host` are left to the HTTP client.
 */
export function rebuildRequestHeaders(incoming: Headers, hub: HubStatements): Record<string, string> {
  const rebuilt: Record<string, string> = {};
  const extraNames = hub.extraNames.map((name) => name.trim().toLowerCase()).filter(mayBeForwarded);
  for (const name of [...FORWARDED_REQUEST_HEADERS, ...extraNames]) {
    const value = incoming.get(name);
    if (value === null || value === "" || (SINGLE_VALUED.has(name) && hasSeveralValues(value))) continue;
    rebuilt[name] = value;
  }
  rebuilt["accept-encoding"] = "identity";
  rebuilt[HEADERS.requestId] = hub.requestId;
  rebuilt[HEADERS.userId] = hub.userId;
  rebuilt[HEADERS.proxySecret] = hub.proxySecret;
  rebuilt[HEADERS.assertion] = hub.assertion;
  if (hub.flow !== undefined) rebuilt[HEADERS.flow] = hub.flow;
  return rebuilt;
}

/** Whether an administrator may add this header name to what an integration gets. */
export function mayBeForwarded(name: string): boolean {
  if (!HEADER_NAME.test(name)) return false;
  const spelling = canonicalSpelling(name);
  if (NEVER_FORWARDED.has(spelling)) return false;
  return !NEVER_FORWARDED_PREFIXES.some((prefix) => `${spelling}-`.startsWith(prefix));
}

/**
 * The name as a careless receiver understands it: CGI and its descendants (RFC 3875, 4.1.18) make one underscore of
 * every character that is neither letter nor digit, so `blink_auth.userid` would arrive as `blink-auth-userid`.
 */
function canonicalSpelling(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

function hasSeveralValues(value: string): boolean {
  return value.replace(/"(?:[^"\\]|\\.)*"/g, "").includes(",");
}
