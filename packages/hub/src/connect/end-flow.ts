import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { publish } from "../events/publish.ts";
import type { Tx } from "../store/tables.ts";
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
    await tellEnded(context, tx, row, state, end);
    return true;
  });
}

/** Tells administrators and other systems that a flow has ended without an account, in the transaction of that. */
export async function tellEnded(
  context: Context,
  tx: Tx,
  flow: FlowRow,
  state: "burned" | "refused",
  end: End,
): Promise<void> {
  const at = context.clock();
  await record(tx, {
    organisationId: flow.organisation_id,
    at,
    action: `connect.${state}`,
    actorId: end.actorId,
    subjectId: flow.user_id,
    serviceId: flow.service_id,
    detail: { flow: flow.flow_id, reason: end.reason },
    requestId: end.requestId,
  });
  await publish(context, tx, {
    organisationId: flow.organisation_id,
    type: "connect.refused",
    at,
    userId: flow.user_id,
    serviceId: flow.service_id,
    accountId: null,
    detail: { reason: end.reason, flow: flow.flow_id },
  });
}
