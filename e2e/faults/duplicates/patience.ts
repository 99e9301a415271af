import fc from "fast-check";

/** Lets fast-check look for a shorter counterexample, but not for ever. */
export interface Patience {
  /** Does the work of one run; once the patience with a failure is over, runs are passed over. */
  while(work: () => Promise<void>): Promise<void>;
}

/** @param milliseconds from the first failure on */
export function createPatience(milliseconds: number): Patience {
  let until = Number.POSITIVE_INFINITY;
  return {
    async while(work) {
      fc.pre(performance.now() < until);
      await work().catch((failure) => {
        until = Math.min(until, performance.now() + milliseconds);
        throw failure;
      });
    },
  };
}
