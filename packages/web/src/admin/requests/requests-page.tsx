import type { ProxiedRequestRow } from "@joinery/contract/pages";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { format, t } from "../../texts/current.ts";
import { Badge } from "../../ui/badge.tsx";
import { EventList, type EventRow } from "../../ui/event-list.tsx";
import { Empty } from "../../ui/section.tsx";
import { shortenIds } from "../../ui/shorten-ids.ts";
import { Ago } from "../../ui/time.tsx";
import { AdminPage, WhenLoaded } from "../admin-page.tsx";
import { LoadMore } from "../load-more.tsx";
import { requestsQuery } from "../queries.ts";
import { toneOfRequest } from "./request-tone.ts";

const words = t.admin.requests;
const LINK = "text-accent-ink underline-offset-4 hover:underline";

/** The last requests that went through to integrations, and why one failed. */
export function RequestsPage() {
  const requests = useInfiniteQuery({ ...requestsQuery, refetchOnMount: "always" });
  return (
    <AdminPage title={words.title} lead={words.lead}>
      <WhenLoaded query={requests}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Empty title={words.empty.title}>{words.empty.body}</Empty>;
          return <EventList caption={words.title} rows={rows.map(toEvent)} />;
        }}
      </WhenLoaded>
      <LoadMore query={requests} />
    </AdminPage>
  );
}

function toEvent(row: ProxiedRequestRow): EventRow {
  return {
    key: row.request_id,
    title: (
      <span title={row.path} className="font-mono text-[0.8667rem]">
        <strong className="font-semibold">{row.method}</strong> {shortenIds(row.path)}
      </span>
    ),
    line: `${row.integration_name} · ${row.user_name ?? t.admin.people.unnamed}`,
    aside: (
      <span className="flex items-baseline gap-3 sm:justify-end">
        <Badge tone={toneOfRequest(row)}>{row.status ?? words.noAnswer}</Badge>
        <span className="sm:w-40 sm:text-right">
          {format.duration(row.duration_ms)} · <Ago at={row.at} />
        </span>
      </span>
    ),
    ...(row.problem === null ? {} : { alert: <Problem row={row} /> }),
    values: [
      { label: words.labels.request, value: row.request_id, copy: true },
      { label: words.labels.path, value: row.path, copy: true },
    ],
    links: (
      <>
        <Link to="/admin/integrations/$serviceId" params={{ serviceId: row.service_id }} className={LINK}>
          {words.toIntegration(row.integration_name)}
        </Link>
        <Link to="/admin/people/$userId" params={{ userId: row.user_id }} className={LINK}>
          {words.toPerson(row.user_name ?? t.admin.people.unnamed)}
        </Link>
      </>
    ),
  };
}

/** Why an answer was of no use: the sentence first, the code for whoever searches for it. */
function Problem({ row }: { row: ProxiedRequestRow }) {
  return (
    <span className="mt-2 block rounded-lg bg-bad-soft px-3 py-2 text-sm">
      {row.detail === null ? null : <span className="block break-words text-ink">{row.detail}</span>}
      <span className="block break-words font-mono text-[0.75rem] text-bad">{row.problem}</span>
    </span>
  );
}
