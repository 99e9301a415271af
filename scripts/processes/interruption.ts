import { constants } from "node:os";
import { endWithLauncher } from "./end-with-launcher.ts";

/** What a task knows about being asked to end. */
export interface Interruption {
  /** Aborted by the first SIGINT, SIGTERM or SIGHUP, and when the launcher is gone. */
  readonly signal: AbortSignal;
  /** The exit code of a task that was asked to end, 128 + n for signal n; else the one given. */
  exitCode(otherwise: number): number;
}

/** Listens for the wish to end. Call it once, first thing in a task that has something to clean up. */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(name, () => {
      received ??= name;
      controller.abort();
    });
  }
  endWithLauncher();
  return {
    signal: controller.signal,
    exitCode: (otherwise) => (received === undefined ? otherwise : 128 + constants.signals[received]),
  };
}
