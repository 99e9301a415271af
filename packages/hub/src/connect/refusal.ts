import type { ProblemCode } from "@joinery/contract";
import type { FlowRow } from "./store.ts";

/** Says why a flow can't take the step that was asked of it. */
export function refusalOf(flow: Pick<FlowRow, "state" | "due_at">, now: Date): ProblemCode {
  switch (flow.state) {
    case "burned":
      return "FLOW_BURNED";
    case "expired":
      return "FLOW_EXPIRED";
    case "refused":
      return "FLOW_REFUSED";
    case "claimed":
      return "FLOW_CLAIMED";
    case "completed":
      return "FLOW_COMPLETED";
    default:
      return flow.due_at <= now ? "FLOW_EXPIRED" : "FLOW_OUT_OF_ORDER";
  }
}
