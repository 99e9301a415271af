import { expect, test } from "vitest";
import { type Counters, createCounters } from "./counters.ts";
import { createRandom, type Random, seedsOf } from "./random.ts";

/** What one run of a fault suite is given. */
export interface FaultRun {
  random: Random;
  counters: Counters;
}

/**
 * Defines a test that breaks things at random: prints its seed first and its counters last, repeats itself with
 * `SEEDS=<n>`, and fails when one of the faults that it is about never happened: then it has shown nothing.
 */
export function faultTest(
  name: string,
  { mustHappen, timeoutMs }: { mustHappen: readonly string[]; timeoutMs?: number },
  run: (given: FaultRun) => Promise<void>,
): void {
  test.for(seedsOf(process.env))(
    `${name} (seed %i)`,
    timeoutMs === undefined ? {} : { timeout: timeoutMs },
    async (seed, { signal }) => {
      const counters = createCounters();
      console.log(`seed ${seed}: SEED=${seed} repeats this run`);
      const print = () => console.log(`seed ${seed}: ${counters}`);
      signal.addEventListener("abort", print);
      try {
        await run({ random: createRandom(seed), counters });
      } finally {
        signal.removeEventListener("abort", print);
        print();
      }
      expect(counters.missing(mustHappen), "faults that never happened").toEqual([]);
    },
  );
}
