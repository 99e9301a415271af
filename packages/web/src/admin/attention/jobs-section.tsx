import type { DeadJobRow } from "@joinery/contract/pages";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Changes } from "../../session/may-change.tsx";
import { format, t } from "../../texts/current.ts";
import { Button } from "../../ui/button.tsx";
import { RefusalNotice } from "../../ui/refusal-notice.tsx";
import { Panel, Section } from "../../ui/section.tsx";
import { useNow } from "../../ui/time.tsx";
import { deadJobsQuery, sendJobAgain } from "../queries.ts";

const words = t.attention.jobs;

/** Work of the hub that failed for good. Not there when there is none. */
export function JobsSection({ rows, onDone }: { rows: readonly DeadJobRow[]; onDone: (told: string) => void }) {
  if (rows.length === 0) return null;
  return (
    <Section title={words.title} lead={words.lead}>
      <Panel className="overflow-hidden">
        <ul className="divide-y divide-line">
          {rows.map((row) => (
            <Row key={row.job_id} row={row} onDone={onDone} />
          ))}
        </ul>
      </Panel>
    </Section>
  );
}

function Row({ row, onDone }: { row: DeadJobRow; onDone: (told: string) => void }) {
  const queries = useQueryClient();
  const now = useNow();
  const again = useMutation({
    mutationFn: () => sendJobAgain(row.job_id),
    onSuccess: () => {
      onDone(words.sent);
      return queries.invalidateQueries({ queryKey: deadJobsQuery.queryKey });
    },
  });
  const name = words.names[row.name] ?? row.name;
  const ago = format.ago(row.failed_at, now);
  const about = Object.values(row.about).join(" · ");
  return (
    <li className="px-5 py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <p className="font-medium">{name}</p>
          <p className="text-ink-2 text-sm">
            {format.count(row.attempts, words.attempts)} · {words.failed(ago)}
          </p>
          {row.error === null ? null : (
            <p className="text-sm text-warn">
              {words.error}: <span className="font-mono text-[0.8rem]">{row.error}</span>
            </p>
          )}
          <p className="mt-0.5 break-all font-mono text-[0.8rem] text-ink-2">{about}</p>
        </div>
        <Changes>
          <Button
            size="sm"
            busy={again.isPending ? words.busy : false}
            aria-label={again.isPending ? undefined : words.againLabel(name, ago)}
            onClick={() => again.mutate()}
          >
            {words.again}
          </Button>
        </Changes>
      </div>
      {again.isError ? (
        <div className="mt-3">
          <RefusalNotice error={again.error} />
        </div>
      ) : null}
    </li>
  );
}
