import { ASSERTION_LEEWAY_SECONDS, Problem } from "@joinery/contract";
import type { Clock } from "../clock.ts";

/** Ids that are remembered at most; about 7 MB. At 500 actions a second the limit is not reached. */
const CAPACITY = 100_000;

/** The same signed request came twice; its name is what the log says. */
class Replayed extends Error {
  override readonly name = "Replayed";
}

/**
 * Remembers the ids of assertions until they expire and refuses one that comes again (contract 2.2). When it is full
 * of live ids it refuses new ones: forgetting one would let it be replayed.
 */
export function createReplayGuard(clock: Clock, capacity: number = CAPACITY) {
  const seen = new Map<string, number>();

  return function remember(assertion: { jti: string; exp: number }): void {
    const now = clock.now().getTime() / 1_000;
    if (seen.size >= capacity) forgetExpired(seen, now);
    const keptUntil = seen.get(assertion.jti);
    if (keptUntil !== undefined && keptUntil >= now) throw new Problem("ASSERTION_INVALID", { cause: new Replayed() });
    if (seen.size >= capacity) throw new Problem("INTEGRATION_BUSY", { retryAfterSeconds: ASSERTION_LEEWAY_SECONDS });
    seen.set(assertion.jti, assertion.exp + ASSERTION_LEEWAY_SECONDS);
  };
}

function forgetExpired(seen: Map<string, number>, now: number): void {
  for (const [jti, keptUntil] of seen) if (keptUntil < now) seen.delete(jti);
}
