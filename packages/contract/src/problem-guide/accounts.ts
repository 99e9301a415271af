import type { ProblemGuideEntry } from "./entry.ts";

/** Refusals about people, integrations and linked accounts that are asked for or used. */
export const ACCOUNT_PROBLEMS = {
  USER_NOT_FOUND: {
    whose: "caller",
    when: "The user id is unknown in this organisation.",
    todo: "Use the id as it came in `blink-auth-userid`, or look people up with `GET /v2/user`. An e-mail address or an employee number is no user id.",
  },
  INTEGRATION_NOT_FOUND: {
    whose: "caller",
    when: "The Service ID is unknown in this organisation.",
    todo: "Copy the Service ID from the integration's page in the admin panel. The addresses of buttons hold it too: `/connector/<service_id>/…`.",
  },
  LINKED_ACCOUNT_NOT_FOUND: {
    whose: "nobody",
    when: "There is no such account, it belongs to another user or another integration, or it is gone. All of these read the same, so that nobody learns what exists elsewhere.",
    todo: "After a *Delete* this is the usual answer to a second one: take it as done. Otherwise compare user id and account id with what *List* answers.",
    example: `DELETE /v2/user/u-…/linked-accounts/k-…   200
DELETE /v2/user/u-…/linked-accounts/k-…   404 {"code": "LINKED_ACCOUNT_NOT_FOUND", …}`,
  },
  API_TOKEN_NOT_FOUND: {
    whose: "nobody",
    when: "The token that an administrator revokes is unknown or already revoked.",
    todo: "Load the page again: the list shows what is left.",
  },
  NEEDS_RECONNECT: {
    whose: "person",
    when: "Sent by the SDK: the access at the external service is over, because it was taken back there, has expired for good, or never had a refresh token.",
    todo: "Press *Reconnect* on the account's page. Nothing has to be disconnected first.",
  },
  NOT_CONNECTED: {
    whose: "person",
    when: "Sent by the SDK: somebody pressed a button and has no linked account there.",
    todo: "Press *Connect* on the integration's page first.",
  },
  SESSION_NOT_FOUND: {
    whose: "nobody",
    when: "The session that somebody ends is unknown, belongs to somebody else, or has ended.",
    todo: "Load the page again: the list shows what is left.",
  },
  DISCONNECT_NOT_FOUND: {
    whose: "nobody",
    when: "An administrator asked about the disconnect of an account that was never disconnected, or of another organisation.",
    todo: "Open it from the list *Disconnects* of the admin panel.",
  },
  OFFBOARDING_NOT_FOUND: {
    whose: "nobody",
    when: "There is no offboarding report with this id in this organisation.",
    todo: "Open the person in the admin panel: their page leads to the newest report.",
  },
  EVENT_ENDPOINT_NOT_FOUND: {
    whose: "nobody",
    when: "The endpoint is unknown in this organisation, or was removed.",
    todo: "Load the list of endpoints again.",
  },
  DELIVERY_NOT_FOUND: {
    whose: "nobody",
    when: "The delivery is unknown in this organisation, or so old that the log has forgotten it.",
    todo: "Load the endpoint's log again.",
  },
  JOB_NOT_FOUND: {
    whose: "nobody",
    when: "The job is not among those that failed for good: somebody has sent it again, or it was forgotten after its time.",
    todo: "Load the list again.",
  },
  NOTICE_NOT_FOUND: {
    whose: "nobody",
    when: "The notice is unknown, belongs to somebody else, or was dismissed.",
    todo: "Nothing: it is not shown any more.",
  },
  LEASE_HELD: {
    whose: "nobody",
    when: "Another process of the integration is renewing this account's tokens. `Retry-After` says when asking again makes sense.",
    todo: "Wait, read the account again, and use the access token that the other process has saved. Do not send the refresh token to the external service without a lease.",
    example: `POST /v2/user/u-…/linked-accounts/k-…/lease   409 {"code": "LEASE_HELD", …}
Retry-After: 1`,
  },
  LEASE_SUPERSEDED: {
    whose: "integration",
    when: "A write carried `joinery-lease`, and somebody has taken a newer lease since: what it wrote would be older than what is there.",
    todo: "Throw the answer away and read the account again. Keep the token request under 20 seconds, so that a lease of 60 is enough.",
  },
  LEASE_REQUIRED: {
    whose: "integration",
    when: "A `PATCH` would change tokens without `joinery-lease` while another process holds the lease.",
    todo: "Take the lease first (`POST …/lease`), or leave the token fields out.",
  },
  CHOICE_MADE: {
    whose: "nobody",
    when: "A person chose what becomes of a second account, and the choice was made before: in another tab, or by an administrator.",
    todo: "Load the page again: it shows what was chosen.",
  },
  DISCONNECT_FINISHED: {
    whose: "nobody",
    when: "An administrator retries or finishes a disconnect that the integration has acknowledged meanwhile, or that was finished.",
    todo: "Load the list again. The receipt says how it ended.",
  },
} satisfies Record<string, ProblemGuideEntry>;
