import type { IntegrationView } from "@joinery/contract/pages";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { ConnectArea } from "../connect/connect-area.tsx";
import { PageColumn } from "../shell/app-shell.tsx";
import { Crumbs } from "../shell/crumbs.tsx";
import { Failure } from "../shell/failure.tsx";
import { PageHeading } from "../shell/page-heading.tsx";
import { format, t } from "../texts/current.ts";
import { IconTile } from "../ui/icon-tile.tsx";
import { Notice } from "../ui/notice.tsx";
import { Section } from "../ui/section.tsx";
import { AccountList } from "./account-list.tsx";
import { ActionList } from "./action-list.tsx";
import { IntegrationLoading } from "./integration-loading.tsx";
import { MayDo } from "./may-do.tsx";
import { integrationQuery } from "./queries.ts";
import { RemovedList } from "./removed-list.tsx";
import { WaitingFor } from "./waiting-for.tsx";

const route = getRouteApi("/app/integrations/$serviceId");

/** While a link is being removed nobody can connect; the page notices by itself when that is over. */
const LOOK_AGAIN_MILLISECONDS = 5_000;

/** The page of one integration: Connect, what it may do, what is linked, what was removed. */
export function IntegrationPage() {
  const { serviceId } = route.useParams();
  const integration = useQuery({
    ...integrationQuery(serviceId),
    refetchOnMount: "always",
    refetchInterval: ({ state }) => (isBeingRemoved(state.data) ? LOOK_AGAIN_MILLISECONDS : false),
  });
  return (
    <PageColumn>
      <Crumbs crumbs={[{ label: t.integrations.title, link: { to: "/" } }]} />
      {integration.data !== undefined ? (
        <Content key={serviceId} integration={integration.data} />
      ) : integration.isError ? (
        <Failure error={integration.error} onRetry={() => void integration.refetch()} />
      ) : (
        <IntegrationLoading />
      )}
    </PageColumn>
  );
}

function Content({ integration }: { integration: IntegrationView }) {
  const { name } = integration;
  const live = integration.accounts.filter((account) => account.state !== "gone" && account.state !== "disconnecting");
  // Before one connects it matters what one allows; afterwards, what one has.
  const mayDo = (
    <Section title={t.integrations.mayDo(name)}>
      <MayDo sentences={integration.may_do} />
    </Section>
  );
  const canLater =
    integration.actions.length === 0
      ? null
      : t.integrations.actionsLater(format.list(integration.actions.map((action) => action.label)));
  return (
    <div className="enter">
      <header className="flex flex-wrap items-start gap-x-5 gap-y-4">
        <IconTile name={name} iconUrl={integration.icon_url} size="lg" />
        <div className="min-w-0 flex-1 basis-60">
          <PageHeading title={name} />
          <p className="mt-1 text-[1.0667rem] text-ink-2">{integration.description}</p>
        </div>
      </header>

      <ConnectArea
        target={{ serviceId: integration.service_id, authId: integration.auth_id, name, iconUrl: integration.icon_url }}
        obstacle={integration.obstacle ?? (integration.enabled ? null : "INTEGRATION_DISABLED")}
        obstacleDetail={
          integration.obstacle === "DISCONNECT_IN_PROGRESS" && integration.waiting_for !== null ? (
            <WaitingFor waitingFor={integration.waiting_for} integrationName={name} />
          ) : undefined
        }
        label={live.length === 0 ? t.connect.connect : t.integrations.another}
        look={live.length === 0 ? "primary" : "secondary"}
      />

      {integration.kind === "plain" ? (
        <div className="mt-6">
          <Notice tone="warn" title={t.integrations.unverified.title}>
            {t.integrations.unverified.body(name)}
          </Notice>
        </div>
      ) : null}

      {live.length === 0 ? mayDo : null}
      <Section title={t.integrations.accounts}>
        {live.length > 0 ? (
          <AccountList accounts={live} />
        ) : (
          <p className="max-w-prose text-ink-2">
            {t.integrations.noAccounts(name)} {canLater}
          </p>
        )}
      </Section>
      {live.length === 0 || !integration.enabled || integration.actions.length === 0 ? null : (
        <Section title={t.integrations.actions}>
          <ActionList actions={integration.actions} serviceId={integration.service_id} integrationName={name} />
        </Section>
      )}
      {live.length === 0 ? null : mayDo}
      {integration.removed.length === 0 ? null : (
        <Section title={t.integrations.removed}>
          <RemovedList removed={integration.removed} />
        </Section>
      )}
    </div>
  );
}

function isBeingRemoved(integration: IntegrationView | undefined): boolean {
  return integration?.obstacle === "DISCONNECT_IN_PROGRESS";
}
