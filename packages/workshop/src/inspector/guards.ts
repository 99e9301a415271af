import { createHash, timingSafeEqual } from "node:crypto";
import { Problem } from "@joinery/contract";
import type { MiddlewareHandler } from "hono";

/** Answers its own address only, so that a foreign name that points to loopback (DNS rebinding) reaches nothing. */
export function requireOwnHost(host: () => string): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.header("host")?.toLowerCase() !== host()) throw new Problem("MISDIRECTED");
    await next();
  };
}

const READS = new Set(["GET", "HEAD"]);

/**
 * Whatever changes something comes from the workshop's own pages, or from a program that shows the control token. Another
 * page in the same browser has neither.
 */
export function requireControl({ origin, token }: { origin: () => string; token: string }): MiddlewareHandler {
  return async (c, next) => {
    if (!READS.has(c.req.method)) requireRight(c.req.raw.headers, origin(), token);
    else if (c.req.path.startsWith("/api/")) refuseOtherPages(c.req.header("sec-fetch-site"));
    await next();
  };
}

/** Browsers keep other pages from reading the answer; here they don't even get one. Programs say nothing of where they are. */
function refuseOtherPages(site: string | undefined): void {
  if (site !== undefined && site !== "same-origin" && site !== "none") throw new Problem("CROSS_ORIGIN");
}

function requireRight(headers: Headers, ownOrigin: string, token: string): void {
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    if (!isSame(authorization, `Bearer ${token}`)) throw new Problem("UNAUTHENTICATED");
    return;
  }
  const origin = headers.get("origin");
  const site = headers.get("sec-fetch-site");
  if (origin === null && site === null) throw new Problem("UNAUTHENTICATED");
  const isOwnOrigin = origin === null || origin === ownOrigin;
  if (!isOwnOrigin || (site !== null && site !== "same-origin")) throw new Problem("CROSS_ORIGIN");
}

function isSame(given: string, expected: string): boolean {
  const digest = (value: string) => createHash("sha256").update(value).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
