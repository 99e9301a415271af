import type { Readable, Writable } from "node:stream";
import { createPaint, type Paint, wantsColours } from "./paint.ts";

/** A stream that may be a terminal. */
export type Output = Writable & { isTTY?: boolean; columns?: number };

/** What the process gives a command; tests give their own. */
export interface World {
  env: NodeJS.ProcessEnv;
  /** The folder in which it was called. */
  folder: string;
  stdin: Readable & { isTTY?: boolean };
  stdout: Output;
  stderr: Output;
  /** Aborted by the first Ctrl-C. */
  signal: AbortSignal;
}

/** One use of the command line. Results go to stdout, everything else to stderr. */
export interface Session extends World {
  /** Whether stdout is for a program. */
  json: boolean;
  /** Colours for stderr, where people read. */
  paint: Paint;
  /** Whether somebody sits there who can be asked. */
  canAsk: boolean;
  /** Writes a result: the text for people, or the value as one line of JSON. Gets colours for stdout. */
  result(value: unknown, text: string | ((paint: Paint) => string)): void;
  /** Says something to people. */
  tell(text: string): void;
  /** Shows that long work goes on; on a terminal the line is replaced by the next one. */
  progress(text: string): void;
}

const CLEAR_LINE = "\r\x1b[K";

/** Begins a session. */
export function createSession(world: World, json: boolean): Session {
  const { env, stdout, stderr } = world;
  const paint = createPaint(wantsColours(env, stderr.isTTY === true));
  const resultPaint = createPaint(!json && wantsColours(env, stdout.isTTY === true));
  const isLive = stderr.isTTY === true && !env.CI;
  let hasProgress = false;
  const clear = () => {
    if (hasProgress) stderr.write(CLEAR_LINE);
    hasProgress = false;
  };
  return {
    ...world,
    json,
    paint,
    canAsk: !json && !env.CI && world.stdin.isTTY === true && stderr.isTTY === true,
    result(value, text) {
      clear();
      if (json) stdout.write(`${JSON.stringify(value)}\n`);
      else stdout.write(`${typeof text === "function" ? text(resultPaint) : text}\n`);
    },
    tell(text) {
      clear();
      stderr.write(`${text}\n`);
    },
    progress(text) {
      if (!isLive) return;
      clear();
      stderr.write(text.slice(0, Math.max(20, (stderr.columns || 80) - 1)));
      hasProgress = true;
    },
  };
}
