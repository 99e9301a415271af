import { FAULTS, type FaultId, type FaultSide } from "@joinery/contract/workshop";
import { useQuery } from "@tanstack/react-query";
import { format } from "../../texts/current.ts";
import { w } from "../../texts/workshop.ts";
import { Badge } from "../../ui/badge.tsx";
import { Panel, Section } from "../../ui/section.tsx";
import { workshopQuery } from "../api/queries.ts";
import { ReadingColumn } from "../frame/reading-column.tsx";
import { WorkshopFailure } from "../frame/workshop-failure.tsx";
import { WorkshopHeading } from "../frame/workshop-heading.tsx";
import { FaultRow } from "./fault-row.tsx";

const SIDES: readonly FaultSide[] = ["service", "hub", "browser"];
const IDS = Object.keys(FAULTS) as FaultId[];

/** Everything that can be made to go wrong, by who misbehaves. */
export function FaultsPage() {
  const { data, error } = useQuery(workshopQuery);
  const on = data?.faults ?? [];
  return (
    <ReadingColumn>
      <div className="flex items-center gap-3">
        <WorkshopHeading title={w.panel.title} />
        <Badge tone="warn" title={w.fakeHint}>
          {w.fake}
        </Badge>
      </div>
      <p className="mt-2 max-w-prose text-ink-2">{w.panel.lead}</p>
      <p className={`mt-4 ${on.length === 0 ? "text-ink-3" : "font-medium text-warn"}`}>
        {on.length === 0 ? w.panel.noneOn : format.count(on.length, w.panel.on)}
      </p>
      {data === undefined && error !== null ? <WorkshopFailure error={error} /> : null}
      {SIDES.map((side) => (
        <Section key={side} title={w.panel.sides[side].title} lead={w.panel.sides[side].lead}>
          <Panel className="overflow-hidden">
            <ul className="divide-y divide-line">
              {IDS.filter((id) => FAULTS[id].side === side).map((id) => (
                <li key={id} className="px-5 py-4">
                  <FaultRow id={id} isOn={on.includes(id)} isReady={data !== undefined} />
                </li>
              ))}
            </ul>
          </Panel>
        </Section>
      ))}
    </ReadingColumn>
  );
}
