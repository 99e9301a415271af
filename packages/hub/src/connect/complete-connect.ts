import { FLOW_LIMITS, Problem } from "@joinery/contract";
import type { Context } from "../context.ts";
import type { TokenHolder } from "../http/environment.ts";
import type { Tx } from "../store/tables.ts";
import { refusalOf } from "./refusal.ts";
import {
  type FlowRow,
  findFlowOfService,
  markCompleted,
  markPlainCompleted,
  markRemark,
  PERSON_LEFT,
} from "./store.ts";

/** What a save must carry to prove that it belongs to a claimed flow (contract 2.1, step 6). */
export interface ConnectProof {
  flowId: string;
  claim: string;
}

/** A save, as far as its connect is concerned. */
export interface Completion {
  holder: TokenHolder;
  userId: string;
  proof: ConnectProof | undefined;
  linkedAccountId: string;
  /** Whether the account is new: then a connect is required; an update in place needs none. */
  isNew: boolean;
}

/** Completes the flow that a save belongs to, in the transaction of the save. Nothing: an update in place without a connect. */
export function completeConnect(context: Context, tx: Tx, completion: Completion): Promise<FlowRow | undefined> {
  return completion.holder.kind === "plain"
    ? completePlain(context, tx, completion)
    : completeVerified(context, tx, completion);
}

/** Notes on a completed flow that it did not end as it was begun, for the page that started it. */
export async function remarkOn(tx: Tx, flow: FlowRow, remark: "choice_needed" | "another_account"): Promise<void> {
  await markRemark(tx, { organisationId: flow.organisation_id, flowId: flow.flow_id }, remark);
}

async function completeVerified(
  context: Context,
  tx: Tx,
  { holder, userId, proof, linkedAccountId, isNew }: Completion,
) {
  if (proof === undefined) {
    if (isNew) throw new Problem("VERIFICATION_REQUIRED");
    return undefined;
  }
  const now = context.clock();
  const ref = { ...holder, flowId: proof.flowId };
  const completed = await markCompleted(
    tx,
    { ...ref, userId },
    {
      claimDigest: context.digests.of("claim", proof.claim),
      claimedAfter: new Date(now.getTime() - FLOW_LIMITS.saveSeconds * 1000),
      linkedAccountId,
      now,
    },
  );
  if (completed !== undefined) return completed;
  const flow = await findFlowOfService(tx, ref);
  if (flow === undefined || flow.user_id !== userId) throw new Problem("FLOW_NOT_FOUND");
  if (flow.state !== "claimed") throw new Problem(refusalOf(flow, now));
  if (flow.reason === PERSON_LEFT) throw new Problem("FLOW_BURNED");
  const isTooLate = (flow.claimed_at?.getTime() ?? 0) <= now.getTime() - FLOW_LIMITS.saveSeconds * 1000;
  throw new Problem(isTooLate ? "FLOW_EXPIRED" : "CLAIM_WRONG");
}

async function completePlain({ clock }: Context, tx: Tx, { holder, userId, linkedAccountId, isNew }: Completion) {
  const flow = await markPlainCompleted(tx, { ...holder, userId }, { linkedAccountId, now: clock() });
  if (flow === undefined && isNew) throw new Problem("CONNECT_REQUIRED");
  return flow;
}
