/** What happened how often, so that a suite can show that its fault was exercised. */
export interface Counters {
  count(what: string, by?: number): void;
  get(what: string): number;
  /** Names what never happened. */
  missing(expected: readonly string[]): readonly string[];
  toString(): string;
}

/** Makes empty counters. */
export function createCounters(): Counters {
  const counts = new Map<string, number>();
  const get = (what: string) => counts.get(what) ?? 0;
  return {
    count: (what, by = 1) => void counts.set(what, get(what) + by),
    get,
    missing: (expected) => expected.filter((what) => get(what) === 0),
    toString: () => [...counts].map(([what, times]) => `${what}: ${times}`).join(", "),
  };
}
