/**
 * What several processes of one integration remember together: links that were used, actions that were carried out,
 * accounts whose token is being renewed. Give one as `store` when more than one process serves the integration; without
 * it each process remembers for itself. It holds no token and no name of a person.
 *
 * A key is at most 200 characters of ASCII. Every method may reject: then the integration refuses rather than guesses.
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

/** A part of a store that belongs to one integration, so that several may share a store. */
export function scopeStore(store: Store, serviceId: string): Store {
  const within = (key: string) => `joinery/${serviceId}/${key}`;
  return {
    find: (key) => store.find(within(key)),
    putIfAbsent: (key, value, ttlSeconds) => store.putIfAbsent(within(key), value, ttlSeconds),
    remove: (key, value) => store.remove(within(key), value),
  };
}
