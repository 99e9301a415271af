import { describeError, type Log } from "./log.ts";

/** What time alone changes, by the name under which a failure is logged. */
export type Rounds = Record<string, () => Promise<void>>;

/** Does everything again and again, one round after the other, until it is stopped. It keeps no process alive. */
export function startClockwork(rounds: Rounds, everyMs: number, log: Log): { stop(): void } {
  let isRunning = false;
  const timer = setInterval(async () => {
    // While the database is out of reach a round may take longer than the pause.
    if (isRunning) return;
    isRunning = true;
    await doRound(rounds, log);
    isRunning = false;
  }, everyMs);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}

/** Does everything once. A failure is logged and keeps nothing else from being done; the next round tries it again. */
export async function doRound(rounds: Rounds, log: Log): Promise<void> {
  for (const [round, work] of Object.entries(rounds)) {
    await work().catch((error) => log("warn", "clockwork.failed", { round, ...describeError(error) }));
  }
}
