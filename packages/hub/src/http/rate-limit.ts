import { Problem } from "@joinery/contract";
import { createMiddleware } from "hono/factory";
import type { HubEnv, Request } from "./environment.ts";

/** How many requests a caller may make: `burst` at once, `perSecond` in the long run. */
export interface Rate {
  perSecond: number;
  burst: number;
}

const CALLERS_MAX = 10_000;

/** Token buckets (one for each caller), kept in this process: the limit protects this process. */
export interface Buckets {
  /** Refuses a caller whose bucket is empty, before any expensive work. */
  refuseEmpty(caller: string): void;
  /** Takes one from the caller's bucket. */
  take(caller: string): void;
}

/** Makes buckets that fill at one rate. */
export function createBuckets(rate: Rate, clock: () => Date): Buckets {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const tokensOf = (caller: string, now: number) => {
    const bucket = buckets.get(caller) ?? { tokens: rate.burst, at: now };
    // A clock that was set back takes nothing away.
    const seconds = Math.max(now - bucket.at, 0) / 1000;
    return Math.min(rate.burst, bucket.tokens + seconds * rate.perSecond);
  };
  return {
    refuseEmpty(caller) {
      const tokens = tokensOf(caller, clock().getTime());
      if (tokens >= 1) return;
      throw new Problem("RATE_LIMITED", { retryAfterSeconds: Math.ceil((1 - tokens) / rate.perSecond) });
    },
    take(caller) {
      const now = clock().getTime();
      const tokens = tokensOf(caller, now);
      // Re-inserting keeps the map in order of last use, so the first one is the one to forget.
      buckets.delete(caller);
      buckets.set(caller, { tokens: tokens - 1, at: now });
      const oldest = buckets.size > CALLERS_MAX ? buckets.keys().next().value : undefined;
      if (oldest !== undefined) buckets.delete(oldest);
    },
  };
}

/** Refuses callers that ask too often, before any expensive work. */
export function limitRate(rate: Rate, clock: () => Date, callerOf: (c: Request) => string) {
  const buckets = createBuckets(rate, clock);
  return createMiddleware<HubEnv>(async (c, next) => {
    const caller = callerOf(c);
    buckets.refuseEmpty(caller);
    buckets.take(caller);
    await next();
  });
}

/**
 * How often one address may begin or finish a sign-in. Behind a reverse proxy that is everybody: ten thousand people who come
 * to work within some minutes stay below it.
 */
export const SIGN_IN_RATE = { perSecond: 100, burst: 1_000 };

/** How often one integration may ask; its API stays far from it, and a loop gone wrong does not. */
const INTEGRATION_RATE = { perSecond: 200, burst: 1_000 };

/** Refuses integrations that ask too often. Stands behind `requireToken`. */
export function limitIntegration(clock: () => Date) {
  return limitRate(INTEGRATION_RATE, clock, (c) => c.get("holder").serviceId);
}
