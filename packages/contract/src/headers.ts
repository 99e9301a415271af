/** Headers that travel between hub and integration, in lower case (contract 1.1, 2.1, 2.2). */
export const HEADERS = {
  /** Id of the user who started the request; on `DELETE` of a linked account always its owner. Blink's. */
  userId: "blink-auth-userid",
  /** The integration's proxy secret, as set in the admin panel. Blink's. */
  proxySecret: "blink-auth-proxysecret",
  /** The flow a Connect belongs to, on the way to the integration and on the save. Ours (contract 2.1). */
  flow: "joinery-flow",
  /** What `claim` answered; a save of that flow must carry it. Ours (contract 2.1, step 6). */
  claim: "joinery-claim",
  /** The lease under which tokens are written; it fences writes of whoever held an older one. Ours (contract 2.4). */
  lease: "joinery-lease",
  /** Signed statement about one proxied request: a JWT. Ours (contract 2.2). */
  assertion: "joinery-assertion",
  /** From the hub's own page only, never sent on: the linked account that a Connect repairs (contract 2.3). */
  reconnect: "joinery-reconnect",
  /** Makes a write safe to repeat for 7 days (contract 1.2). */
  idempotencyKey: "idempotency-key",
  /** Names one request in answers, logs and the admin panel. */
  requestId: "x-request-id",
} as const;

/** Every header name that begins like this, in any spelling, is set by the hub alone (contract 1.1). */
export const RESERVED_HEADER_PREFIXES = ["blink-auth-", "joinery-"] as const;

/** Request headers that the hub copies to an integration; all others stay behind (contract 1.1). */
export const FORWARDED_REQUEST_HEADERS = [
  "accept",
  "accept-language",
  "content-type",
  "user-agent",
  "range",
  "if-match",
  "if-none-match",
  "if-modified-since",
  "if-unmodified-since",
  "if-range",
  "idempotency-key",
  "traceparent",
] as const;

/** Response headers that the hub copies back from an integration; all others stay behind (contract 1.1). */
export const FORWARDED_RESPONSE_HEADERS = [
  "content-type",
  "content-disposition",
  "etag",
  "last-modified",
  "retry-after",
] as const;
