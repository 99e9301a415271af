import { setTimeout as wait } from "node:timers/promises";
import { Problem } from "@joinery/contract";
import { type Trouble, troubleOf } from "./trouble.ts";

/** A failover is over by then as a rule, and who waits longer has gone. */
const RETRY_FOR_MS = 15_000;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 500;
const TRY_AGAIN_AFTER_SECONDS = 2;

/** The refusal for a database that does not answer, or of which it is not known whether it has done the work. */
export function unavailable(cause: unknown): Problem {
  return new Problem("UNAVAILABLE", { cause, retryAfterSeconds: TRY_AGAIN_AFTER_SECONDS });
}

/**
 * Does work again as long as the database is in trouble that passes, for a bounded time. The pauses are random, so that
 * those who have met once do not meet again.
 *
 * @param mayRepeat whether the work was certainly not done, or doing it twice is the same as once
 */
export async function retry<Result>(
  work: () => Promise<Result>,
  mayRepeat: (trouble: Trouble) => boolean,
): Promise<Result> {
  const deadline = performance.now() + RETRY_FOR_MS;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const trouble = troubleOf(error);
      if (trouble === undefined) throw error;
      const pause = Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10));
      if (!mayRepeat(trouble) || performance.now() + pause > deadline) throw unavailable(error);
      await wait(pause);
    }
  }
}
