import type { FlowFile } from "@joinery/contract/workshop";
import { useMutation } from "@tanstack/react-query";
import { format } from "../../texts/current.ts";
import { w } from "../../texts/workshop.ts";
import { replayFile, replayFlow } from "../api/queries.ts";
import { WorkshopFailure } from "../frame/workshop-failure.tsx";
import { PlaceLink } from "../place/place-link.tsx";
import { Timeline } from "../timeline/timeline.tsx";
import { FlowActions } from "./flow-actions.tsx";
import { titleOf } from "./flow-title.ts";
import type { FlowGroup } from "./group-exchanges.ts";
import { ReplayTable } from "./replay-table.tsx";
import { useWho } from "./who.ts";

/** One flow: what it was, what can be done with it, and everything that was said. */
export function FlowPane({ flow, chosen }: { flow: FlowGroup; chosen: string | undefined }) {
  const who = useWho();
  const replay = useMutation({
    mutationFn: (what: string | FlowFile) => (typeof what === "string" ? replayFlow(what) : replayFile(what)),
  });
  return (
    <section className="pb-16">
      <header className="px-4 pt-4 sm:px-6">
        <PlaceLink to={{ page: "inspector" }} className="mb-3 inline-block rounded py-1 text-ink-2 text-sm lg:hidden">
          ← {w.flows.back}
        </PlaceLink>
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0">
            <h2 className="font-semibold text-[1.3333rem] leading-tight tracking-[-0.015em]">
              {titleOf(flow, who(flow.userId))}
            </h2>
            <p className="mt-1 text-ink-2 text-sm first-letter:uppercase">
              {flow.areProbes ? null : `${w.flows.outcomes[flow.outcome]} · `}
              {format.count(flow.exchanges.length, w.flows.requests)} · {format.exactTime(flow.startedAt)}
            </p>
            {flow.flow === null ? null : (
              <p className="mt-0.5 break-all font-mono text-[0.8rem] text-ink-3">{flow.flow}</p>
            )}
          </div>
          <FlowActions flow={flow.flow} isReplaying={replay.isPending} onReplay={replay.mutate} />
        </div>
        {replay.isError ? (
          <div className="mt-4">
            <WorkshopFailure error={replay.error} />
          </div>
        ) : null}
        {replay.data === undefined ? null : <ReplayTable report={replay.data} onClose={replay.reset} />}
      </header>
      <Timeline flowKey={flow.key} exchanges={flow.exchanges} chosen={chosen} />
    </section>
  );
}
