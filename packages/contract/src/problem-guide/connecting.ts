import type { ProblemGuideEntry } from "./entry.ts";

/** Refusals on the way from Connect to a linked account. */
export const CONNECT_PROBLEMS = {
  AUTH_ID_NOT_FOUND: {
    whose: "integration",
    when: "The Auth ID is unknown, or it belongs to another integration. Sent by the hub and, for `POST /auth/<auth_id>`, by the SDK.",
    todo: "Copy the Auth ID from the integration's page once more. It is not the Service ID: one begins with `t-`, the other with `l-`.",
  },
  FLOW_NOT_FOUND: {
    whose: "integration",
    when: "There is no such connect, it belongs to another integration, or the save names another user than the one who started it.",
    todo: "Take the flow from the `joinery-flow` header of this Connect, and the user from the answer to `redeem`; from nowhere else, least of all from an address.",
  },
  FLOW_BURNED: {
    whose: "nobody",
    when: "A check that protects people has failed: the link was opened by another person, the callback came in another browser, or the one-use code came with the wrong verifier. Nothing was linked.",
    todo: "Whoever wants to connect presses Connect on their own page. An integration that reads this when it saves must withdraw what was granted.",
    example: "Eve pressed Connect and sent the link to Bob. Bob's browser is not Eve's, so the hub ended it.",
  },
  FLOW_EXPIRED: {
    whose: "person",
    when: "The time is over: 10 minutes to open the new window, 30 to come back from the external service, 72 hours until the save.",
    todo: "Press Connect again. An integration that reads this when it saves must withdraw what was granted.",
  },
  FLOW_REFUSED: {
    whose: "nobody",
    when: "The connect has ended without a link: the person pressed Deny, the external service failed, or the integration gave up and said so.",
    todo: "Press Connect again. The admin panel has the reason.",
  },
  FLOW_CLAIMED: {
    whose: "nobody",
    when: "The token request of this connect was already allowed, and it is allowed once. Usually the callback was loaded twice.",
    todo: "Don't send the token request; the first callback is on its way to the end. Show a page that says so.",
  },
  FLOW_COMPLETED: {
    whose: "nobody",
    when: "The account of this connect is already linked.",
    todo: "Nothing. An integration that repeats its save after a lost answer may take this as success.",
  },
  FLOW_OUT_OF_ORDER: {
    whose: "integration",
    when: "`redeem`, `claim` or `refuse` came in a state in which it is not due: for example a claim before the redeem.",
    todo: "Keep the order: open, verify, redeem, go to the external service, callback, claim, token request, save.",
    example: `POST /v2/connect/f-…/claim    the flow is only "verified"
409 {"code": "FLOW_OUT_OF_ORDER", …}
POST /v2/connect/f-…/redeem   comes first`,
  },
  FLOW_REQUIRED: {
    whose: "administrator",
    when: "Sent by an SDK that is configured for this hub: Connect came without a flow. Either the integration is registered as plain, or somebody else than the hub made the request.",
    todo: "Register the integration as verified, with its connect base. An SDK that serves Blink is configured with Blink's address and needs no flow.",
  },
  CONNECT_REQUIRED: {
    whose: "integration",
    when: "A plain integration saves a new account, and that person has not pressed Connect within the last 30 minutes, or has used that press already. One press is good for one account.",
    todo: "Save within 30 minutes of `POST /auth/…`, and take the user from its `blink-auth-userid`. Updating an account that exists needs no press.",
  },
  VERIFICATION_REQUIRED: {
    whose: "integration",
    when: "A verified integration saves a new account without `joinery-flow` and `joinery-claim`; or the organisation allows verified connects only, and this integration is registered as plain.",
    todo: "Send flow and claim with the save; the SDK does so. A plain integration can't be used where the policy asks for verified ones: build it with the SDK, then let an administrator register it as verified.",
  },
  CLAIM_WRONG: {
    whose: "integration",
    when: "The save carries another claim than the one that `claim` answered for this flow.",
    todo: "Keep the claim beside its flow, and send the two together. If two connects run at the same time, look for a variable that they share.",
  },
  USER_INACTIVE: {
    whose: "administrator",
    when: "The person was deactivated in the directory. A connect that was under way ends.",
    todo: "Activate the person if they should have access. An integration that reads this when it saves must withdraw what was granted.",
  },
  INTEGRATION_DISABLED: {
    whose: "administrator",
    when: "An administrator has switched the integration off: no Connect, no buttons.",
    todo: "Switch it on again on its page in the admin panel.",
  },
  DISCONNECT_IN_PROGRESS: {
    whose: "integration",
    when: "The person has disconnected an account, the integration has not confirmed it yet, and until then no new one is linked.",
    todo: "Answer `DELETE /linked-accounts/<id>` with a 2xx that is no web page, or 404 when you don't know the account. The person presses *Try again* on the account's receipt.",
    example: `DELETE /linked-accounts/k-…
200 {"code": "OK", "message": "OK", "data": {"revocation": "revoked"}}`,
  },
} satisfies Record<string, ProblemGuideEntry>;
