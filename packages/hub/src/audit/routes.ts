import { Hono } from "hono";
import type { Context } from "../context.ts";
import { answer } from "../http/answers.ts";
import { readCursor } from "../http/cursor.ts";
import type { HubEnv } from "../http/environment.ts";
import { listEvents } from "./list-events.ts";

/** The audit, for administrators. */
export function auditRoutes({ db }: Context): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();
  routes.get("/api/admin/audit", async (c) =>
    answer(c, await listEvents(db, c.get("session").organisationId, readCursor(c.req.query("before")))),
  );
  return routes;
}
