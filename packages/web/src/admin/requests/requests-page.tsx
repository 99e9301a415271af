import type { ProxiedRequestRow } from "@joinery/contract/pages";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { format, t } from "../../texts/current.ts";
import { Badge } from "../../ui/badge.tsx";
import { Breakable } from "../../ui/breakable.tsx";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Empty } from "../../ui/section.tsx";
import { Ago } from "../../ui/time.tsx";
import { AdminPage, WhenLoaded } from "../admin-page.tsx";
import { LoadMore } from "../load-more.tsx";
import { requestsQuery } from "../queries.ts";
import { toneOfRequest } from "./request-tone.ts";

const words = t.admin.requests;

const COLUMNS: Column<ProxiedRequestRow>[] = [
  { key: "what", header: words.columns.what, width: "w-[42%]", cell: (row) => <What row={row} /> },
  { key: "who", header: words.columns.who, cell: (row) => <Who row={row} /> },
  {
    key: "status",
    header: words.columns.status,
    width: "w-28",
    cell: (row) => <Badge tone={toneOfRequest(row)}>{row.status ?? words.noAnswer}</Badge>,
  },
  {
    key: "duration",
    header: words.columns.duration,
    width: "w-24",
    align: "right",
    cell: (row) => <span className="tabular-nums">{format.duration(row.duration_ms)}</span>,
  },
  {
    key: "at",
    header: words.columns.at,
    width: "w-36",
    align: "right",
    cell: (row) => (
      <span className="text-ink-2">
        <Ago at={row.at} />
      </span>
    ),
  },
];

/** The last requests that went through to integrations, and why one failed. */
export function RequestsPage() {
  const requests = useInfiniteQuery({ ...requestsQuery, refetchOnMount: "always" });
  return (
    <AdminPage title={words.title} lead={words.lead}>
      <WhenLoaded query={requests}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Empty title={words.empty.title}>{words.empty.body}</Empty>;
          return <DataTable caption={words.title} columns={COLUMNS} rows={rows} rowKey={(row) => row.request_id} />;
        }}
      </WhenLoaded>
      <LoadMore query={requests} />
    </AdminPage>
  );
}

function What({ row }: { row: ProxiedRequestRow }) {
  return (
    <>
      <span className="block break-words font-mono text-[0.8667rem]">
        <strong className="font-semibold">{row.method}</strong> <Breakable text={row.path} />
      </span>
      <Link
        to="/admin/integrations/$serviceId"
        params={{ serviceId: row.service_id }}
        className="text-ink-2 text-sm underline-offset-4 hover:underline"
      >
        {row.integration_name}
      </Link>
      {row.problem === null ? null : (
        <span className="mt-1.5 block rounded-lg bg-bad-soft px-2.5 py-1.5 text-sm">
          <span className="block break-words font-mono text-[0.8rem] text-bad">{row.problem}</span>
          {row.detail}
        </span>
      )}
      <span className="mt-1 block break-all font-mono text-[0.75rem] text-ink-3">{row.request_id}</span>
    </>
  );
}

function Who({ row }: { row: ProxiedRequestRow }) {
  return (
    <Link to="/admin/people/$userId" params={{ userId: row.user_id }} className="underline-offset-4 hover:underline">
      {row.user_name ?? t.admin.people.unnamed}
    </Link>
  );
}
