import { constants } from "node:os";

/** Repetitions of a signal within this time are one wish: a terminal signals us and npm, and npm passes it on again. */
const SAME_WISH_MS = 1_000;

/** How often we look whether npm, which started us, is still there; it may have been killed without a word. */
const PARENT_CHECK_MS = 500;

/** @type {NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Waits for a child process, whatever signals arrive: the first is passed on once, asking again a second later or more
 * kills the child. When the process that started us is gone, the child is asked to end.
 *
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<number>} its exit code; 128 + n after signal n, 127 when it could not be started (as shells say it)
 */
export function runToEnd(child) {
  let firstAt = Number.POSITIVE_INFINITY;
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    const now = performance.now();
    if (firstAt === Number.POSITIVE_INFINITY) {
      firstAt = now;
      child.kill(signal);
    } else if (now - firstAt > SAME_WISH_MS) {
      child.kill("SIGKILL");
    }
  };
  for (const signal of SIGNALS) process.on(signal, forward);
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    forward("SIGTERM");
  }, PARENT_CHECK_MS);
  return new Promise((resolve) => {
    /** @param {number} exitCode */
    const end = (exitCode) => {
      clearInterval(watch);
      for (const signal of SIGNALS) process.off(signal, forward);
      resolve(exitCode);
    };
    child.once("error", () => end(127));
    child.once("exit", (code, signal) => end(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
