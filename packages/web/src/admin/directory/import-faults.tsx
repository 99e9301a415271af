import type { ImportPeopleAnswer } from "@joinery/contract/pages";
import { format, t } from "../../texts/current.ts";
import { Notice } from "../../ui/notice.tsx";
import { Panel } from "../../ui/section.tsx";

const words = t.directory.import.faults;

/** What is wrong with a file, line by line, as an editor counts them. */
export function ImportFaults({ faults }: { faults: ImportPeopleAnswer["faults"] }) {
  const lines = new Set(faults.map(({ line }) => line)).size;
  return (
    <div className="mt-8 space-y-4">
      <Notice tone="bad" title={format.count(lines, words.title)} live>
        {words.body}
      </Notice>
      <Panel className="overflow-hidden">
        <ul className="divide-y divide-line">
          {faults.map(({ line, column, message }) => (
            <li key={`${line} ${column} ${message}`} className="flex flex-wrap gap-x-4 gap-y-0.5 px-5 py-3">
              <span className="w-20 shrink-0 text-ink-2 tabular-nums">{words.line(line)}</span>
              <span className="min-w-0 flex-1 basis-56 break-words">
                {column === null ? null : <code className="mr-2 font-mono text-[0.8667rem]">{column}</code>}
                {message}
              </span>
            </li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}
