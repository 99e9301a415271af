import { w } from "../../texts/workshop.ts";
import type { FlowGroup } from "./group-exchanges.ts";

/** What a flow is called: who began it, and with what. */
export function titleOf(flow: Pick<FlowGroup, "areProbes" | "begins">, who: string | undefined): string {
  return flow.areProbes ? w.flows.probes : w.flows.row(who, flow.begins);
}
