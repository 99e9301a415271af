import { setTimeout as wait } from "node:timers/promises";
import { JWKS_PATH } from "@joinery/contract";
import { Hono } from "hono";
import type { Context } from "../context.ts";
import { findMissingMigrations } from "../store/migrate.ts";
import type { Db } from "../store/tables.ts";
import type { HubEnv } from "./environment.ts";

/** Whoever asks has little patience, and a database that takes longer serves nobody. */
const DATABASE_WITHIN_MS = 2_000;

/** What machines ask: is it alive, is it ready, which keys sign its assertions. */
export function statusRoutes({ db, signer, closing }: Context): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();
  routes.get("/healthz", (c) => c.json({ status: "ok" }));
  routes.get("/readyz", async (c) => {
    const status = closing.aborted ? "draining" : await lookAtDatabase(db);
    return c.json({ status }, status === "ok" ? 200 : 503);
  });
  routes.get(JWKS_PATH, (c) => c.json(signer.jwks(), 200, { "cache-control": "public, max-age=300" }));
  return routes;
}

async function lookAtDatabase(db: Db): Promise<string> {
  const looking = findMissingMigrations(db).then(
    (missing) => (missing.length === 0 ? "ok" : "database behind: run joinery hub migrate"),
    // A newer hub has migrated it, as in every upgrade: what this one needs is there.
    (error: Error) => (error.name === "SchemaIsNewer" ? "ok" : "database unavailable"),
  );
  return Promise.race([looking, wait(DATABASE_WITHIN_MS, "database unavailable", { ref: false })]);
}
