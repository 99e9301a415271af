import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { integrationQuery } from "../integrations/queries.ts";
import { meQuery } from "../session/queries.ts";
import { PageHeading } from "../shell/page-heading.tsx";
import { WindowShell } from "../shell/window-shell.tsx";
import { t } from "../texts/current.ts";
import { Joint } from "../ui/joint.tsx";
import { useAfter } from "../ui/skeleton.tsx";

const route = getRouteApi("/connect/opening");

/** The integration has ten seconds to answer (contract 1.1); a little later this window has been forgotten. */
const STUCK_MILLISECONDS = 14_000;

/** What the new window shows until the integration has said where to go. */
export function OpeningPage() {
  const { integration: serviceId } = route.useSearch();
  const me = useQuery(meQuery);
  const integration = useQuery({ ...integrationQuery(serviceId ?? ""), enabled: serviceId !== undefined });
  const stuck = useAfter(STUCK_MILLISECONDS);
  const name = integration.data?.name;
  return (
    <WindowShell>
      <Joint
        moving
        state={stuck ? "parted" : "held"}
        person={me.data?.person.initials ?? ""}
        integration={{ name: name ?? " ", iconUrl: integration.data?.icon_url ?? null }}
        className="-ml-2 mb-9 w-44"
      />
      <PageHeading title={t.flowPages.opening.title(name ?? t.flowPages.opening.someone)} />
      <p role="status" className="mt-3 min-h-12 text-[1.0667rem] text-ink-2">
        {stuck ? t.flowPages.opening.stuck : t.flowPages.opening.body}
      </p>
    </WindowShell>
  );
}
