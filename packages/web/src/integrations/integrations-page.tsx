import type { IntegrationCard } from "@joinery/contract/pages";
import { useQuery } from "@tanstack/react-query";
import { NoticeCards } from "../notices/notice-cards.tsx";
import { meQuery } from "../session/queries.ts";
import { PageColumn, PageSpread } from "../shell/app-shell.tsx";
import { Failure } from "../shell/failure.tsx";
import { PageHeading } from "../shell/page-heading.tsx";
import { t } from "../texts/current.ts";
import { ButtonLink } from "../ui/button-link.tsx";
import { Empty, Section } from "../ui/section.tsx";
import { Bar, Loading } from "../ui/skeleton.tsx";
import { splitByLinked } from "./card-state.ts";
import { Card } from "./integration-card.tsx";
import { integrationsQuery } from "./queries.ts";

/** *Manage integrations* (contract 1.4). */
export function IntegrationsPage() {
  const integrations = useQuery({ ...integrationsQuery, refetchOnMount: "always" });
  if (integrations.isError && integrations.data === undefined) {
    return (
      <PageColumn>
        <Failure error={integrations.error} onRetry={() => void integrations.refetch()} />
      </PageColumn>
    );
  }
  return (
    <PageSpread heading={<Lead />}>
      <NoticeCards />
      {integrations.data === undefined ? <CardsLoading /> : <AllCards cards={integrations.data.integrations} />}
    </PageSpread>
  );
}

function Lead() {
  return (
    <>
      <PageHeading title={t.integrations.title} />
      <p className="mt-2 max-w-prose text-[1.0667rem] text-ink-2">{t.integrations.lead}</p>
    </>
  );
}

function AllCards({ cards }: { cards: readonly IntegrationCard[] }) {
  if (cards.length === 0) return <NoIntegrations />;
  const { linked, available } = splitByLinked(cards);
  return (
    <div className="enter">
      {linked.length === 0 ? null : (
        <Section title={t.integrations.linked}>
          <Cards cards={linked} />
        </Section>
      )}
      {available.length === 0 ? null : (
        <Section title={t.integrations.available}>
          <Cards cards={available} />
        </Section>
      )}
    </div>
  );
}

function Cards({ cards }: { cards: readonly IntegrationCard[] }) {
  return (
    <ul className="grid gap-4 sm:grid-cols-2">
      {cards.map((card) => (
        <li key={card.service_id}>
          <Card card={card} />
        </li>
      ))}
    </ul>
  );
}

function NoIntegrations() {
  const me = useQuery(meQuery);
  const isAdministrator = me.data?.person.role === "administrator";
  return (
    <Empty
      title={t.integrations.empty.title}
      action={
        isAdministrator ? <ButtonLink to="/admin/integrations/new">{t.integrations.empty.admin}</ButtonLink> : undefined
      }
    >
      {t.integrations.empty.body}
    </Empty>
  );
}

function CardsLoading() {
  return (
    <Loading>
      <Bar className="mb-4 h-5 w-24" />
      <div className="grid gap-4 sm:grid-cols-2">
        {["first", "second"].map((key) => (
          <div key={key} className="rounded-2xl border border-line bg-surface">
            <div className="flex gap-4 p-5">
              <Bar className="size-11" />
              <div className="flex-1 space-y-2.5 py-1">
                <Bar className="h-4 w-1/2" />
                <Bar className="h-3.5 w-full" />
              </div>
            </div>
            <div className="h-12 border-line border-t" />
          </div>
        ))}
      </div>
    </Loading>
  );
}
