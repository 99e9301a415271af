import { Problem, type RefuseBody } from "@joinery/contract";
import type { Context } from "../context.ts";
import type { TokenHolder } from "../http/environment.ts";
import { burnFlow, refuseFlow, tellEnded } from "./end-flow.ts";
import { refusalOf } from "./refusal.ts";
import { type FlowRow, findFlowOfService, markClaimRefused } from "./store.ts";

/**
 * Ends a flow on the word of its integration (contract 2.1, step 5). A callback in the wrong browser burns it; a person who
 * said no, or a service that failed, refuses it. Once it is claimed, only the holder of the claim can.
 */
export async function refuseConnect(
  context: Context,
  holder: TokenHolder,
  flowId: string,
  { reason, claim }: RefuseBody,
  requestId: string,
): Promise<void> {
  const ref = { organisationId: holder.organisationId, serviceId: holder.serviceId, flowId };
  const flow = await findFlowOfService(context.db, ref);
  if (flow === undefined) throw new Problem("FLOW_NOT_FOUND");
  if (reason === "outcome_unknown" && claim === undefined) {
    // Without a claim no token request was allowed, so no outcome can be unknown.
    throw new Problem("BAD_REQUEST", { errors: [{ path: "claim", message: "must come with this reason" }] });
  }
  const end = { reason, actorId: null, requestId };
  const isDone =
    claim !== undefined
      ? await refuseClaimed(context, flow, claim, end)
      : reason === "browser_mismatch"
        ? await burnFlow(context, flow, end)
        : await refuseFlow(context, flow, end);
  if (!isDone) throw new Problem(refusalOf((await findFlowOfService(context.db, ref)) ?? flow, context.clock()));
}

async function refuseClaimed(
  context: Context,
  flow: FlowRow,
  claim: string,
  end: { reason: string; requestId: string },
): Promise<boolean> {
  const now = context.clock();
  const ref = { organisationId: flow.organisation_id, flowId: flow.flow_id, serviceId: flow.service_id };
  return context.transact(async (tx) => {
    const claimDigest = context.digests.of("claim", claim);
    const row = await markClaimRefused(tx, ref, { claimDigest, reason: end.reason, now });
    if (row === undefined) return false;
    await tellEnded(context, tx, row, "refused", { ...end, actorId: null });
    return true;
  });
}
