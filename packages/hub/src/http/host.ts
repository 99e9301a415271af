import { Problem } from "@joinery/contract";
import { createMiddleware } from "hono/factory";
import type { HubEnv } from "./environment.ts";

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** Whether a host name (as `URL.hostname` spells it) is this machine. */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}

/** Answers only the host the hub is configured for, so that DNS rebinding reaches nothing. */
export function requireHost(publicUrl: URL) {
  return createMiddleware<HubEnv>(async (c, next) => {
    if (c.req.header("host")?.toLowerCase() !== publicUrl.host) throw new Problem("MISDIRECTED");
    await next();
  });
}
