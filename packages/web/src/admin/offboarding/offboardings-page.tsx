import type { OffboardingRow } from "@joinery/contract/pages";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { format, t } from "../../texts/current.ts";
import { Badge } from "../../ui/badge.tsx";
import { Empty, Panel } from "../../ui/section.tsx";
import { Ago } from "../../ui/time.tsx";
import { AdminPage, WhenLoaded } from "../admin-page.tsx";
import { LoadMore } from "../load-more.tsx";
import { offboardingsQuery } from "./queries.ts";

const words = t.offboarding;

/** Who left, newest first, and whether everything of theirs has come to an end. */
export function OffboardingsPage() {
  const offboardings = useInfiniteQuery({ ...offboardingsQuery, refetchOnMount: "always" });
  return (
    <div className="max-w-3xl">
      <AdminPage title={words.title} lead={words.lead}>
        <WhenLoaded query={offboardings}>
          {(data) => {
            const rows = data.pages.flatMap((page) => page.rows);
            if (rows.length === 0) return <Empty title={words.empty.title}>{words.empty.body}</Empty>;
            return (
              <Panel className="overflow-hidden">
                <ul className="divide-y divide-line">
                  {rows.map((row) => (
                    <li key={row.offboarding_id}>
                      <Row row={row} />
                    </li>
                  ))}
                </ul>
              </Panel>
            );
          }}
        </WhenLoaded>
        <LoadMore query={offboardings} />
      </AdminPage>
    </div>
  );
}

function Row({ row }: { row: OffboardingRow }) {
  return (
    <Link
      to="/admin/offboardings/$offboardingId"
      params={{ offboardingId: row.offboarding_id }}
      className="flex flex-wrap items-center gap-x-4 gap-y-1.5 px-5 py-3.5 -outline-offset-2 hover:bg-sunken"
    >
      <span className="min-w-0 flex-1 basis-56">
        <span className="block break-words font-medium">{row.person.display_name ?? t.admin.people.unnamed}</span>
        <span className="block text-ink-2 text-sm">
          <Ago at={row.started_at} /> · {words.row.sources[row.source]} ·{" "}
          {format.count(row.accounts, words.row.accounts)}
        </span>
      </span>
      {row.finished_at === null ? (
        <Badge tone="warn">{words.row.open(format.count(row.open, words.row.accounts))}</Badge>
      ) : (
        <Badge tone="good">{words.row.finished}</Badge>
      )}
    </Link>
  );
}
