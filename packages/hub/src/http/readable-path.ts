import { Problem } from "@joinery/contract";
import { createMiddleware } from "hono/factory";
import type { HubEnv } from "./environment.ts";

/**
 * Nothing of ours has U+0000 in its address, and PostgreSQL fails at comparing with it. The proxy reads its paths itself,
 * because they belong to the integration.
 */
export const refuseNullInPath = createMiddleware<HubEnv>(async (c, next) => {
  const { path } = c.req;
  const hasNull = path.includes("\u0000") || path.includes("%00");
  if (hasNull && !path.startsWith("/connector/")) throw new Problem("NOT_FOUND");
  await next();
});
