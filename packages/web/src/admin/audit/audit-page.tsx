import type { AuditRow } from "@joinery/contract/pages";
import { useInfiniteQuery } from "@tanstack/react-query";
import { format, t } from "../../texts/current.ts";
import { EventList, type EventRow } from "../../ui/event-list.tsx";
import { Rich } from "../../ui/rich.tsx";
import { Empty } from "../../ui/section.tsx";
import { AdminPage, WhenLoaded } from "../admin-page.tsx";
import { LoadMore } from "../load-more.tsx";
import { auditQuery } from "../queries.ts";
import { factsOf, valuesOf } from "./audit-facts.ts";
import { actorBeside, sentenceOf } from "./audit-sentence.ts";

const words = t.admin.audit;

/** Who connected and disconnected what, newest first. */
export function AuditPage() {
  const audit = useInfiniteQuery({ ...auditQuery, refetchOnMount: "always" });
  return (
    <AdminPage title={words.title} lead={words.lead}>
      <WhenLoaded query={audit}>
        {(data) => {
          const rows = data.pages.flatMap((page) => page.rows);
          if (rows.length === 0) return <Empty title={words.empty.title}>{words.empty.body}</Empty>;
          return <EventList caption={words.title} rows={rows.map(toEvent)} />;
        }}
      </WhenLoaded>
      <LoadMore query={audit} />
    </AdminPage>
  );
}

function toEvent(row: AuditRow): EventRow {
  const sentence = sentenceOf(row);
  const actor = actorBeside(row);
  const facts = [...(actor === null ? [] : [words.by(actor.display_name ?? words.someone)]), ...factsOf(row)];
  return {
    key: row.event_id,
    title: <span className="text-ink-2">{sentence === undefined ? row.action : <Rich phrase={sentence} />}</span>,
    ...(facts.length === 0 ? {} : { line: facts.join(" · ") }),
    aside: <time dateTime={row.at}>{format.exactTime(row.at)}</time>,
    values: valuesOf(row),
  };
}
