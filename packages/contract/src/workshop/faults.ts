/** Who misbehaves while a fault is on. */
export type FaultSide = "service" | "hub" | "browser";

/** A fault of the panel. */
export interface Fault {
  side: FaultSide;
  /** `switch`: on until switched off. `once`: happens when pressed. */
  kind: "switch" | "once";
  /** Of the button. */
  title: string;
  /** What happens, in one sentence. */
  what: string;
}

/** Everything that the workshop can do wrong on purpose. Ids are public: `joinery fault <id>`, tests, the panel. */
export const FAULTS = {
  "consent-denied": {
    side: "service",
    kind: "switch",
    title: "Consent denied",
    what: "Acme Desk answers every consent with access_denied.",
  },
  "slow-6s": {
    side: "service",
    kind: "switch",
    title: "Slow: 6 seconds",
    what: "Acme Desk's token, revocation, userinfo and ticket endpoints answer after 6 seconds; for whoever hangs up earlier nothing happens there.",
  },
  "slow-30s": {
    side: "service",
    kind: "switch",
    title: "Slow: 30 seconds",
    what: "Acme Desk's token, revocation, userinfo and ticket endpoints answer after 30 seconds; for whoever hangs up earlier nothing happens there.",
  },
  "answers-500": {
    side: "service",
    kind: "switch",
    title: "Answers 500",
    what: "Acme Desk's token, revocation, userinfo and ticket endpoints do nothing and answer with status 500.",
  },
  "not-json": {
    side: "service",
    kind: "switch",
    title: "Not JSON",
    what: "Acme Desk's token, revocation, userinfo and ticket endpoints do nothing and answer with a web page and status 200.",
  },
  "token-expired": {
    side: "service",
    kind: "once",
    title: "Access tokens expired",
    what: "All access tokens that Acme Desk has issued expire now, also in what the hub has stored; refresh tokens stay.",
  },
  "grant-revoked": {
    side: "service",
    kind: "once",
    title: "Grants revoked over there",
    what: "Every person takes the access of every app back at Acme Desk.",
  },
  "other-account": {
    side: "service",
    kind: "switch",
    title: "Another account than last time",
    what: "Everybody is logged out at Acme Desk, and whoever logs in there comes back as Mira Quinn.",
  },
  "scope-dropped": {
    side: "service",
    kind: "switch",
    title: "Scope dropped",
    what: "Acme Desk grants everything that was asked for, but not to file tickets.",
  },
  "refresh-reused": {
    side: "service",
    kind: "switch",
    title: "Refresh token reused",
    what: "Acme Desk takes the next refresh for the reuse of a rotated token: it refuses it and ends the grant. Then the fault is off again.",
  },
  "callback-twice": {
    side: "browser",
    kind: "switch",
    title: "Callback twice",
    what: "The browser loads the callback a second time, with the same cookies; the person sees what came first.",
  },
  "link-forwarded": {
    side: "browser",
    kind: "once",
    title: "Link forwarded to another person",
    what: "Eve presses Connect and sends the link to Bob, who opens it in his own browser and presses Allow.",
  },
  "secret-missing": {
    side: "hub",
    kind: "switch",
    title: "Proxy secret missing",
    what: "Requests reach the integration without the proxy secret.",
  },
  "secret-wrong": {
    side: "hub",
    kind: "switch",
    title: "Proxy secret wrong",
    what: "Requests reach the integration with another proxy secret.",
  },
  "secret-old": {
    side: "hub",
    kind: "switch",
    title: "Proxy secret old",
    what: "Requests reach the integration with the secret that was replaced.",
  },
  "request-replayed": {
    side: "hub",
    kind: "switch",
    title: "Request replayed",
    what: "Somebody who has recorded a request sends it once more; the answer is the one to the second.",
  },
  "request-stale": {
    side: "hub",
    kind: "switch",
    title: "Request stale",
    what: "Requests reach the integration with a statement that the hub signed ten minutes ago.",
  },
  "signature-bad": {
    side: "hub",
    kind: "switch",
    title: "Badly signed",
    what: "Requests reach the integration with a statement that somebody else has signed.",
  },
} as const satisfies Record<string, Fault>;

export type FaultId = keyof typeof FAULTS;

/** Whether a text names a fault. */
export function isFaultId(value: string): value is FaultId {
  return Object.hasOwn(FAULTS, value);
}
