import type { EventEndpointView } from "@joinery/contract/pages";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMayChange } from "../../session/may-change.tsx";
import { format, t } from "../../texts/current.ts";
import { Badge } from "../../ui/badge.tsx";
import { ButtonLink } from "../../ui/button-link.tsx";
import { Empty, Panel } from "../../ui/section.tsx";
import { useNow } from "../../ui/time.tsx";
import { AdminPage, WhenLoaded } from "../admin-page.tsx";
import { DeliveryBadge } from "./delivery-badge.tsx";
import { endpointsQuery } from "./queries.ts";

const words = t.events;

/** The endpoints that are told what happens, and how the last delivery to each went. */
export function EventsPage() {
  const endpoints = useQuery({ ...endpointsQuery, refetchOnMount: "always" });
  const add = useMayChange() ? (
    <ButtonLink look="primary" to="/admin/events/new">
      {words.add}
    </ButtonLink>
  ) : null;
  return (
    <div className="max-w-3xl">
      <AdminPage title={words.title} lead={words.lead} aside={endpoints.data?.endpoints.length === 0 ? null : add}>
        <WhenLoaded query={endpoints}>
          {({ endpoints: rows }) =>
            rows.length === 0 ? (
              <Empty title={words.empty.title} action={add}>
                {words.empty.body}
              </Empty>
            ) : (
              <Panel className="overflow-hidden">
                <ul className="divide-y divide-line">
                  {rows.map((row) => (
                    <li key={row.endpoint_id}>
                      <Row row={row} />
                    </li>
                  ))}
                </ul>
              </Panel>
            )
          }
        </WhenLoaded>
      </AdminPage>
    </div>
  );
}

function Row({ row }: { row: EventEndpointView }) {
  const now = useNow();
  const types = row.types.length === 0 ? words.everything : format.list(row.types);
  const last = row.last_delivery;
  return (
    <Link
      to="/admin/events/$endpointId"
      params={{ endpointId: row.endpoint_id }}
      className="flex flex-wrap items-start gap-x-4 gap-y-2 px-5 py-4 -outline-offset-2 hover:bg-sunken"
    >
      <span className="min-w-0 flex-1 basis-64">
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="break-all font-medium">{row.description === "" ? row.url : row.description}</span>
          {row.enabled ? null : (
            <Badge tone={row.disabled_reason === "administrator" ? "plain" : "bad"}>{words.off}</Badge>
          )}
        </span>
        {row.description === "" ? null : (
          <span className="block break-all font-mono text-[0.8rem] text-ink-2">{row.url}</span>
        )}
        <span className="block text-ink-2 text-sm">
          {types} · {last === null ? words.noDelivery : words.lastDelivery(format.ago(last.at, now))}
        </span>
        {row.disabled_reason === null || row.disabled_reason === "administrator" ? null : (
          <span className="mt-1 block text-bad text-sm">{words.reasons[row.disabled_reason]}</span>
        )}
      </span>
      {last === null ? null : <DeliveryBadge state={last.state} />}
    </Link>
  );
}
