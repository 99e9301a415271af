import { createBuckets } from "../http/rate-limit.ts";

/** How many unknown API tokens one address may show: a wrong configuration that is tried again and again is far below. */
const RATE = { perSecond: 20, burst: 300 };
/** API tokens whose look-ups are never limited, because they were good before. */
const KNOWN_MAX = 1_000;

/**
 * Keeps strangers who try API tokens from the database. A token that was good once is looked up always: behind a reverse
 * proxy everybody has one address, and a flood of guesses must not lock the integrations out.
 */
export interface UnknownTokens {
  /** Refuses when too many unknown tokens came from this address lately. */
  refuseFlood(address: string, digest: string): void;
  /** Tells how the look-up went. */
  note(address: string, digest: string, isKnown: boolean): void;
}

export function createUnknownTokens(clock: () => Date): UnknownTokens {
  const failures = createBuckets(RATE, clock);
  const known = new Set<string>();
  return {
    refuseFlood(address, digest) {
      if (!known.has(digest)) failures.refuseEmpty(address);
    },
    note(address, digest, isKnown) {
      known.delete(digest);
      if (!isKnown) return failures.take(address);
      known.add(digest);
      const [oldest] = known.size > KNOWN_MAX ? known : [];
      if (oldest !== undefined) known.delete(oldest);
    },
  };
}
