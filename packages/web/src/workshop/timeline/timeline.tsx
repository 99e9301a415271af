import type { Exchange } from "@joinery/contract/workshop";
import type { KeyboardEvent } from "react";
import { w } from "../../texts/workshop.ts";
import { goTo } from "../place/use-place.ts";
import { LaneHeads } from "./lane-graph.tsx";
import { TimelineRow } from "./timeline-row.tsx";

interface TimelineProps {
  flowKey: string;
  exchanges: readonly Exchange[];
  /** Id of the exchange that is open. */
  chosen: string | undefined;
}

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 };

/**
 * Everything that was said in a flow, on four lanes. One row of it is in the order of the Tab key; the arrows go through the
 * rows and, while an exchange is open, open the one they come to. Enter opens, Escape closes.
 */
export function Timeline({ flowKey, exchanges, chosen }: TimelineProps) {
  const [first] = exchanges;
  const reachable = exchanges.some(({ id }) => id === chosen) ? chosen : first?.id;
  if (first === undefined) return null;

  const walk = (event: KeyboardEvent<HTMLOListElement>) => {
    const step = STEPS[event.key];
    if (step === undefined || event.metaKey || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    const rows = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a[data-row]")];
    const next = rows[rows.indexOf(document.activeElement as HTMLAnchorElement) + step];
    if (next === undefined) return;
    next.focus();
    const exchange = next.dataset.row;
    if (chosen !== undefined && exchange !== undefined) {
      goTo({ page: "inspector", flow: flowKey, exchange }, { replace: true });
    }
  };

  return (
    <div className="@container mt-4">
      <LaneHeads />
      <ol aria-label={w.flow.timeline} onKeyDown={walk}>
        {exchanges.map((exchange) => (
          <li key={exchange.id}>
            <TimelineRow
              exchange={exchange}
              first={first}
              place={{ page: "inspector", flow: flowKey, exchange: exchange.id }}
              isOpen={exchange.id === chosen}
              isReachable={exchange.id === reachable}
            />
          </li>
        ))}
      </ol>
      <p className="mt-4 hidden px-6 text-ink-3 text-sm pointer-fine:block">{w.timeline.keys}</p>
    </div>
  );
}
