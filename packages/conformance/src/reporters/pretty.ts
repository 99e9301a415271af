import { CHECK_PAGES } from "../check-pages.generated.ts";
import type { CheckResult, Report, ReportCounts } from "../report.ts";
import { isUnexpectedPass } from "../report.ts";
import { type Paint, PLAIN_PAINT } from "./plain-paint.ts";

/** How a report is shown. */
export interface ReportOptions {
  paint?: Paint;
  /** Base of the pages, without a slash at its end; when nobody shows them, what to do stands in the report itself. */
  pages?: string;
}

/** One line about one check, with what is wrong below it: for progress and for the report. */
export function prettyResult(result: CheckResult, { paint = PLAIN_PAINT, pages = "" }: ReportOptions = {}): string {
  const time = result.duration_ms >= 1_000 ? paint.quiet(` ${(result.duration_ms / 1_000).toFixed(1)} s`) : "";
  const lines = [`${markOf(result, paint)} ${result.id}  ${paint.quiet(result.sentence)}${time}`];
  if (result.outcome === "failed") {
    lines.push(`    expected  ${result.expected}`, `    got       ${paint.bad(result.got ?? "")}`);
    lines.push(pages === "" ? `    to do     ${fixOf(result.id)}` : `    ${paint.quiet(`${pages}${result.page}`)}`);
  }
  if (result.outcome !== "failed" && result.note !== null) lines.push(`    ${paint.quiet(result.note)}`);
  if (isUnexpectedPass(result)) {
    lines.push(`    ${paint.bad("It was expected to fail and passes: remove it from the file of expected failures.")}`);
  } else if (result.expected_failure !== null && result.outcome === "failed") {
    lines.push(
      `    ${paint.quiet(`expected to fail${result.expected_failure === "" ? "" : `: ${result.expected_failure}`}`)}`,
    );
  }
  return lines.join("\n");
}

/** The end of a report: numbers, and what to do when it could not be run. */
export function prettySummary(report: Report, { paint = PLAIN_PAINT }: ReportOptions = {}): string {
  const { counts, requirements, profiles, duration_ms: duration } = report;
  const seconds = (duration / 1_000).toFixed(1);
  const about = paint.quiet(`requirements ${requirements}, ${profiles.join(", ")}, ${seconds} s`);
  const lines = [`${inWords(counts, paint)}  ${about}`];
  if (report.could_not_run !== null) lines.push(paint.bad(report.could_not_run));
  return lines.join("\n");
}

/** The whole report for a terminal. */
export function prettyReport(report: Report, options: ReportOptions = {}): string {
  return [
    ...report.results.map((result) => prettyResult(result, options)),
    "",
    prettySummary(report, options),
    "",
  ].join("\n");
}

function fixOf(id: string): string {
  return CHECK_PAGES.find((page) => page.id === id)?.fix ?? "See the page of this check.";
}

function markOf(result: CheckResult, paint: Paint): string {
  if (isUnexpectedPass(result)) return paint.bad("✗");
  if (result.outcome === "passed") return paint.good("✓");
  if (result.outcome === "blocked") return paint.quiet("–");
  return result.expected_failure === null ? paint.bad("✗") : paint.quiet("~");
}

function inWords(counts: ReportCounts, paint: Paint): string {
  const parts = [
    paint.good(`${counts.passed} passed`),
    ...(counts.failed > 0 ? [paint.bad(`${counts.failed} failed`)] : []),
    ...(counts.unexpected_passes > 0 ? [paint.bad(`${counts.unexpected_passes} passed against the file`)] : []),
    ...(counts.expected_failures > 0 ? [`${counts.expected_failures} failed as expected`] : []),
    ...(counts.blocked > 0 ? [`${counts.blocked} could not be run`] : []),
  ];
  return paint.strong(parts.join(", "));
}
