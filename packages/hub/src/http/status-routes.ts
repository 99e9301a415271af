import { JWKS_PATH } from "@joinery/contract";
import { Hono } from "hono";
import { sql } from "kysely";
import type { Context } from "../context.ts";
import type { HubEnv } from "./environment.ts";

/** What machines ask: is it alive, is it ready, which keys sign its assertions. */
export function statusRoutes({ db, signer }: Context): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();
  routes.get("/healthz", (c) => c.json({ status: "ok" }));
  routes.get("/readyz", async (c) => {
    const isReady = await sql`select 1`.execute(db).then(
      () => true,
      () => false,
    );
    return c.json({ status: isReady ? "ok" : "database unavailable" }, isReady ? 200 : 503);
  });
  routes.get(JWKS_PATH, (c) => c.json(signer.jwks(), 200, { "cache-control": "public, max-age=300" }));
  return routes;
}
