import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { type FlowRow, markEnded } from "./store.ts";

/** Why a flow ends, and who made it end. */
export interface End {
  reason: string;
  actorId: string | null;
  requestId: string | null;
}

/** Burns a flow for safety. Nothing happens to one that is claimed or has ended. */
export function burnFlow(context: Context, flow: FlowRow, end: End): Promise<boolean> {
  return endFlow(context, flow, "burned", end);
}

/** Ends a flow that somebody does not want to go on with. Nothing happens to one that is claimed or has ended. */
export function refuseFlow(context: Context, flow: FlowRow, end: End): Promise<boolean> {
  return endFlow(context, flow, "refused", end);
}

async function endFlow(context: Context, flow: FlowRow, state: "burned" | "refused", end: End): Promise<boolean> {
  const now = context.clock();
  const ref = { organisationId: flow.organisation_id, flowId: flow.flow_id };
  return context.transact(async (tx) => {
    const row = await markEnded(tx, ref, { state, reason: end.reason, now });
    if (row === undefined) return false;
    await record(tx, {
      organisationId: flow.organisation_id,
      at: now,
      action: `connect.${state}`,
      actorId: end.actorId,
      subjectId: flow.user_id,
      serviceId: flow.service_id,
      detail: { flow: flow.flow_id, reason: end.reason },
      requestId: end.requestId,
    });
    return true;
  });
}
