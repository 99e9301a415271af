import type { Clock } from "../clock.ts";

/** A clock that starts now, moves only when told, and never makes anybody wait. */
export interface FakeClock extends Clock {
  advance(seconds: number): void;
  /** Milliseconds that somebody wanted to sleep, in order. */
  slept: number[];
}

export function fakeClock(): FakeClock {
  let now = Date.now();
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(now),
    advance: (seconds) => {
      now += seconds * 1_000;
    },
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
}
