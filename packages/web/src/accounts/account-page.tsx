import type { AccountView } from "@joinery/contract/pages";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Navigate, useRouterState } from "@tanstack/react-router";
import { toRefusal } from "../api/refusal.ts";
import { LinkPicture } from "../connect/link-picture.tsx";
import { PageColumn } from "../shell/app-shell.tsx";
import { Crumbs } from "../shell/crumbs.tsx";
import { Failure } from "../shell/failure.tsx";
import { PageHeading } from "../shell/page-heading.tsx";
import { t } from "../texts/current.ts";
import { Breakable } from "../ui/breakable.tsx";
import { ButtonLink } from "../ui/button-link.tsx";
import { Notice } from "../ui/notice.tsx";
import { Panel, Section } from "../ui/section.tsx";
import { Bar, Loading } from "../ui/skeleton.tsx";
import { AccountFacts } from "./account-facts.tsx";
import { ChoiceSection } from "./choice-section.tsx";
import { ChosenNotice } from "./chosen-notice.tsx";
import { DisconnectSection } from "./disconnect-section.tsx";
import { LinkedNotice } from "./linked-notice.tsx";
import { accountQuery, receiptQuery } from "./queries.ts";
import { RepairArea } from "./repair-area.tsx";

const route = getRouteApi("/app/accounts/$accountId");

/** The page of a linked account: what people recognise it by comes first (contract 1.4). */
export function AccountPage() {
  const { accountId } = route.useParams();
  const account = useQuery({ ...accountQuery(accountId), refetchOnMount: "always" });
  return (
    <PageColumn>
      {account.data !== undefined && !isMissing(account.error) ? (
        <Content key={accountId} view={account.data} />
      ) : account.isError ? (
        <NoAccount accountId={accountId} error={account.error} onRetry={() => void account.refetch()} />
      ) : (
        <AccountLoading />
      )}
    </PageColumn>
  );
}

function Content({ view }: { view: AccountView }) {
  const { account, integration } = view;
  const { repair } = route.useSearch();
  const { justLinked, chosen } = useRouterState({ select: (state) => state.location.state });
  const isGone = account.state === "disconnecting" || account.state === "gone";
  const isPending = account.state === "pending";
  return (
    <div className="enter">
      <Crumbs
        crumbs={[
          { label: t.integrations.title, link: { to: "/" } },
          {
            label: integration.name,
            link: { to: "/integrations/$serviceId", params: { serviceId: integration.service_id } },
          },
        ]}
      />
      <header className="flex flex-wrap-reverse items-center justify-between gap-x-8 gap-y-5">
        <div className="min-w-0 flex-1 basis-64">
          <PageHeading
            title={account.external_account_id}
            className="break-words font-semibold text-[1.85rem] leading-[1.12] tracking-[-0.022em] sm:text-[2.3rem]"
          >
            <Breakable text={account.external_account_id} />
          </PageHeading>
          <p className="mt-2 text-[1.0667rem] text-ink-2">{t.account.in(integration.name)}</p>
        </div>
        <LinkPicture
          state={isGone ? "parted" : account.state === "active" ? "joined" : "held"}
          integration={{ name: integration.name, iconUrl: integration.icon_url }}
          className="-ml-1 w-32 sm:mr-8 sm:ml-0"
        />
      </header>

      <div className="mt-6 space-y-4">
        {chosen === undefined ? null : <ChosenNotice made={chosen} state={account.state} />}
        {justLinked === true && account.state === "active" ? (
          <LinkedNotice externalAccountId={account.external_account_id} />
        ) : null}
        <RepairArea view={view} isWanted={repair === true && justLinked !== true} />
        {isGone ? (
          <Notice>
            <p className="mb-3">{t.account.alreadyGone}</p>
            <ButtonLink size="sm" to="/accounts/$accountId/receipt" params={{ accountId: account.linked_account_id }}>
              {t.account.toReceipt}
            </ButtonLink>
          </Notice>
        ) : null}
      </div>

      {isPending ? <ChoiceSection view={view} /> : null}
      <Section title={isPending ? t.account.choice.facts : t.account.facts}>
        <Panel>
          <AccountFacts view={view} />
        </Panel>
      </Section>
      {isGone || isPending ? null : <DisconnectSection view={view} />}
    </div>
  );
}

function isMissing(error: unknown): boolean {
  return error !== null && toRefusal(error).code === "LINKED_ACCOUNT_NOT_FOUND";
}

/** An account that is not there may have been removed: then its receipt is what one looks for. */
function NoAccount({ accountId, error, onRetry }: { accountId: string; error: unknown; onRetry: () => void }) {
  const receipt = useQuery({ ...receiptQuery(accountId), enabled: isMissing(error) });
  if (receipt.data !== undefined) return <Navigate to="/accounts/$accountId/receipt" params={{ accountId }} replace />;
  if (receipt.isLoading) return <AccountLoading />;
  return <Failure error={error} onRetry={onRetry} />;
}

function AccountLoading() {
  return (
    <Loading>
      <Bar className="mb-6 h-5 w-56" />
      <Bar className="h-10 w-60 max-w-full" />
      <Bar className="mt-3 h-5 w-44" />
      <Bar className="mt-14 mb-4 h-5 w-36" />
      <Bar className="h-56 w-full" />
    </Loading>
  );
}
