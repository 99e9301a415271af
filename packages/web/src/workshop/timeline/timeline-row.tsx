import { type Exchange, FAULTS, isFaultId } from "@joinery/contract/workshop";
import { format } from "../../texts/current.ts";
import { w } from "../../texts/workshop.ts";
import { Badge } from "../../ui/badge.tsx";
import { shortenIds } from "../../ui/shorten-ids.ts";
import type { Place } from "../place/place.ts";
import { PlaceLink } from "../place/place-link.tsx";
import { CheckCount } from "./check-count.tsx";
import { LaneGraph } from "./lane-graph.tsx";
import { offsetOf, offsetText, pathOf } from "./lanes.ts";
import { StatusText } from "./status-text.tsx";

interface TimelineRowProps {
  exchange: Exchange;
  /** The first exchange of the flow: times are counted from it. */
  first: Exchange;
  place: Place;
  isOpen: boolean;
  /** Whether the Tab key comes here. */
  isReachable: boolean;
}

/** One exchange: its way, its step, how it ended, how long it took, what was checked. */
export function TimelineRow({ exchange, first, place, isOpen, isReachable }: TimelineRowProps) {
  const { from, to, step, request, fault, duration_ms: duration } = exchange;
  return (
    <PlaceLink
      to={place}
      data-row={exchange.id}
      tabIndex={isReachable ? 0 : -1}
      aria-current={isOpen ? "true" : undefined}
      className="flex min-h-12 items-center gap-4 overflow-hidden border-transparent border-l-2 px-4 py-1.5 -outline-offset-2 hover:bg-sunken/70 aria-[current=true]:border-accent aria-[current=true]:bg-accent-soft sm:pr-6 sm:pl-[calc(1.5rem-2px)]"
    >
      <LaneGraph exchange={exchange} />
      <span className="min-w-0 flex-1">
        <span className="block text-ink-3 text-sm @lg:sr-only">{w.timeline.way(from, to)}</span>
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="font-medium">{step}</span>
          {fault === null ? null : (
            <Badge tone="warn">{w.timeline.fake(isFaultId(fault) ? FAULTS[fault].title : fault)}</Badge>
          )}
          {exchange.repeats === null ? null : <Badge>{w.timeline.repeats(exchange.repeats)}</Badge>}
        </span>
        <span className="block truncate font-mono text-[0.76rem] text-ink-3">
          {request.method} {shortenIds(pathOf(request.url))}
        </span>
      </span>
      <span className="flex shrink-0 flex-col items-end gap-x-4 text-sm tabular-nums @3xl:flex-row @3xl:items-center">
        <CheckCount checks={exchange.checks} />
        <span className="flex items-baseline gap-x-3">
          <StatusText exchange={exchange} />
          <span className="min-w-14 text-right text-ink-2">{duration === null ? "…" : format.duration(duration)}</span>
        </span>
        <span className="hidden w-16 text-right text-ink-3 @3xl:block">{offsetText(offsetOf(exchange, first))}</span>
      </span>
    </PlaceLink>
  );
}
