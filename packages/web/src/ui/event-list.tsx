import type { ReactNode } from "react";
import { CopyButton } from "./copy-button.tsx";
import { Panel } from "./section.tsx";

/** A value behind an event that somebody may have to carry elsewhere. */
export interface EventValue {
  label: string;
  value: string;
  /** Whether it is an identifier to look for elsewhere. */
  copy: boolean;
}

export interface EventRow {
  key: string;
  /** The sentence. */
  title: ReactNode;
  /** One quiet line: the few facts that matter. */
  line?: ReactNode;
  /** At the right where there is room, below where there is not. */
  aside: ReactNode;
  /** Stands below the line and is always seen, for example why something failed. */
  alert?: ReactNode;
  /** Seen once somebody opens the row. */
  values: readonly EventValue[];
  /** Ways on, seen with the values. */
  links?: ReactNode;
}

/** What happened, newest first: one looks through the sentences, and opens a row for everything else. */
export function EventList({ caption, rows }: { caption: string; rows: readonly EventRow[] }) {
  return (
    <Panel className="overflow-hidden">
      <ul aria-label={caption} className="divide-y divide-line">
        {rows.map((row) => (
          <li key={row.key}>
            <Row row={row} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Row({ row }: { row: EventRow }) {
  return (
    <details className="group">
      <summary className="grid cursor-pointer list-none grid-cols-[1fr_auto] gap-x-4 px-4 py-3 -outline-offset-2 transition-colors focus-visible:rounded-2xl hover:bg-sunken/60 sm:px-5 [&::-webkit-details-marker]:hidden">
        <span className="flex min-w-0 flex-col gap-x-6 gap-y-1 sm:flex-row sm:items-baseline sm:justify-between">
          <span className="min-w-0 break-words">
            <span className="block">{row.title}</span>
            {row.line === undefined ? null : (
              <span className="mt-0.5 block text-ink-2 text-sm first-letter:uppercase">{row.line}</span>
            )}
            {row.alert}
          </span>
          <span className="shrink-0 text-ink-2 text-sm tabular-nums">{row.aside}</span>
        </span>
        <Chevron />
      </summary>
      <div className="border-line border-t border-dashed bg-sunken/40 px-4 py-3 sm:px-5">
        <dl className="space-y-2.5 text-sm sm:space-y-1.5">
          {row.values.map(({ label, value, copy }) => (
            <div
              key={label}
              className="grid min-h-8 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 sm:grid-cols-[9rem_minmax(0,1fr)_auto]"
            >
              <dt className="text-ink-2">{label}</dt>
              <dd className="col-start-1 break-all font-mono text-[0.8rem] sm:col-start-2">{value}</dd>
              {copy ? (
                <dd className="col-start-2 row-span-2 row-start-1 sm:col-start-3 sm:row-span-1">
                  <CopyButton value={value} what={label} />
                </dd>
              ) : null}
            </div>
          ))}
        </dl>
        {row.links === undefined ? null : <p className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm">{row.links}</p>}
      </div>
    </details>
  );
}

/** Points right, and down in an opened `details` with the class `group`. */
export function Chevron() {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      className="mt-1 size-4 text-ink-3 transition-transform group-open:rotate-90 motion-reduce:transition-none"
    >
      <path
        d="m6 3.5 4.5 4.5L6 12.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
