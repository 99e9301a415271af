import type { ProblemGuideEntry } from "./entry.ts";

/** Refusals of a request as such: its shape, its sender, its address. */
export const REQUEST_PROBLEMS = {
  BAD_REQUEST: {
    whose: "caller",
    when: "A field, a query parameter or a header is missing or has the wrong shape. Sent by the hub, and by the SDK for the input of an action.",
    todo: "Read `errors`: each entry has the `path` of a field and what it must be. An empty path means the body as a whole. What you sent is not repeated there.",
    example: `POST /v2/user/u-…/linked-accounts
{"auth_id": "t-…", "external_account_id": ""}

400 {"code": "BAD_REQUEST", …, "errors": [{"path": "external_account_id", "message": "…"}]}`,
  },
  BAD_PATH: {
    whose: "caller",
    when: "A path below `/connector/<service_id>` has dot segments, backslashes, control characters or slashes in disguise, or is longer than 8 KB. The hub refuses it before the integration hears of it.",
    todo: "Build the path of a button from plain segments, and encode each with `encodeURIComponent`. A name that people choose belongs into the query or the body.",
    example: "/connector/l-…/files/..%2f..%2fetc",
  },
  UNAUTHENTICATED: {
    whose: "integration",
    when: "An API call came without `Authorization: Bearer <token>`, or with a token that is unknown or revoked. The workshop says the same to a program without the token of its `.joinery/dev.json`.",
    todo: "Compare the token in your settings with the integration's page in the admin panel. It is shown once: when in doubt make a new one, put it in, then revoke the old one.",
    example: `curl https://hub.example/v2/user?page=1
401 {"code": "UNAUTHENTICATED", …}   no token was sent`,
  },
  SIGN_IN_REQUIRED: {
    whose: "person",
    when: "The session has ended, or there was none. A session ends after 30 minutes without use, and after 12 hours.",
    todo: "Sign in again, and press the button once more.",
  },
  CROSS_ORIGIN: {
    whose: "caller",
    when: "A request that only the hub's own pages may make came from elsewhere: another site, a script, or a browser that says nothing of where it comes from. All of `/connector/*` is among them, `GET` too.",
    todo: "Press the button on the hub's page. A program talks to the API with its token (`/v2/…`), not to `/connector/*`. Behind a reverse proxy, pass `Sec-Fetch-Site` and `Origin` on unchanged.",
  },
  ADMINISTRATOR_REQUIRED: {
    whose: "person",
    when: "Somebody who is no administrator asked for something of the admin panel.",
    todo: "Ask an administrator, or sign in as one.",
  },
  NOT_FOUND: {
    whose: "caller",
    when: "There is no such address. In the hub also: `/auth` and `/linked-accounts` below a proxy URL, with anything but the two calls that belong there. In the SDK also: a path that is no action, or one outside `proxyPath`.",
    todo: "Compare method and path letter by letter. If every request to your integration ends here, the proxy URL has a path that the integration does not know: set `proxyPath`.",
    example: `proxy URL   https://links.example/acme
arrives as  POST /acme/auth/t-…
set         createIntegration({ …, proxyPath: "/acme" })`,
  },
  METHOD_NOT_ALLOWED: {
    whose: "caller",
    when: "The address exists, but not for this method. The hub passes GET, HEAD, POST, PUT, PATCH, DELETE and OPTIONS on to integrations and no other method; the SDK's pages answer to GET and HEAD, and the one with *Continue* to POST.",
    todo: "Use one of these methods.",
  },
  VERSION_MISMATCH: {
    whose: "nobody",
    when: "`If-Match` names an old version of a linked account, or two administrators changed the same thing at once. Whoever came first has won, and nothing was overwritten.",
    todo: "Read again, decide again, and write with the new version.",
    example: `PATCH …/linked-accounts/k-…   If-Match: "3"
412 {"code": "VERSION_MISMATCH", …}
GET …/linked-accounts/k-…      ETag: "4"`,
  },
  PAYLOAD_TOO_LARGE: {
    whose: "caller",
    when: "The body of a request has more than 1 MB.",
    todo: "Send less, or send it in parts. Files belong where they are stored; send their address.",
  },
  UNSUPPORTED_MEDIA_TYPE: {
    whose: "caller",
    when: "A request has a body that is not labelled as JSON.",
    todo: "Send `Content-Type: application/json`, or no body.",
  },
  MISDIRECTED: {
    whose: "administrator",
    when: "The `Host` of the request is not the one that the hub is configured for. This also keeps other people's host names from reaching it (DNS rebinding).",
    todo: "Use the hub's public address. Behind a reverse proxy, let it pass the `Host` on unchanged.",
  },
  IDEMPOTENCY_KEY_REUSED: {
    whose: "integration",
    when: "The same `Idempotency-Key` came with another body. Keys are remembered for 7 days.",
    todo: "Draw a new key for each new request, and keep it only for repeating that request byte for byte. With a verified connect the key is the flow.",
  },
  RATE_LIMITED: {
    whose: "caller",
    when: "Too many requests in a short time. An integration may make 1,000 at once and 200 a second in the long run; requests with unknown tokens and sign-ins have tighter limits.",
    todo: "Wait as many seconds as `Retry-After` says, then go on. If it happens daily, look for a loop that repeats without waiting.",
  },
  INTERNAL: {
    whose: "hub",
    when: "Something failed that nobody foresaw. When the SDK sends it, the fault is in the integration: often in the handler of an action.",
    todo: "Find the `request_id` in the log of whoever sent it; the cause stands there and nowhere else. A repeatable one in hub or SDK is a fault of ours: please report it, without tokens.",
  },
  AUDITOR_READS_ONLY: {
    whose: "person",
    when: "Somebody with the role *auditor* tried to change something in the admin panel.",
    todo: "Ask an administrator to do it.",
  },
  FRESH_SIGN_IN_REQUIRED: {
    whose: "person",
    when: "Secrets are made or changed only within ten minutes of a sign-in, so that a browser left open is not enough.",
    todo: "Sign in again; the page leads there and back.",
  },
  SETUP_CODE_WRONG: {
    whose: "person",
    when: "The one-time code that makes the first administrator is not the one that was printed at first start, was used, or was guessed wrongly five times.",
    todo: "Read the code again from the first lines of the hub's output. After five wrong tries start the hub again: it prints a new one.",
  },
  LAST_ADMINISTRATOR: {
    whose: "administrator",
    when: "The change would leave the organisation without an active administrator, so that nobody could undo it.",
    todo: "Make somebody else an administrator first.",
  },
} satisfies Record<string, ProblemGuideEntry>;
