import { Hono } from "hono";
import type { Context } from "../context.ts";
import { answer } from "../http/answers.ts";
import type { HubEnv } from "../http/environment.ts";
import { limitRate } from "../http/rate-limit.ts";
import { checkIntegration } from "./check-integration.ts";

/** A check sends some sixty requests to somebody's server: a few at once, then one each half minute. */
const CHECK_RATE = { perSecond: 1 / 30, burst: 5 };

/** Checks an integration from the admin panel. Mounted behind `requireAdministrator`. */
export function conformanceAdminRoutes(context: Context): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();
  const limit = limitRate(CHECK_RATE, context.clock, (c) => c.get("session").person.user_id);
  routes.post("/api/admin/integrations/:serviceId/check", limit, async (c) => {
    const { organisationId, person } = c.get("session");
    const ref = { organisationId, serviceId: c.req.param("serviceId") };
    return answer(c, await checkIntegration(context, ref, { userId: person.user_id, requestId: c.get("requestId") }));
  });
  return routes;
}
