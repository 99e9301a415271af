const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** After each attempt; the last one over and over (contract 2.5). */
const DELAYS_MS = [5 * SECOND_MS, 30 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS];
/** So that what failed together does not come back together. */
const JITTER = 0.2;
/** An endpoint that names next year is asked tomorrow. */
const RETRY_AFTER_MAX_MS = 24 * HOUR_MS;

/** How long an event is sent again, and how long an endpoint may do nothing but fail. */
export const GIVE_UP_AFTER_MS = 72 * HOUR_MS;

/**
 * Decides how long to wait after a failed attempt, in milliseconds.
 *
 * @param attempt counts from 1
 * @param random from 0 to 1
 * @param retryAfterMs what the endpoint asked for; it is never asked earlier
 */
export function retryDelayMs(attempt: number, random: number, retryAfterMs = 0): number {
  const usual = DELAYS_MS[Math.min(attempt, DELAYS_MS.length) - 1] ?? 0;
  return Math.round(Math.max(usual * (1 + JITTER * random), Math.min(retryAfterMs, RETRY_AFTER_MAX_MS)));
}

/** Reads `Retry-After`, seconds or a date (RFC 9110, 10.2.3), as milliseconds from now. */
export function readRetryAfter(value: string | undefined, now: Date): number {
  if (value === undefined) return 0;
  if (/^\d{1,9}$/.test(value)) return Number(value) * SECOND_MS;
  const at = Date.parse(value);
  return Number.isNaN(at) ? 0 : Math.max(0, at - now.getTime());
}
