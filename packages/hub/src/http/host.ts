import { Problem } from "@joinery/contract";
import { createMiddleware } from "hono/factory";
import type { HubEnv, Request } from "./environment.ts";

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

/** What a reverse proxy or a tunnel adds (RFC 7239, and older than that). */
const ADDED_ON_THE_WAY = ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"];

/**
 * Whether a request says that somebody passed it on. Then its `Host` and the address of its connection may be this machine's,
 * and whoever sent it is anywhere.
 */
export function isPassedOn(c: Request): boolean {
  return ADDED_ON_THE_WAY.some((name) => c.req.header(name) !== undefined);
}
