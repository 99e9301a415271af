import type { OrphanRow } from "@joinery/contract/pages";
import { Link } from "@tanstack/react-router";
import { format, t } from "../../texts/current.ts";
import { Rich } from "../../ui/rich.tsx";
import { Panel, Section } from "../../ui/section.tsx";
import { useNow } from "../../ui/time.tsx";

const words = t.attention.orphans;

/** Exchanges whose outcome nobody knows (contract 2.1, step 6). */
export function OrphansSection({ rows }: { rows: readonly OrphanRow[] }) {
  const now = useNow();
  if (rows.length === 0) return null;
  return (
    <Section title={words.title} lead={words.lead}>
      <Panel className="overflow-hidden">
        <ul className="divide-y divide-line">
          {rows.map((row) => (
            <li key={row.flow} className="px-5 py-3.5">
              <p>
                <Link
                  to="/admin/people/$userId"
                  params={{ userId: row.user_id }}
                  className="underline-offset-4 hover:underline"
                >
                  <Rich phrase={words.row(row.user_name ?? t.admin.people.unnamed, row.integration_name)} />
                </Link>
              </p>
              <p className="text-sm text-warn">{words.kinds[row.kind](format.ago(row.claimed_at, now))}</p>
              <p className="mt-0.5 break-all font-mono text-[0.8rem] text-ink-2">{row.flow}</p>
            </li>
          ))}
        </ul>
      </Panel>
      <p className="mt-3 max-w-prose text-ink-2 text-sm">{words.toDo}</p>
    </Section>
  );
}
