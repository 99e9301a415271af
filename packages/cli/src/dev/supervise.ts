import { relative } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type CommandProcess, type CommandStart, startCommand } from "./command-process.ts";
import { watchFiles } from "./watch-files.ts";

/** What happens to the command. */
export type CommandEvent =
  | { event: "starting"; changed: string | null }
  | { event: "running" }
  | { event: "not_listening"; seconds: number }
  | { event: "ended"; exit_code: number };

/** How a command is kept running. */
export interface Supervision extends CommandStart {
  /** Whether the integration takes connections. */
  isListening: () => Promise<boolean>;
  watched: readonly string[];
  onEvent: (event: CommandEvent) => void;
}

const LOOK_EVERY_MS = 100;
const SLOW_AFTER_S = 10;

/** Runs a command, again after each change, until it is closed. When it ends by itself, the next change starts it. */
export async function supervise(supervision: Supervision): Promise<{ close(): Promise<void> }> {
  const { folder, onEvent } = supervision;
  let running: CommandProcess | undefined;
  let round = 0;

  function start(changed: string | null): void {
    round += 1;
    const own = round;
    onEvent({ event: "starting", changed });
    const process = startCommand(supervision);
    running = process;
    void process.ended.then((exitCode) => {
      if (round !== own) return;
      round += 1;
      onEvent({ event: "ended", exit_code: exitCode });
    });
    void tellWhenListening(supervision, () => round === own);
  }

  // One restart after the other: a second change during the first waits for its end.
  let restarting: Promise<void> = Promise.resolve();
  function restart(path: string): void {
    restarting = restarting.then(async () => {
      if (isClosed) return;
      round += 1;
      await running?.stop();
      if (!isClosed) start(relative(folder, path) || path);
    });
  }

  let isClosed = false;
  const watcher = await watchFiles(supervision.watched, restart);
  start(null);
  return {
    async close() {
      isClosed = true;
      round += 1;
      await watcher.close();
      await restarting;
      await running?.stop();
    },
  };
}

async function tellWhenListening({ isListening, onEvent }: Supervision, isCurrent: () => boolean): Promise<void> {
  const startedAt = performance.now();
  let isTold = false;
  while (isCurrent()) {
    if (await isListening()) {
      if (isCurrent()) onEvent({ event: "running" });
      return;
    }
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    if (!isTold && seconds >= SLOW_AFTER_S && isCurrent()) {
      isTold = true;
      onEvent({ event: "not_listening", seconds });
    }
    await wait(LOOK_EVERY_MS, undefined, { ref: false });
  }
}
