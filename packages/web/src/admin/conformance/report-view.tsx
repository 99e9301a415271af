import type { ConformanceReport, ConformanceResult } from "@joinery/contract/pages";
import { format, t } from "../../texts/current.ts";
import { classNames } from "../../ui/class-names.ts";
import { Ago } from "../../ui/time.tsx";
import { FailedCheck } from "./failed-check.tsx";
import { ScoreBar } from "./score-bar.tsx";
import { type ConformanceVerdict, summarise, verdictOf } from "./summary.ts";

const TONES: Record<ConformanceVerdict, string> = { passed: "text-good", failed: "text-bad", unknown: "text-warn" };

interface ReportViewProps {
  report: ConformanceReport;
  /** A newer one is on its way, or could not be had. */
  isOld: boolean;
}

/** The score, then what failed, then the rest behind a word each. */
export function ReportView({ report, isOld }: ReportViewProps) {
  const words = t.conformance;
  const summary = summarise(report.results);
  const verdict = report.could_not_run === null ? verdictOf(summary) : "unknown";
  return (
    <div className={classNames("border-line [&:not(:first-child)]:border-t", isOld && "opacity-60")}>
      <div className="px-5 pt-4 pb-4">
        <div className="flex flex-wrap items-baseline justify-between gap-x-6">
          <p role="status" className={classNames("font-semibold", TONES[verdict])}>
            {verdict === "unknown" ? words.unknown : words.score(summary.passed.length, summary.ran)}
          </p>
          <p className="text-ink-3 text-sm">
            {words.at} <Ago at={report.checked_at} />
          </p>
        </div>
        {report.could_not_run === null ? null : <p className="mt-1 break-words text-ink-2">{report.could_not_run}</p>}
        {summary.ran === 0 ? null : <ScoreBar passed={summary.passed.length} ran={summary.ran} />}
      </div>
      {summary.failed.length === 0 ? null : (
        <ul className="divide-y divide-line border-line border-t">
          {summary.failed.map((result) => (
            <li key={result.id}>
              <FailedCheck result={result} />
            </li>
          ))}
        </ul>
      )}
      <Rest title={format.count(summary.blocked.length, words.blocked)} results={summary.blocked} />
      <Rest title={format.count(summary.passed.length, words.passed)} results={summary.passed} />
    </div>
  );
}

function Rest({ title, results }: { title: string; results: readonly ConformanceResult[] }) {
  if (results.length === 0) return null;
  return (
    <details className="border-line border-t">
      <summary className="px-5 py-3 text-ink-2 text-sm -outline-offset-2 hover:bg-sunken/60">{title}</summary>
      <ul className="space-y-1.5 px-5 pb-4 text-sm">
        {results.map(({ id, sentence, note }) => (
          <li key={id}>
            <span>{sentence}</span>
            {note === null ? null : <span className="block text-ink-2">{note}</span>}
          </li>
        ))}
      </ul>
    </details>
  );
}
