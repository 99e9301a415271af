import { PassThrough } from "node:stream";
import type { ExitCode } from "../exit-codes.ts";
import { runCommandLine } from "../run.ts";
import type { Output, World } from "../terminal/session.ts";

/** What one use of the command line came to. */
export interface Used {
  exitCode: ExitCode;
  stdout: string;
  stderr: string;
}

/** How it is used. */
export interface Use {
  folder?: string;
  env?: NodeJS.ProcessEnv;
  /** Whether both streams are terminals. */
  terminal?: boolean;
  signal?: AbortSignal;
}

/** Uses the command line in this process; nobody sits there to be asked. */
export async function use(argv: readonly string[], how: Use = {}): Promise<Used> {
  const stdout = collector(how.terminal);
  const stderr = collector(how.terminal);
  const world: World = {
    env: how.env ?? {},
    folder: how.folder ?? "/nowhere",
    stdin: new PassThrough(),
    stdout: stdout.stream,
    stderr: stderr.stream,
    signal: how.signal ?? new AbortController().signal,
  };
  const exitCode = await runCommandLine(argv, world);
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

function collector(isTerminal = false): { stream: Output; text: () => string } {
  const chunks: string[] = [];
  const stream: Output = new PassThrough().setEncoding("utf8");
  stream.on("data", (chunk: string) => chunks.push(chunk));
  stream.isTTY = isTerminal;
  return { stream, text: () => chunks.join("") };
}
