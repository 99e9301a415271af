import type { AuditRow } from "@joinery/contract/pages";
import { useInfiniteQuery } from "@tanstack/react-query";
import { format, t } from "../../texts/current.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Rich } from "../../ui/rich.tsx";
import { Empty } from "../../ui/section.tsx";
import { AdminPage, WhenLoaded } from "../admin-page.tsx";
import { LoadMore } from "../load-more.tsx";
import { auditQuery } from "../queries.ts";
import { actorBeside, sentenceOf } from "./audit-sentence.ts";

const words = t.admin.audit;

const COLUMNS: Column<AuditRow>[] = [
  { key: "what", header: words.columns.what, width: "w-[42%]", labelled: false, cell: (row) => <What row={row} /> },
  {
    key: "details",
    header: words.columns.details,
    labelled: false,
    wholeLine: true,
    cell: (row) => <Details row={row} />,
  },
  {
    key: "at",
    header: words.columns.at,
    width: "w-44",
    align: "right",
    labelled: false,
    cell: (row) => (
      <time dateTime={row.at} className="text-ink-2 text-sm">
        {format.exactTime(row.at)}
      </time>
    ),
  },
];

/** Who connected and disconnected what, newest first. */
export function AuditPage() {
  const audit = useInfiniteQuery({ ...auditQuery, refetchOnMount: "always" });
  return (
    <AdminPage title={words.title} lead={words.lead}>
      <WhenLoaded query={audit}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Empty title={words.empty.title}>{words.empty.body}</Empty>;
          return <DataTable caption={words.title} columns={COLUMNS} rows={rows} rowKey={(row) => row.event_id} />;
        }}
      </WhenLoaded>
      <LoadMore query={audit} />
    </AdminPage>
  );
}

function What({ row }: { row: AuditRow }) {
  const sentence = sentenceOf(row);
  const actor = actorBeside(row);
  return (
    <>
      <span className="block text-ink-2">
        {sentence === undefined ? <span className="text-ink">{row.action}</span> : <Rich phrase={sentence} />}
      </span>
      {actor === null ? null : (
        <span className="block text-ink-2 text-sm">{words.by(actor.display_name ?? words.someone)}</span>
      )}
    </>
  );
}

function Details({ row }: { row: AuditRow }) {
  const entries = Object.entries(row.detail).filter(([, value]) => value !== null);
  return (
    <span className="block space-y-0.5 break-all font-mono text-[0.75rem] text-ink-3">
      <span className="block">{row.action}</span>
      {entries.map(([name, value]) => (
        <span key={name} className="block">
          {name}: {String(value)}
        </span>
      ))}
      {row.request_id === null ? null : <span className="block">{row.request_id}</span>}
    </span>
  );
}
