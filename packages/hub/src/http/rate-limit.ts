import { Problem } from "@joinery/contract";
import { createMiddleware } from "hono/factory";
import type { HubEnv, Request } from "./environment.ts";

/** How many requests a caller may make: `burst` at once, `perSecond` in the long run. */
export interface Rate {
  perSecond: number;
  burst: number;
}

const CALLERS_MAX = 10_000;

/**
 * Refuses callers that ask too often, before any expensive work. A token bucket for each caller, kept in this process:
 * the limit protects this process.
 */
export function limitRate(rate: Rate, clock: () => Date, callerOf: (c: Request) => string) {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return createMiddleware<HubEnv>(async (c, next) => {
    const caller = callerOf(c);
    const now = clock().getTime();
    const bucket = buckets.get(caller) ?? { tokens: rate.burst, at: now };
    const tokens = Math.min(rate.burst, bucket.tokens + ((now - bucket.at) / 1000) * rate.perSecond);
    if (tokens < 1) throw new Problem("RATE_LIMITED", { retryAfterSeconds: Math.ceil((1 - tokens) / rate.perSecond) });
    // Re-inserting keeps the map in order of last use, so the first one is the one to forget.
    buckets.delete(caller);
    buckets.set(caller, { tokens: tokens - 1, at: now });
    const oldest = buckets.size > CALLERS_MAX ? buckets.keys().next().value : undefined;
    if (oldest !== undefined) buckets.delete(oldest);
    await next();
  });
}
