import type { Clauses } from "./clauses.ts";

/** Flows and plain connects. */
export const CONNECT_CLAUSES: Clauses = {
  guardedBy: {
    "claimed flow of the organisation": ["POST /v2/connect/:flow/claim"],
    "completed flow of the integration": ["POST /v2/user/:userId/linked-accounts, after a verified connect"],
    "completed flow of the organisation": [
      "POST /v2/user/:userId/linked-accounts, after a verified connect",
      "POST /v2/user/:userId/linked-accounts, of another identity",
    ],
    "completed flow of the user": [
      "POST /v2/user/:userId/linked-accounts, after a verified connect",
      "POST /v2/user/:userId/linked-accounts, of another identity",
    ],
    "completed plain connect of the organisation": ["POST /v2/user/:userId/linked-accounts, after a plain connect"],
    "ended flow of the organisation": ["POST /connect/:flow/cancel", "POST /v2/connect/:flow/refuse"],
    "flow of the organisation": ["GET /connect/:flow/page", "GET /connect/:flow/verify", "POST /connect/:flow/confirm"],
    "flows of a leaver of the organisation": [
      "DELETE /scim/v2/Users/:userId",
      "PATCH /scim/v2/Users/:userId",
      "POST /api/admin/people/:userId/offboard",
    ],
    "integration's flow of the integration": [
      "POST /v2/connect/:flow/claim",
      "POST /v2/connect/:flow/redeem",
      "POST /v2/connect/:flow/redeem, of a reconnect",
      "POST /v2/connect/:flow/refuse",
      "POST /v2/connect/:flow/refuse, with the claim",
      "POST /v2/user/:userId/linked-accounts, after a verified connect",
    ],
    "integration's flow of the organisation": [
      "POST /v2/connect/:flow/claim",
      "POST /v2/connect/:flow/redeem",
      "POST /v2/connect/:flow/redeem, of a reconnect",
      "POST /v2/connect/:flow/refuse",
      "POST /v2/connect/:flow/refuse, with the claim",
      "POST /v2/user/:userId/linked-accounts, after a verified connect",
      "POST /v2/user/:userId/linked-accounts, of another identity",
    ],
    "newest plain connect of the integration": ["POST /v2/user/:userId/linked-accounts, after a plain connect"],
    "newest plain connect of the user": ["POST /v2/user/:userId/linked-accounts, after a plain connect"],
    "open exchanges of the organisation": [
      "GET /api/admin/offboardings/:offboardingId",
      "GET /api/admin/offboardings/:offboardingId/report.json",
    ],
    "orphans of the organisation": ["GET /api/admin/orphans"],
    "own flow of the organisation": [
      "GET /connect/:flow",
      "GET /connect/:flow, as a stream",
      "POST /connect/:flow/cancel",
    ],
    "own flow of the user": ["GET /connect/:flow", "GET /connect/:flow, as a stream", "POST /connect/:flow/cancel"],
    "redeemed flow of the organisation": [
      "POST /v2/connect/:flow/redeem",
      "POST /v2/connect/:flow/redeem, of a reconnect",
    ],
    "refused claim of the organisation": ["POST /v2/connect/:flow/refuse, with the claim"],
    "verified flow of the organisation": ["POST /connect/:flow/confirm"],
  },
  inDepth: {
    "claimed flow of the integration": "claimFlow has found the flow among the integration's own before",
    "newest plain connect of the organisation": "the update around it is held to the organisation",
    "open flows of the organisation": "the digest of a session is unique",
    "redeemed flow of the integration": "redeemFlow has found the flow among the integration's own before",
    "refused claim of the integration": "refuseConnect has found the flow among the integration's own before",
    "remark on a flow of the organisation": "the flow was completed in the same transaction; its twin is not complete",
    "verified flow of the user":
      "verifyBrowser compares the users itself, because it must burn the flow of another one",
  },
  outOfReach: {},
};
