import { CouldNotRun, type Report, runConformance } from "@joinery/conformance";
import type { CommandInput } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { couldNotRun } from "../refusal.ts";
import { readAsked } from "./asked.ts";
import { findSubject } from "./find-subject.ts";
import { createReporting } from "./reporting.ts";

/** Asks an integration everything that was asked for, and reports. */
export async function conformance(input: CommandInput): Promise<ExitCode> {
  const { session, options } = input;
  const asked = readAsked(options, session.folder);
  try {
    await using subject = await findSubject(input);
    const reporting = createReporting(asked, subject.pages, session);
    const { target, workshop } = subject;
    const run = runConformance({
      ...asked.run,
      target,
      ...(workshop && { workshop }),
      onProgress(progress) {
        // Ends the run before its next check.
        session.signal.throwIfAborted();
        reporting.onProgress(progress);
      },
    });
    const report = await orInterrupted(run, session.signal);
    if (report === undefined) return EXIT.interrupted;
    reporting.finish(report);
    return report.exit_code;
  } catch (error) {
    throw error instanceof CouldNotRun ? couldNotRun(error.message) : error;
  }
}

/** The report, or nothing as soon as somebody wants it to end. */
function orInterrupted(run: Promise<Report>, signal: AbortSignal): Promise<Report | undefined> {
  return new Promise((resolve, reject) => {
    const end = () => resolve(undefined);
    if (signal.aborted) end();
    signal.addEventListener("abort", end, { once: true });
    run.then(resolve, reject).finally(() => signal.removeEventListener("abort", end));
  });
}
