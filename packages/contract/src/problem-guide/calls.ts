import type { ProblemGuideEntry } from "./entry.ts";

/** Refusals of a call between hub and integration, or between integration and external service. */
export const CALL_PROBLEMS = {
  SECRET_WRONG: {
    whose: "administrator",
    when: "Sent by the SDK: `blink-auth-proxysecret` is missing, or is none of the integration's proxy secrets. Whoever sent the request is not the hub, or one side has not heard of a new secret.",
    todo: "Compare the secret in the admin panel with the integration's settings. To replace it without a gap, give the integration both (`JOINERY_PROXY_SECRET` and `JOINERY_PROXY_SECRET_NEXT`), then activate the next one, then drop the old one.",
    example: `curl -X POST https://links.example/auth/t-…
401 {"code": "SECRET_WRONG", …}   as it should be: curl is not the hub`,
  },
  ASSERTION_INVALID: {
    whose: "integration",
    when: "Sent by an SDK that is configured for this hub: the hub's signed statement is missing, older than a minute or two, used before, or made for another method, path, body or user.",
    todo: "Look for `assertion_refused` in the integration's log; `why` says which. `clock_difference_seconds` far from 0: set the clock. `another path`: a proxy in front rewrites it, so set `proxyPath`, or let it pass unchanged. `signature, issuer …`: compare `JOINERY_HUB` and `JOINERY_SERVICE_ID`.",
    example: '{"level":"warn","event":"assertion_refused","why":"another path","clock_difference_seconds":0}',
  },
  EXTERNAL_SERVICE_FAILED: {
    whose: "external service",
    when: "Sent by the SDK or an action: the external service could not be reached, took too long, or answered with something that can't be used. A Disconnect that reads this has deleted nothing.",
    todo: "Try again later; all of it is safe to repeat. If it stays, look in the integration's log for the cause, and at the service's own status page.",
  },
  INTEGRATION_UNREACHABLE: {
    whose: "integration",
    when: "The hub got no connection: refused, no such host name, no valid certificate, or an address that integrations may not have.",
    todo: "Read the reason in the request list of the admin panel. Then try the proxy URL from the machine that the hub runs on. For a private address an administrator names its network in the registration.",
    example: `Nothing answers at the proxy URL: the connection was refused.
The certificate of the integration is for another host name.`,
  },
  INTEGRATION_ANSWER_WRONG: {
    whose: "integration",
    when: "An answer came that can't be used. To Connect: a status other than 2xx, no JSON, or no usable `authorization_url`. To Disconnect: a web page, or a status other than 2xx, 404 and 410. To anything: a redirect, a compressed or too large body, or one that repeats the proxy secret.",
    todo: "Read the reason in the request list of the admin panel. Answer Connect with exactly the lines below; `https` only, `http` only to this machine.",
    example: `POST /auth/t-…
200 {"code": "OK", "message": "OK", "data": {"authorization_url": "https://…"}}`,
  },
  INTEGRATION_BUSY: {
    whose: "integration",
    when: "Sent by the hub: 32 requests to this integration are under way, or 16 of this person. Sent by the SDK: the hub or its keys can't be reached, another process is refreshing, or the store is full.",
    todo: "Wait a moment and try again; `Retry-After` says how long. If it stays, find out what takes the integration so long: the request list has the duration of each.",
  },
  INTEGRATION_TIMEOUT: {
    whose: "integration",
    when: "There was no complete answer within 10 seconds for Connect and Disconnect, 30 for the rest.",
    todo: "Answer first, work later: Connect needs an address and nothing else. Give every request to the external service a time limit that is shorter than the hub's.",
  },
  UNAVAILABLE: {
    whose: "hub",
    when: "The hub's database does not answer, or a failover is under way. Nothing was written, or it is not known whether it was.",
    todo: "Send the request again after `Retry-After`, with the same `Idempotency-Key`: it is then done once.",
  },
} satisfies Record<string, ProblemGuideEntry>;
