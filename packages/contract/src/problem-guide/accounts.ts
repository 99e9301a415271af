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
} satisfies Record<string, ProblemGuideEntry>;
