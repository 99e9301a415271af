/** The ownership clauses of events and notices, and the rows that fail without them. */
export const EVENT_CLAUSES: Record<string, string[]> = {
  "listed deliveries of the organisation": ["GET /api/admin/events/endpoints/:endpointId/deliveries"],
  "attempts of the organisation": ["GET /api/admin/events/endpoints/:endpointId/deliveries"],
  "last deliveries of the organisation": ["GET /api/admin/events/endpoints, with its last delivery"],
  "endpoint of the organisation": ["GET /api/admin/events/endpoints/:endpointId/deliveries"],
  "endpoints of the organisation": [
    "GET /api/admin/events/endpoints",
    "GET /api/admin/events/endpoints, with its last delivery",
  ],
  "changed endpoint of the organisation": [
    "PATCH /api/admin/events/endpoints/:endpointId",
    "PATCH /api/admin/events/endpoints/:endpointId, switching it off",
    "PATCH /api/admin/events/endpoints/:endpointId, with events that wait",
    "POST /api/admin/events/endpoints/:endpointId/secret",
  ],
  "locked endpoint of the organisation": [
    "PATCH /api/admin/events/endpoints/:endpointId",
    "PATCH /api/admin/events/endpoints/:endpointId, switching it off",
    "PATCH /api/admin/events/endpoints/:endpointId, with events that wait",
    "POST /api/admin/events/endpoints/:endpointId/secret",
    "DELETE /api/admin/events/endpoints/:endpointId",
  ],
  "removed endpoint of the organisation": ["DELETE /api/admin/events/endpoints/:endpointId"],
  "delivery of the organisation": ["POST /api/admin/events/deliveries/:deliveryId/replay"],
  "held deliveries of the organisation": ["PATCH /api/admin/events/endpoints/:endpointId, switching it off"],
  "released deliveries of the organisation": ["PATCH /api/admin/events/endpoints/:endpointId, with events that wait"],
  "deliveries of the organisation's removed endpoint": ["DELETE /api/admin/events/endpoints/:endpointId"],
  "notices of the organisation": ["GET /api/notices"],
  "notices of the user": ["GET /api/notices"],
  "dismissed notice of the organisation": ["DELETE /api/notices/:noticeId"],
  "dismissed notice of the user": ["DELETE /api/notices/:noticeId"],
  "settled notice of the organisation": ["POST /api/accounts/:accountId/disconnect, of one that needs its owner"],
};

/** Those that another check comes before, and which one. */
export const EVENT_CLAUSES_IN_DEPTH: Record<string, string> = {
  "listeners of the organisation": "the key of a delivery holds its endpoint to the organisation of its event",
  "reached endpoint of the organisation":
    "only a job comes here, and it carries the organisation that its delivery was made in; another one finds nothing",
  "failing endpoint of the organisation":
    "only a job comes here, and it carries the organisation that its delivery was made in; another one finds nothing",
  "disabled endpoint of the organisation":
    "only a job comes here, and it carries the organisation that its delivery was made in; another one finds nothing",
  "waiting delivery of the organisation":
    "only a job comes here, and it carries the organisation that its delivery was made in; another one finds nothing",
  "earlier delivery of the organisation":
    "only a job comes here, and it carries the organisation that its delivery was made in; another one finds nothing",
  "postponed delivery of the organisation":
    "only a job comes here, and it carries the organisation that its delivery was made in; another one finds nothing",
  "attempted delivery of the organisation":
    "only a job comes here, and it carries the organisation that its delivery was made in; another one finds nothing",
  "ended attempt of the organisation":
    "only a job comes here, and it carries the organisation that its delivery was made in; another one finds nothing",
  "event of the organisation":
    "only a job comes here, and it carries the organisation that its delivery was made in; another one finds nothing",
  "notice of the organisation":
    "only a job comes here, and it carries the organisation that its notice was made in; another one finds nothing",
  "mailed notice of the organisation":
    "only a job comes here, and it carries the organisation that its notice was made in; another one finds nothing",
};
