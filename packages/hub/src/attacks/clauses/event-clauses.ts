import type { Clauses } from "./clauses.ts";

const JOB_OF_DELIVERY =
  "only a job comes here, and it carries the organisation that its delivery was made in; another one finds nothing";
const JOB_OF_NOTICE =
  "only a job comes here, and it carries the organisation that its notice was made in; another one finds nothing";

/** Events, their deliveries, and notices. */
export const EVENT_CLAUSES: Clauses = {
  guardedBy: {
    "attempts of the organisation": ["GET /api/admin/events/endpoints/:endpointId/deliveries"],
    "changed endpoint of the organisation": [
      "PATCH /api/admin/events/endpoints/:endpointId",
      "PATCH /api/admin/events/endpoints/:endpointId, switching it off",
      "PATCH /api/admin/events/endpoints/:endpointId, with events that wait",
      "POST /api/admin/events/endpoints/:endpointId/secret",
    ],
    "deliveries of the organisation's removed endpoint": ["DELETE /api/admin/events/endpoints/:endpointId"],
    "delivery of the organisation": ["POST /api/admin/events/deliveries/:deliveryId/replay"],
    "dismissed notice of the organisation": ["DELETE /api/notices/:noticeId"],
    "dismissed notice of the user": ["DELETE /api/notices/:noticeId"],
    "endpoint of the organisation": ["GET /api/admin/events/endpoints/:endpointId/deliveries"],
    "endpoints of the organisation": [
      "GET /api/admin/events/endpoints",
      "GET /api/admin/events/endpoints, with its last delivery",
    ],
    "held deliveries of the organisation": ["PATCH /api/admin/events/endpoints/:endpointId, switching it off"],
    "last deliveries of the organisation": ["GET /api/admin/events/endpoints, with its last delivery"],
    "listed deliveries of the organisation": ["GET /api/admin/events/endpoints/:endpointId/deliveries"],
    "locked endpoint of the organisation": [
      "DELETE /api/admin/events/endpoints/:endpointId",
      "PATCH /api/admin/events/endpoints/:endpointId",
      "PATCH /api/admin/events/endpoints/:endpointId, switching it off",
      "PATCH /api/admin/events/endpoints/:endpointId, with events that wait",
      "POST /api/admin/events/endpoints/:endpointId/secret",
    ],
    "notices of the organisation": ["GET /api/notices"],
    "notices of the user": ["GET /api/notices"],
    "released deliveries of the organisation": ["PATCH /api/admin/events/endpoints/:endpointId, with events that wait"],
    "removed endpoint of the organisation": ["DELETE /api/admin/events/endpoints/:endpointId"],
    "settled notice of the organisation": ["POST /api/accounts/:accountId/disconnect, of one that needs its owner"],
  },
  inDepth: {
    "listeners of the organisation": "the key of a delivery holds its endpoint to the organisation of its event",
  },
  outOfReach: {
    "attempted delivery of the organisation": JOB_OF_DELIVERY,
    "disabled endpoint of the organisation": JOB_OF_DELIVERY,
    "earlier delivery of the organisation": JOB_OF_DELIVERY,
    "ended attempt of the organisation": JOB_OF_DELIVERY,
    "event of the organisation": JOB_OF_DELIVERY,
    "failing endpoint of the organisation": JOB_OF_DELIVERY,
    "mailed notice of the organisation": JOB_OF_NOTICE,
    "notice of the organisation": JOB_OF_NOTICE,
    "postponed delivery of the organisation": JOB_OF_DELIVERY,
    "reached endpoint of the organisation": JOB_OF_DELIVERY,
    "waiting delivery of the organisation": JOB_OF_DELIVERY,
  },
};
