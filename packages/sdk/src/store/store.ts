import { Problem } from "@joinery/contract";

/**
 * What several processes of one integration remember together: links that were used, actions that were carried out,
 * accounts whose token is being renewed. Give one as `store` when more than one process serves the integration; without
 * it each process remembers for itself. It holds no token and no name of a person.
 *
 * A key is at most 200 characters of ASCII. Every method may reject, and has 5 seconds: after that the integration
 * refuses rather than guesses.
 *
 * @example
 * ```ts
 * import type { Store } from "@joinery/sdk";
 *
 * interface Redis {
 *   get(key: string): Promise<string | null>;
 *   set(key: string, value: string, ...options: (string | number)[]): Promise<"OK" | null>;
 *   eval(script: string, keys: number, ...values: string[]): Promise<unknown>;
 * }
 *
 * const REMOVE = `if redis.call("get", KEYS[1]) == ARGV[1] then redis.call("del", KEYS[1]) end`;
 *
 * function redisStore(redis: Redis): Store {
 *   return {
 *     find: async (key) => (await redis.get(key)) ?? undefined,
 *     putIfAbsent: async (key, value, seconds) => (await redis.set(key, value, "EX", seconds, "NX")) === "OK",
 *     remove: async (key, value) => void (await redis.eval(REMOVE, 1, key, value)),
 *   };
 * }
 * ```
 */
export interface Store {
  /** What is remembered under a key and has not expired. */
  find(key: string): Promise<string | undefined>;
  /** Remembers a value for that many seconds, unless something is remembered already; whether it did. One atomic step. */
  putIfAbsent(key: string, value: string, ttlSeconds: number): Promise<boolean>;
  /** Forgets a key if it still holds exactly this value. One atomic step. */
  remove(key: string, value: string): Promise<void>;
}

/** Milliseconds that a store may take: longer than one that works needs, shorter than a person waits. */
const PATIENCE = 5_000;

/**
 * A part of a store that belongs to one integration, so that several may share a store. One that fails or takes too long
 * throws `INTEGRATION_BUSY`.
 */
export function scopeStore(store: Store, serviceId: string, patience: number = PATIENCE): Store {
  const within = (key: string) => `joinery/${serviceId}/${key}`;
  return {
    find: (key) => soon(store.find(within(key)), patience),
    putIfAbsent: (key, value, ttlSeconds) => soon(store.putIfAbsent(within(key), value, ttlSeconds), patience),
    remove: (key, value) => soon(store.remove(within(key), value), patience),
  };
}

async function soon<Value>(answer: Promise<Value>, patience: number): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DOMException("too slow", "TimeoutError")), patience);
  });
  try {
    return await Promise.race([answer, tooLate]);
  } catch (cause) {
    throw cause instanceof Problem ? cause : new Problem("INTEGRATION_BUSY", { cause });
  } finally {
    clearTimeout(timer);
  }
}
