import { writeFileSync } from "node:fs";
import {
  type ConformanceOptions,
  type Paint as ConformancePaint,
  jsonReport,
  junitReport,
  markdownReport,
  prettyReport,
  prettyResult,
  prettySummary,
  type Report,
} from "@joinery/conformance";
import { couldNotRun } from "../refusal.ts";
import type { Paint } from "../terminal/paint.ts";
import type { Session } from "../terminal/session.ts";
import type { Asked } from "./asked.ts";

/** Shows a run while it goes on, and its report at the end. */
export interface Reporting {
  onProgress: NonNullable<ConformanceOptions["onProgress"]>;
  finish(report: Report): void;
}

/** People see each check when it is done; programs get the whole report, on stdout or in a file. */
export function createReporting({ reporter, output }: Asked, pages: string, session: Session): Reporting {
  const isLive = reporter === "pretty" && output === undefined;
  return {
    onProgress(progress) {
      if (progress.type === "begun") {
        session.progress(`${progress.index + 1}/${progress.total}  ${progress.check.sentence}`);
      } else if (isLive) {
        session.result(progress.result, (paint) =>
          prettyResult(progress.result, { paint: toConformancePaint(paint), pages }),
        );
      }
    },
    finish(report) {
      const summary = (paint: Paint) => prettySummary(report, { paint: toConformancePaint(paint) });
      if (isLive) session.result(report, (paint) => `\n${summary(paint)}`);
      else write(textOf(report, reporter, pages), output, session);
      if (!isLive) session.tell(summary(session.paint));
    },
  };
}

function textOf(report: Report, reporter: Asked["reporter"], pages: string): string {
  if (reporter === "json") return jsonReport(report);
  if (reporter === "junit") return junitReport(report);
  return reporter === "md" ? markdownReport(report, { pages }) : prettyReport(report, { pages });
}

function write(text: string, output: string | undefined, session: Session): void {
  if (output === undefined) {
    session.stdout.write(text);
    return;
  }
  try {
    writeFileSync(output, text);
  } catch (error) {
    throw couldNotRun(`The report can't be written (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function toConformancePaint(paint: Paint): ConformancePaint {
  return {
    good: (text) => paint("green", text),
    bad: (text) => paint("red", text),
    quiet: (text) => paint("dim", text),
    strong: (text) => paint("bold", text),
  };
}
