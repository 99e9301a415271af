import { spawn } from "node:child_process";
import { constants } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { createLineCutter } from "./lines.ts";

/** A started command, with all processes that it has started in turn. */
export interface CommandProcess {
  /** How it ended: its exit code, 128 + n after signal n, 127 when it could not be started. */
  ended: Promise<number>;
  /** Asks it to end, and makes it after a while. */
  stop(): Promise<void>;
}

/** How a command is started. */
export interface CommandStart {
  command: readonly string[];
  folder: string;
  env: NodeJS.ProcessEnv;
  onLine: (line: string) => void;
}

/** A server gets this long to finish what it answers. */
const ENDS_WITHIN_MS = 5_000;
/** And the system this long to take away what was killed; something in a session of its own may stay. */
const GONE_WITHIN_MS = 1_000;

/** Starts a command in a process group of its own, so that a shell or npm in between does not keep its children alive. */
export function startCommand({ command, folder, env, onLine }: CommandStart): CommandProcess {
  const [file = "", ...args] = command;
  const child = spawn(file, args, { cwd: folder, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  const { stdout, stderr } = child;
  for (const stream of [stdout, stderr]) {
    const cutter = createLineCutter(onLine);
    stream.setEncoding("utf8").on("data", cutter.push).once("end", cutter.rest);
  }
  const kill = (signal: NodeJS.Signals) => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // All of them are gone.
    }
  };
  const killAtOnce = () => kill("SIGKILL");
  process.once("exit", killAtOnce);
  const ended = new Promise<number>((resolve) => {
    child.once("error", (error: NodeJS.ErrnoException) => {
      onLine(
        error.code === "ENOENT" ? `There is no program called ${file}.` : `It could not be started: ${error.code}.`,
      );
      resolve(127);
    });
    child.once("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
  // Whatever the command has started holds its output open: a server whose npm or shell is gone may still be ending.
  const allEnded = new Promise<void>((resolve) => {
    const end = () => {
      process.off("exit", killAtOnce);
      resolve();
    };
    child.once("close", end).once("error", end);
  });
  return {
    ended,
    async stop() {
      kill("SIGTERM");
      const timer = setTimeout(killAtOnce, ENDS_WITHIN_MS);
      await Promise.race([allEnded, wait(ENDS_WITHIN_MS + GONE_WITHIN_MS, undefined, { ref: false })]);
      clearTimeout(timer);
      killAtOnce();
    },
  };
}
