import type { ConformanceResult } from "@joinery/contract/pages";
import { t } from "../../texts/current.ts";
import { Chevron } from "../../ui/event-list.tsx";
import { MarkedText } from "../../ui/marked-text.tsx";

/** A check that failed: its sentence, what came instead, and behind it what to do. */
export function FailedCheck({ result }: { result: ConformanceResult }) {
  const words = t.conformance;
  return (
    <details className="group">
      <summary className="grid cursor-pointer list-none grid-cols-[1rem_1fr_auto] gap-x-3 px-5 py-3.5 -outline-offset-2 hover:bg-sunken/60 [&::-webkit-details-marker]:hidden">
        <Cross />
        <span className="min-w-0">
          <span className="block font-medium">{result.sentence}</span>
          {result.got === null ? null : (
            <span className="block break-words text-ink-2 text-sm group-open:hidden">
              {words.got}: {result.got}
            </span>
          )}
        </span>
        <Chevron />
      </summary>
      <dl className="space-y-2.5 px-5 pt-1 pb-3 pl-12 text-sm">
        {result.expected === null ? null : <Line label={words.expected} value={result.expected} />}
        {result.got === null ? null : <Line label={words.got} value={result.got} />}
        <Line label={words.fix} value={result.fix} />
      </dl>
      <p className="px-5 pb-4 pl-12 font-mono text-[0.76rem] text-ink-3">{result.id}</p>
    </details>
  );
}

function Line({ label, value }: { label: string; value: string }) {
  return (
    <div className="grid gap-x-4 sm:grid-cols-[6.5rem_minmax(0,1fr)]">
      <dt className="text-ink-2">{label}</dt>
      <dd className="break-words">
        <MarkedText text={value} />
      </dd>
    </div>
  );
}

function Cross() {
  return (
    <svg viewBox="0 0 16 16" className="mt-1 size-4 text-bad" aria-hidden="true">
      <path d="m4 4 8 8m0-8-8 8" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
