import { Problem } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import type { Store } from "./store.ts";

/** Keys that are remembered at most; about 10 MB. At 500 actions a second the limit is not reached. */
const CAPACITY = 100_000;
/** When it makes sense to ask a full store again. */
const RETRY_AFTER_SECONDS = 60;

/**
 * The store of a process that is alone. When it is full of live keys it refuses new ones: forgetting one would let a
 * link or an action be used again.
 */
export function createMemoryStore(clock: Clock, capacity: number = CAPACITY): Store {
  const kept = new Map<string, { value: string; until: number }>();
  const now = () => clock.now().getTime() / 1_000;
  const findLive = (key: string) => {
    const found = kept.get(key);
    return found !== undefined && found.until > now() ? found : undefined;
  };

  return {
    find: async (key) => findLive(key)?.value,
    async putIfAbsent(key, value, ttlSeconds) {
      if (findLive(key) !== undefined) return false;
      if (kept.size >= capacity) forgetExpired(kept, now());
      if (kept.size >= capacity) throw new Problem("INTEGRATION_BUSY", { retryAfterSeconds: RETRY_AFTER_SECONDS });
      kept.set(key, { value, until: now() + ttlSeconds });
      return true;
    },
    async remove(key, value) {
      if (kept.get(key)?.value === value) kept.delete(key);
    },
  };
}

function forgetExpired(kept: Map<string, { until: number }>, now: number): void {
  for (const [key, { until }] of kept) if (until <= now) kept.delete(key);
}
