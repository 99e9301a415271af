import { constants } from "node:os";
import { EXIT } from "./exit-codes.ts";
import { runCommandLine } from "./run.ts";

/** The only file that touches the process: arguments, streams, signals, exit code. */

/** A terminal signals us and npm, and npm passes it on: that is one wish. */
const SAME_WISH_MS = 500;

const { env } = process;
const interruption = new AbortController();
let askedAt = Number.POSITIVE_INFINITY;

function end(signal: NodeJS.Signals): void {
  const now = performance.now();
  if (interruption.signal.aborted && now - askedAt > SAME_WISH_MS) process.exit(128 + constants.signals[signal]);
  if (interruption.signal.aborted) return;
  askedAt = now;
  interruption.abort();
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => end(signal));
// The launcher that started us on another Node is gone without a word.
process.once("disconnect", () => end("SIGTERM"));
process.channel?.unref();
// A message of somebody else may hold anything, so it is shown to whoever asks for it only.
process.on("uncaughtException", (error) => {
  console.error(
    env.JOINERY_DEBUG ? error : `Something unforeseen has happened (${error.name}). JOINERY_DEBUG=1 shows where.`,
  );
  process.exit(EXIT.couldNotRun);
});
// Whoever read us (`| head`) has enough.
process.stdout.on("error", (error: NodeJS.ErrnoException) =>
  process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.couldNotRun),
);

const exitCode = await runCommandLine(process.argv.slice(2), {
  env,
  folder: process.cwd(),
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  signal: interruption.signal,
});
process.stdout.write("", () => process.stderr.write("", () => process.exit(exitCode)));
