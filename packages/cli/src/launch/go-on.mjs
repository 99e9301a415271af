import { spawn } from "node:child_process";
import { constants } from "node:os";

/** Longer than two notes of one wish can lie apart. */
const GIVES_UP_AFTER_MS = 10_000;

/**
 * Goes on in another Node: the same streams, the same signals, the same exit code.
 *
 * It gets a process group of its own, so that a Ctrl-C reaches it once, through us; the channel tells it when we are gone.
 *
 * @param {string} node
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code; 128 + n after signal n, 3 when it could not be started
 */
export function goOnIn(node, args) {
  const child = spawn(node, args, { detached: true, stdio: ["inherit", "inherit", "inherit", "ipc"] });
  let firstAt = Number.POSITIVE_INFINITY;
  for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      const now = performance.now();
      if (now - firstAt > GIVES_UP_AFTER_MS) child.kill("SIGKILL");
      else child.kill(signal);
      firstAt = Math.min(firstAt, now);
    });
  }
  return new Promise((resolve) => {
    child.once("error", (error) => {
      console.error(`The Node that joinery brought along could not be started: ${error.message}`);
      resolve(3);
    });
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
