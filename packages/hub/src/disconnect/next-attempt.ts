/** After which failure how long the hub waits before it tells the integration again (contract 2.5). */
const DELAYS_SECONDS = [5, 30, 5 * 60, 30 * 60, 2 * 3600] as const;
const LAST_DELAY_SECONDS = 4 * 3600;
/** Attempts spread by so much of the delay, so that an integration that comes back is not told everything at once. */
const JITTER = 0.1;
/** How much later an integration may ask for; else one header could wait out the promise. */
const RETRY_AFTER_MAX_SECONDS = 4 * 3600;

/** How long an integration is told, from the request on. */
export const ATTEMPTS_HOURS = 72;
const ATTEMPTS_MS = ATTEMPTS_HOURS * 3600 * 1000;

/** An attempt that failed. */
export interface FailedAttempt {
  requestedAt: Date;
  /** How many there have been, this one included. */
  attempts: number;
  now: Date;
  /** What the integration asked for in `Retry-After`. */
  retryAfterSeconds?: number | undefined;
  /** From 0 to 1. */
  random: number;
}

/** Decides when the integration is told again: the last time at the end of the 72 hours, `undefined` after that. */
export function decideNextAttempt(failed: FailedAttempt): Date | undefined {
  const { requestedAt, attempts, now, retryAfterSeconds = 0, random } = failed;
  const end = requestedAt.getTime() + ATTEMPTS_MS;
  if (now.getTime() >= end) return undefined;
  const delay = (DELAYS_SECONDS[attempts - 1] ?? LAST_DELAY_SECONDS) * (1 + JITTER * random);
  const asked = Math.min(retryAfterSeconds, RETRY_AFTER_MAX_SECONDS);
  return new Date(Math.min(now.getTime() + Math.max(delay, asked) * 1000, end));
}
