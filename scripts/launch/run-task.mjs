import { spawn } from "node:child_process";
import { runToEnd } from "./run-to-end.mjs";

/**
 * Runs a task and waits for it, whatever signals arrive.
 *
 * The task gets a process group of its own, so that a Ctrl-C in the terminal does not reach it by itself; we pass it on
 * exactly once. A channel to the task closes when we die, so that it
 * can end as well (see scripts/processes/end-with-launcher.ts).
 *
 * @param {string} node
 * @param {string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} the exit code, 128 + n after signal n
 */
export function runTask(node, args, { cwd, env }) {
  const child = spawn(node, args, {
    cwd,
    env,
    detached: process.platform !== "win32",
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  return runToEnd(child);
}
