import { HEADERS } from "@joinery/contract";
import { createMiddleware } from "hono/factory";
import type { HubEnv } from "./environment.ts";

/** Gives every request a name of the hub's own making, told back in a header, and the headers that every answer carries. */
export const nameRequest = createMiddleware<HubEnv>(async (c, next) => {
  c.set("requestId", crypto.randomUUID());
  await next();
  c.res.headers.set(HEADERS.requestId, c.get("requestId"));
  c.res.headers.set("x-content-type-options", "nosniff");
  if (!c.res.headers.has("cache-control")) c.res.headers.set("cache-control", "private, no-store");
  if (!c.res.headers.has("referrer-policy")) c.res.headers.set("referrer-policy", "no-referrer");
  if (!c.res.headers.has("content-security-policy")) {
    c.res.headers.set("content-security-policy", "default-src 'none'; frame-ancestors 'none'");
  }
});
