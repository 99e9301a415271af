import type { FlowPageView } from "@joinery/contract/pages";
import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { PageHeading } from "../shell/page-heading.tsx";
import { WindowShell } from "../shell/window-shell.tsx";
import { t } from "../texts/current.ts";
import { plainText } from "../texts/phrase.ts";
import { Button } from "../ui/button.tsx";
import { initialsOf } from "../ui/initials.ts";
import { Joint } from "../ui/joint.tsx";
import { RefusalNotice } from "../ui/refusal-notice.tsx";
import { Rich } from "../ui/rich.tsx";
import { EndedContent } from "./ended-page.tsx";
import { FlowPageFrame } from "./flow-page-frame.tsx";
import { cancelFlow, confirmFlow, flowPageQuery } from "./flow-queries.ts";

const route = getRouteApi("/connect/$flow/confirm");

/** Another session of the same person: on by pressing a button only (contract 2.1, step 3). */
export function ConfirmPage() {
  const { flow } = route.useParams();
  const page = useQuery(flowPageQuery(flow));
  return (
    <WindowShell>
      <FlowPageFrame page={page}>
        {(view) => (view.starter === null ? <EndedContent view={view} /> : <Confirm flow={flow} view={view} />)}
      </FlowPageFrame>
    </WindowShell>
  );
}

function Confirm({ flow, view }: { flow: string; view: FlowPageView }) {
  const navigate = useNavigate();
  const confirm = useMutation({
    mutationFn: () => confirmFlow(flow),
    onSuccess: ({ next }) => window.location.assign(next),
  });
  const deny = useMutation({
    mutationFn: () => cancelFlow(flow),
    onSettled: () => navigate({ to: "/connect/$flow/ended", params: { flow }, replace: true }),
  });

  const { display_name: name, email } = view.starter ?? { display_name: null, email: null };
  const question = t.flowPages.confirm.question(view.integration_name, t.flowPages.confirm.person(name, email));
  const isBusy = confirm.isPending || confirm.isSuccess;
  return (
    <>
      <Joint
        moving
        state={isBusy ? "held" : "apart"}
        person={initialsOf(name ?? email ?? "")}
        integration={{ name: view.integration_name, iconUrl: view.icon_url }}
        className="-ml-2 mb-9 w-44"
      />
      <PageHeading
        title={plainText(question)}
        className="font-normal text-[1.5rem] text-ink leading-snug tracking-[-0.018em]"
      >
        <Rich phrase={question} />
      </PageHeading>
      <p className="mt-3 text-ink-2">{t.flowPages.confirm.why}</p>
      {confirm.isError ? (
        <div className="mt-5">
          <RefusalNotice error={confirm.error} integrationName={view.integration_name} />
        </div>
      ) : null}
      <div className="mt-7 flex flex-col gap-2">
        <Button
          look="primary"
          size="lg"
          busy={isBusy ? t.flowPages.confirm.connecting : false}
          onClick={() => confirm.mutate()}
        >
          {t.flowPages.confirm.connect}
        </Button>
        <Button look="quiet" size="lg" disabled={isBusy || deny.isPending} onClick={() => deny.mutate()}>
          {t.flowPages.confirm.no}
        </Button>
      </div>
    </>
  );
}
