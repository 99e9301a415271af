import { Hono } from "hono";
import type { Context } from "../context.ts";
import { answer } from "../http/answers.ts";
import { readCursor } from "../http/cursor.ts";
import type { HubEnv } from "../http/environment.ts";
import { listRequests } from "./requests.ts";

/** The last proxied requests, for administrators. */
export function requestAdminRoutes({ db }: Context): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();
  routes.get("/api/admin/requests", async (c) =>
    answer(c, await listRequests(db, c.get("session").organisationId, readCursor(c.req.query("before")))),
  );
  return routes;
}
