import type { AdminIntegrationView } from "@joinery/contract/pages";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Changes } from "../../session/may-change.tsx";
import { Crumbs } from "../../shell/crumbs.tsx";
import { PageHeading } from "../../shell/page-heading.tsx";
import { format, t } from "../../texts/current.ts";
import { Badge } from "../../ui/badge.tsx";
import { IconTile } from "../../ui/icon-tile.tsx";
import { Notice } from "../../ui/notice.tsx";
import { RequestId } from "../../ui/refusal-notice.tsx";
import { Panel, Section } from "../../ui/section.tsx";
import { useNow } from "../../ui/time.tsx";
import { WhenLoaded } from "../admin-page.tsx";
import { ConformanceSection } from "../conformance/conformance-section.tsx";
import { adminIntegrationQuery } from "../queries.ts";
import { CopyLine } from "./copy-line.tsx";
import { DetailsForm } from "./details-form.tsx";
import { KillSwitch } from "./kill-switch.tsx";
import { KindBadge } from "./kind-badge.tsx";
import { SecretSection } from "./secret-section.tsx";
import { TokensSection } from "./tokens-section.tsx";

const route = getRouteApi("/app/admin/integrations/$serviceId");

/** The management page of an integration (contract 1.4). */
export function ManagePage() {
  const { serviceId } = route.useParams();
  const integration = useQuery({ ...adminIntegrationQuery(serviceId), refetchOnMount: "always" });
  return (
    <div className="max-w-3xl">
      <Crumbs crumbs={[{ label: t.admin.integrations.title, link: { to: "/admin/integrations" } }]} />
      <WhenLoaded query={integration}>{(view) => <Content key={serviceId} view={view} />}</WhenLoaded>
    </div>
  );
}

function Content({ view }: { view: AdminIntegrationView }) {
  return (
    <>
      <header className="flex items-center gap-4">
        <IconTile name={view.name} iconUrl={view.icon_url} size="lg" />
        <div className="min-w-0">
          <PageHeading title={view.name} />
          <p className="mt-1 flex flex-wrap items-center gap-2 text-ink-2 text-sm">
            <KindBadge kind={view.kind} />
            {view.enabled ? null : <Badge tone="bad">{t.admin.integrations.off}</Badge>}
            {format.count(view.linked_accounts, t.admin.integrations.accounts)}
          </p>
        </div>
      </header>
      {view.last_problem === null ? null : <LastProblem problem={view.last_problem} />}
      <div className="mt-6">
        <Changes>
          <KillSwitch view={view} />
        </Changes>
      </div>
      <Section title={t.manage.ids}>
        <Panel>
          <dl className="divide-y divide-line">
            <CopyLine label={t.manage.serviceId} value={view.service_id} />
            <CopyLine label={t.manage.authId} value={view.auth_id} />
            <CopyLine label={t.manage.fields.proxy_url.label} value={view.proxy_url} />
            {view.connect_base === null ? null : (
              <CopyLine label={t.manage.fields.connect_base.label} value={view.connect_base} />
            )}
          </dl>
        </Panel>
      </Section>
      <ConformanceSection view={view} />
      <Changes>
        <SecretSection view={view} />
        <TokensSection view={view} />
        <DetailsForm view={view} />
      </Changes>
    </>
  );
}

function LastProblem({ problem }: { problem: NonNullable<AdminIntegrationView["last_problem"]> }) {
  const now = useNow();
  return (
    <div className="mt-6">
      <Notice tone="warn" title={t.manage.lastProblem.title(format.ago(problem.at, now))}>
        <p className="break-words font-mono text-[0.8667rem]">{problem.code}</p>
        <RequestId id={problem.request_id} />
        <Link to="/admin/requests" className="mt-1 inline-block text-accent-ink underline underline-offset-4">
          {t.manage.lastProblem.link}
        </Link>
      </Notice>
    </div>
  );
}
