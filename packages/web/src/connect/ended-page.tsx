import type { FlowPageView } from "@joinery/contract/pages";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { PageHeading } from "../shell/page-heading.tsx";
import { WindowShell } from "../shell/window-shell.tsx";
import { t } from "../texts/current.ts";
import { ButtonLink } from "../ui/button-link.tsx";
import { initialsOf } from "../ui/initials.ts";
import { Joint } from "../ui/joint.tsx";
import { FlowPageFrame } from "./flow-page-frame.tsx";
import { flowPageQuery } from "./flow-queries.ts";

const route = getRouteApi("/connect/$flow/ended");

/** For somebody who opened another person's link, and for a flow that was stopped: what happened, what not, what next. */
export function EndedPage() {
  const { flow } = route.useParams();
  const page = useQuery(flowPageQuery(flow));
  return (
    <WindowShell>
      <FlowPageFrame page={page}>{(view) => <EndedContent view={view} />}</FlowPageFrame>
    </WindowShell>
  );
}

/** For an address that names no flow. */
export function NothingPage() {
  return (
    <WindowShell>
      <EndedContent view={undefined} />
    </WindowShell>
  );
}

/** The same for everybody who has no part in the flow; `view` is undefined for a flow nobody knows. */
export function EndedContent({ view }: { view: FlowPageView | undefined }) {
  const words = t.flowPages.ended;
  const isStarter = view !== undefined && view.starter !== null;
  const name = view?.integration_name ?? "";
  const what = view === undefined ? words.unknown : isStarter ? words.starter(name) : words.stranger(name);
  const serviceId = view?.service_id ?? null;
  return (
    <>
      <Joint
        state="parted"
        person={isStarter ? initialsOf(view.starter?.display_name ?? view.starter?.email ?? "") : ""}
        integration={{ name: view === undefined ? " " : name, iconUrl: view?.icon_url ?? null }}
        className="mb-10 w-40"
      />
      <PageHeading title={words.title} />
      <dl className="mt-5 space-y-4">
        <Point title={words.what} body={what} />
        <Point title={words.nothing} body={words.nothingBody} />
        <Point title={words.next} body={isStarter ? words.nextStarter : words.nextStranger} />
      </dl>
      <div className="mt-7">
        {isStarter && serviceId !== null ? (
          <ButtonLink to="/integrations/$serviceId" params={{ serviceId }}>
            {words.toIntegration(name)}
          </ButtonLink>
        ) : (
          <ButtonLink to="/">{words.action}</ButtonLink>
        )}
      </div>
    </>
  );
}

function Point({ title, body }: { title: string; body: string }) {
  return (
    <div className="border-line border-l-2 pl-4">
      <dt className="font-medium">{title}</dt>
      <dd className="text-ink-2">{body}</dd>
    </div>
  );
}
