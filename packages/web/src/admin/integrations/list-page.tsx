import type { AdminIntegrationRow } from "@joinery/contract/pages";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMayChange } from "../../session/may-change.tsx";
import { format, t } from "../../texts/current.ts";
import { Badge } from "../../ui/badge.tsx";
import { ButtonLink } from "../../ui/button-link.tsx";
import { IconTile } from "../../ui/icon-tile.tsx";
import { Empty, Panel } from "../../ui/section.tsx";
import { useNow } from "../../ui/time.tsx";
import { AdminPage, WhenLoaded } from "../admin-page.tsx";
import { adminIntegrationsQuery } from "../queries.ts";
import { KindBadge } from "./kind-badge.tsx";

/** All integrations of the organisation, and what an administrator has to look at. */
export function AdminIntegrationsPage() {
  const integrations = useQuery({ ...adminIntegrationsQuery, refetchOnMount: "always" });
  const words = t.admin.integrations;
  return (
    <AdminPage
      title={words.title}
      lead={words.lead}
      aside={
        useMayChange() ? (
          <ButtonLink look="primary" to="/admin/integrations/new">
            {words.add}
          </ButtonLink>
        ) : null
      }
    >
      <WhenLoaded query={integrations}>
        {({ integrations: rows }) =>
          rows.length === 0 ? <Empty title={words.empty.title}>{words.empty.body}</Empty> : <Rows rows={rows} />
        }
      </WhenLoaded>
    </AdminPage>
  );
}

function Rows({ rows }: { rows: readonly AdminIntegrationRow[] }) {
  return (
    <Panel className="overflow-hidden">
      <ul className="divide-y divide-line">
        {rows.map((row) => (
          <li key={row.service_id}>
            <Row row={row} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Row({ row }: { row: AdminIntegrationRow }) {
  const now = useNow();
  const words = t.admin.integrations;
  return (
    <Link
      to="/admin/integrations/$serviceId"
      params={{ serviceId: row.service_id }}
      className="flex items-start gap-4 px-5 py-4 -outline-offset-2 hover:bg-sunken"
    >
      <IconTile name={row.name} iconUrl={row.icon_url} />
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className="font-semibold">{row.name}</span>
          <KindBadge kind={row.kind} />
          {row.enabled ? null : <Badge tone="bad">{words.off}</Badge>}
        </span>
        <span className="mt-0.5 block break-all font-mono text-[0.8rem] text-ink-2">{row.proxy_url}</span>
        {row.last_problem === null ? null : (
          <span className="mt-1 block break-words text-sm text-warn">
            {words.problem(row.last_problem.code, format.ago(row.last_problem.at, now))}
          </span>
        )}
      </span>
      <span className="hidden whitespace-nowrap pt-0.5 text-ink-2 text-sm sm:block">
        {format.count(row.linked_accounts, words.accounts)}
      </span>
    </Link>
  );
}
