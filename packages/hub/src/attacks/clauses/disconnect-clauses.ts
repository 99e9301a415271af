import type { Clauses } from "./clauses.ts";

/** Disconnects, their receipts and attempts, offboardings. */
export const DISCONNECT_CLAUSES: Clauses = {
  guardedBy: {
    "acknowledged receipt of the organisation": [
      "ALL /connector/:serviceId/*, Disconnect again, from an integration that acknowledges at last",
    ],
    "begun attempt of the organisation": [
      "ALL /connector/:serviceId/*, Disconnect again, from an integration that acknowledges at last",
      "ALL /connector/:serviceId/*, Disconnect again, from an integration that fails",
      "POST /api/admin/disconnects/:accountId/retry",
    ],
    "disconnect finished anyway of the organisation": ["POST /api/admin/disconnects/:accountId/finish"],
    "disconnect that Connect waits for of the integration": ["GET /api/integrations/:serviceId, while Connect waits"],
    "disconnect that Connect waits for of the organisation": ["GET /api/integrations/:serviceId, while Connect waits"],
    "disconnect that Connect waits for of the user": ["GET /api/integrations/:serviceId, while Connect waits"],
    "listed receipts of the integration": ["GET /api/integrations/:serviceId"],
    "listed receipts of the organisation": [
      "GET /api/admin/people/:userId",
      "GET /api/admin/people/:userId, of somebody who has left",
      "GET /api/integrations/:serviceId",
      "GET /api/integrations/:serviceId, while Connect waits",
    ],
    "listed receipts of the user": ["GET /api/integrations/:serviceId"],
    "newest offboarding of the organisation": ["GET /api/admin/people/:userId, of somebody who has left"],
    "offboarding of the organisation": [
      "GET /api/admin/offboardings/:offboardingId",
      "GET /api/admin/offboardings/:offboardingId/report.json",
    ],
    "offboardings of the organisation": ["GET /api/admin/offboardings"],
    "open disconnects of a leaver of the organisation": [
      "DELETE /scim/v2/Users/:userId",
      "PATCH /scim/v2/Users/:userId",
      "POST /api/admin/people/:userId/offboard",
    ],
    "open disconnects of the organisation": ["GET /api/admin/disconnects"],
    "receipt of the organisation": [
      "ALL /connector/:serviceId/*, Disconnect",
      "ALL /connector/:serviceId/*, Disconnect again, from an integration that acknowledges at last",
      "ALL /connector/:serviceId/*, Disconnect again, from an integration that fails",
      "DELETE /api/admin/accounts/:accountId",
      "GET /api/accounts/:accountId/receipt",
      "POST /api/accounts/:accountId/disconnect",
      "POST /api/accounts/:accountId/disconnect, of one that needs its owner",
      "POST /api/admin/disconnects/:accountId/finish",
      "POST /api/admin/disconnects/:accountId/retry",
    ],
    "receipts of an offboarding of the organisation": [
      "GET /api/admin/offboardings/:offboardingId",
      "GET /api/admin/offboardings/:offboardingId/report.json",
    ],
    "revocation of the organisation": [
      "ALL /connector/:serviceId/*, Disconnect again, from an integration that acknowledges at last",
    ],
  },
  inDepth: {
    "failed attempt of the organisation": "the attempt is named by its end, which only its begin has answered",
  },
  outOfReach: {},
};
