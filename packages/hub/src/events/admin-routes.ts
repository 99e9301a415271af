import { changeEndpointBody, createEndpointBody } from "@joinery/contract/pages";
import { Hono } from "hono";
import type { Context } from "../context.ts";
import { answer } from "../http/answers.ts";
import { readCursor, toPage } from "../http/cursor.ts";
import type { HubEnv, Request } from "../http/environment.ts";
import { requireFreshSignIn } from "../http/guards.ts";
import { readJson } from "../http/read-input.ts";
import { type Actor, changeEndpoint, createEndpoint, removeEndpoint, rotateEventSecret } from "./change-endpoint.ts";
import { listAttempts, listDeliveries, listLastDeliveries } from "./delivery-log-store.ts";
import { type EndpointRow, getEndpoint, listEndpoints } from "./endpoint-store.ts";
import { toDeliveryRow, toEndpointView } from "./present.ts";
import { replayDelivery } from "./replay-delivery.ts";

/** Endpoints for events and the log of their deliveries. Mounted behind `requireAdministrator`. */
export function eventAdminRoutes(context: Context): Hono<HubEnv> {
  const { db } = context;
  const routes = new Hono<HubEnv>();
  const fresh = requireFreshSignIn(context);
  const who = (c: Request): Actor => ({
    organisationId: c.get("session").organisationId,
    userId: c.get("session").person.user_id,
    requestId: c.get("requestId"),
  });
  const refOf = (c: Request) => ({
    organisationId: c.get("session").organisationId,
    endpointId: c.req.param("endpointId") ?? "",
  });

  async function viewsOf(organisationId: string, rows: EndpointRow[]) {
    const last = await listLastDeliveries(db, organisationId);
    return rows.map((row) =>
      toEndpointView(
        row,
        last.find(({ endpoint_id }) => endpoint_id === row.endpoint_id),
      ),
    );
  }

  routes.get("/api/admin/events/endpoints", async (c) => {
    const { organisationId } = c.get("session");
    return answer(c, { endpoints: await viewsOf(organisationId, await listEndpoints(db, organisationId)) });
  });

  routes.post("/api/admin/events/endpoints", fresh, async (c) => {
    const { endpointId, secret } = await createEndpoint(context, who(c), await readJson(c, createEndpointBody));
    const row = await getEndpoint(db, { organisationId: who(c).organisationId, endpointId });
    return answer(c, { endpoint: toEndpointView(row, undefined), secret }, 201);
  });

  routes.patch("/api/admin/events/endpoints/:endpointId", async (c) => {
    const { endpointId, organisationId } = refOf(c);
    const row = await changeEndpoint(context, who(c), endpointId, await readJson(c, changeEndpointBody));
    const [view] = await viewsOf(organisationId, [row]);
    return answer(c, view);
  });

  routes.delete("/api/admin/events/endpoints/:endpointId", async (c) => {
    await removeEndpoint(context, who(c), refOf(c).endpointId);
    return answer(c, {});
  });

  routes.post("/api/admin/events/endpoints/:endpointId/secret", fresh, async (c) =>
    answer(c, { secret: await rotateEventSecret(context, who(c), refOf(c).endpointId) }),
  );

  routes.get("/api/admin/events/endpoints/:endpointId/deliveries", async (c) => {
    const { endpoint_id: endpointId, organisation_id: organisationId } = await getEndpoint(db, refOf(c));
    const rows = await listDeliveries(db, { organisationId, endpointId }, readCursor(c.req.query("before")));
    const attempts = await listAttempts(
      db,
      organisationId,
      rows.map((row) => row.delivery_id),
    );
    const cursorOf = (row: (typeof rows)[number]) => ({ at: row.created_at, id: row.delivery_id });
    return answer(
      c,
      toPage(rows, cursorOf, (row) => toDeliveryRow(row, attempts)),
    );
  });

  routes.post("/api/admin/events/deliveries/:deliveryId/replay", async (c) =>
    answer(c, { delivery_id: await replayDelivery(context, who(c), c.req.param("deliveryId")) }, 201),
  );

  return routes;
}
