import type { AccountView, FlowPageView } from "@joinery/contract/pages";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { accountQuery } from "../accounts/queries.ts";
import { PageHeading } from "../shell/page-heading.tsx";
import { WindowShell } from "../shell/window-shell.tsx";
import { t } from "../texts/current.ts";
import { ButtonLink } from "../ui/button-link.tsx";
import { initialsOf } from "../ui/initials.ts";
import { Joint } from "../ui/joint.tsx";
import { Rich } from "../ui/rich.tsx";
import { EndedContent } from "./ended-page.tsx";
import { FlowPageFrame } from "./flow-page-frame.tsx";
import { flowPageQuery } from "./flow-queries.ts";

const route = getRouteApi("/connect/$flow/done");

const UNFINISHED_POLL_MILLISECONDS = 1_500;
const STOPPED: readonly FlowPageView["state"][] = ["burned", "refused", "expired"];

/** Where the new window ends. Says what became of the flow, not what was hoped for. */
export function DonePage() {
  const { flow } = route.useParams();
  const page = useQuery({
    ...flowPageQuery(flow),
    refetchInterval: (query) => (isUnfinished(query.state.data) ? UNFINISHED_POLL_MILLISECONDS : false),
  });
  return (
    <WindowShell>
      <FlowPageFrame page={page}>
        {(view) =>
          view.starter === null || STOPPED.includes(view.state) ? <EndedContent view={view} /> : <Done view={view} />
        }
      </FlowPageFrame>
    </WindowShell>
  );
}

function isUnfinished(view: FlowPageView | undefined): boolean {
  return view !== undefined && view.starter !== null && view.state !== "completed" && !STOPPED.includes(view.state);
}

function Done({ view }: { view: FlowPageView }) {
  const words = t.flowPages.done;
  const hasEnded = view.state === "completed";
  const accountId = view.linked_account_id;
  const account = useQuery({ ...accountQuery(accountId ?? ""), enabled: hasEnded && accountId !== null });
  // Only the account says whether it is linked, or another one than was meant.
  const isComplete = hasEnded && !account.isLoading;
  const name = account.data?.account.external_account_id;
  if (isComplete && accountId !== null && account.data?.account.state === "pending") {
    return <AnotherCame view={view} account={account.data} />;
  }
  return (
    <>
      <Joint
        moving
        state={isComplete ? "joined" : "held"}
        person={initialsOf(view.starter?.display_name ?? view.starter?.email ?? "")}
        integration={{ name: view.integration_name, iconUrl: view.icon_url }}
        className="-ml-2 mb-9 w-44"
      />
      <div role="status">
        <PageHeading title={isComplete ? words.title : words.finishing} />
        <p className="mt-3 text-[1.0667rem] text-ink-2">
          {isComplete ? (
            <Rich phrase={words.body(view.integration_name, name)} />
          ) : (
            words.finishingBody(view.integration_name)
          )}
        </p>
        {isComplete ? <p className="mt-1 text-[1.0667rem] text-ink-2">{words.close}</p> : null}
      </div>
      {isComplete && accountId !== null ? (
        <div className="mt-7">
          <ButtonLink to="/accounts/$accountId" params={{ accountId }}>
            {words.account}
          </ButtonLink>
        </div>
      ) : null}
    </>
  );
}

/** A reconnect that brought back another account (contract 2.3): it waits for a choice, on its own page. */
function AnotherCame({ view, account }: { view: FlowPageView; account: AccountView }) {
  const words = t.flowPages.done.another;
  const { linked_account_id: accountId, external_account_id: came, pending_for: meant } = account.account;
  return (
    <>
      <Joint
        state="held"
        person={initialsOf(view.starter?.display_name ?? view.starter?.email ?? "")}
        integration={{ name: view.integration_name, iconUrl: view.icon_url }}
        className="-ml-2 mb-9 w-44"
      />
      <div role="status">
        <PageHeading title={words.title} />
        <p className="mt-3 break-words text-[1.0667rem] text-ink-2">
          <Rich phrase={words.body(came, meant?.external_account_id ?? null)} />
        </p>
      </div>
      <div className="mt-7">
        <ButtonLink look="primary" to="/accounts/$accountId" params={{ accountId }}>
          {words.action}
        </ButtonLink>
      </div>
    </>
  );
}
