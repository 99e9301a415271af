import { format } from "../../texts/current.ts";
import { w } from "../../texts/workshop.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Ago } from "../../ui/time.tsx";
import { PlaceLink } from "../place/place-link.tsx";
import { ConnectAs } from "./connect-as.tsx";
import type { FlowOutcome } from "./flow-outcome.ts";
import { titleOf } from "./flow-title.ts";
import type { FlowGroup } from "./group-exchanges.ts";
import { useWho } from "./who.ts";

interface FlowListProps {
  flows: readonly FlowGroup[];
  chosen: string;
  onClear: () => void;
}

const DOTS: Record<FlowOutcome, string> = {
  linked: "bg-good",
  done: "bg-good",
  pending: "bg-warn",
  denied: "bg-warn",
  stopped: "bg-warn",
  failed: "bg-bad",
  open: "border-[1.5px] border-ink-3",
};

/** All flows, the newest first. */
export function FlowList({ flows, chosen, onClear }: FlowListProps) {
  return (
    <section aria-label={w.flows.title}>
      <div className="flex min-h-14 items-center justify-between gap-3 px-4 sm:px-6 lg:pr-3">
        <h2 className="font-semibold tracking-tight">{w.flows.title}</h2>
        <Button size="sm" look="quiet" onClick={onClear}>
          {w.flows.clear}
        </Button>
      </div>
      <ConnectAs />
      <ul className="px-2 pb-6 sm:px-4 lg:px-3">
        {flows.map((flow) => (
          <li key={flow.key}>
            <Row flow={flow} isChosen={flow.key === chosen} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Row({ flow, isChosen }: { flow: FlowGroup; isChosen: boolean }) {
  const who = useWho();
  return (
    <PlaceLink
      to={{ page: "inspector", flow: flow.key }}
      aria-current={isChosen ? "true" : undefined}
      className="block rounded-xl px-3 py-2.5 -outline-offset-2 hover:bg-sunken lg:aria-[current=true]:bg-sunken"
    >
      <span className="block truncate font-medium">{titleOf(flow, who(flow.userId))}</span>
      <span className="mt-0.5 flex items-baseline gap-2 text-ink-2 text-sm">
        <span className={`size-2 shrink-0 rounded-full ${DOTS[flow.outcome]}`} aria-hidden="true" />
        <span className="min-w-0 flex-1">
          {flow.areProbes ? format.count(flow.exchanges.length, w.flows.requests) : w.flows.outcomes[flow.outcome]}
        </span>
        <span className="shrink-0 text-ink-3 tabular-nums">
          <Ago at={flow.startedAt} />
        </span>
      </span>
      {flow.failedChecks === 0 && flow.faults.length === 0 ? null : (
        <span className="mt-1.5 flex flex-wrap gap-1.5">
          {flow.failedChecks === 0 ? null : (
            <Badge tone="bad">{format.count(flow.failedChecks, w.flows.failedChecks)}</Badge>
          )}
          {flow.faults.length === 0 ? null : <Badge tone="warn">{w.flows.fake}</Badge>}
        </span>
      )}
    </PlaceLink>
  );
}
