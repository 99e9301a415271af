/** Random numbers that come again with the same seed, so that a bad run can be had twice. */
export interface Random {
  seed: number;
  /** From 0 to below 1. */
  next(): number;
  /** A whole number, both ends included. */
  between(from: number, to: number): number;
  pick<Thing>(things: readonly Thing[]): Thing;
  /** True that often, 0 to 1. */
  chance(probability: number): boolean;
}

const LARGEST = 0x1_0000_0000;

/** Makes a source of random numbers (mulberry32: small, even, good enough for choosing faults). */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / LARGEST;
  };
  const between = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    seed,
    next,
    between,
    pick: (things) => things[between(0, things.length - 1)] as (typeof things)[number],
    chance: (probability) => next() < probability,
  };
}

/**
 * The seeds of a run: `SEED=<number>` repeats one, `SEEDS=<n>` takes n new ones; else one, new each time, because a seed
 * that never changes finds what it found yesterday.
 */
export function seedsOf(env: NodeJS.ProcessEnv): readonly number[] {
  if (env.SEED) return [Number(env.SEED)];
  const count = Math.max(1, Number(env.SEEDS ?? 1));
  return Array.from({ length: count }, () => Math.floor(Math.random() * LARGEST));
}
