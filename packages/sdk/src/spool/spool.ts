/** One thing that is kept: sealed, so that whoever reads the spool learns nothing. */
export interface SpoolEntry {
  /** The name it was put under. */
  name: string;
  /** The value, as it was put. */
  sealed: string;
}

/**
 * Where an integration keeps what it has begun and not finished, so that a crash loses nothing: connects between the token
 * request and the hub's answer, renewed tokens that the hub has not taken yet. `fileSpool` of `@joinery/sdk/node` keeps it in
 * a folder; with three methods it can be kept anywhere that survives the process. Values are sealed, names are random.
 *
 * `list` must leave out what another living process has put: give every process its own part, and let others have it
 * when its owner has not been heard of for a minute. Should two processes settle the same entry nevertheless, nothing is
 * saved twice and nothing is lost; a connect that is just being finished may be refused.
 *
 * @example
 * ```ts
 * import type { Spool } from "@joinery/sdk";
 *
 * function forgetfulSpool(): Spool {
 *   const kept = new Map<string, string>();
 *   return {
 *     put: async (name, sealed) => void kept.set(name, sealed),
 *     remove: async (name) => void kept.delete(name),
 *     list: async () => [...kept].map(([name, sealed]) => ({ name, sealed })),
 *   };
 * }
 * ```
 */
export interface Spool {
  /** Keeps a value under a name, instead of what was there. Once this resolves, no crash loses it. */
  put(name: string, sealed: string): Promise<void>;
  /** Forgets a name; one that is not there is no fault. */
  remove(name: string): Promise<void>;
  /** Everything that this process has put, and what processes that have ended left behind. */
  list(): Promise<SpoolEntry[]>;
}
