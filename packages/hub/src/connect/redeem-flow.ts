import { challengeOf, Problem, type RedeemAnswer, type RedeemBody } from "@joinery/contract";
import { findLiveAccount } from "../accounts/store.ts";
import type { Context } from "../context.ts";
import { findPerson } from "../directory/people.ts";
import type { TokenHolder } from "../http/environment.ts";
import { isSame } from "../secrets/digests.ts";
import { burnFlow } from "./end-flow.ts";
import { refusalOf } from "./refusal.ts";
import { type FlowRow, findFlowOfService, markRedeemed } from "./store.ts";

/**
 * Exchanges the one-use code and the verifier from the browser's cookie for the user (contract 2.1, step 4).
 * A wrong verifier burns the flow: the code has reached a browser that was not checked.
 */
export async function redeemFlow(
  context: Context,
  holder: TokenHolder,
  flowId: string,
  { code, verifier }: RedeemBody,
  requestId: string,
): Promise<RedeemAnswer> {
  const ref = { organisationId: holder.organisationId, serviceId: holder.serviceId, flowId };
  const flow = await findFlowOfService(context.db, ref);
  if (flow === undefined) throw new Problem("FLOW_NOT_FOUND");
  const codeDigest = context.digests.of("code", code);
  const challenge = await challengeOf(verifier);
  const redeemed = await markRedeemed(context.db, ref, { codeDigest, challenge, now: context.clock() });
  if (redeemed !== undefined) return describe(context, redeemed, requestId);

  const isThisCode = flow.state === "verified" && flow.code_digest !== null && isSame(flow.code_digest, codeDigest);
  if (isThisCode && flow.challenge !== challenge) {
    await burnFlow(context, flow, { reason: "wrong_verifier", actorId: null, requestId });
    throw new Problem("FLOW_BURNED");
  }
  throw new Problem(refusalOf((await findFlowOfService(context.db, ref)) ?? flow, context.clock()));
}

async function describe(context: Context, flow: FlowRow, requestId: string): Promise<RedeemAnswer> {
  const { db } = context;
  const person = await findPerson(db, { organisationId: flow.organisation_id, userId: flow.user_id });
  if (person?.account_status !== "active") {
    await burnFlow(context, flow, { reason: "user_inactive", actorId: null, requestId });
    throw new Problem("USER_INACTIVE");
  }
  const answer = {
    flow: flow.flow_id,
    auth_id: flow.auth_id,
    user_id: flow.user_id,
    display_name: person.display_name,
  };
  if (flow.reconnect_account_id === null) return answer;
  const account = await findLiveAccount(db, {
    organisationId: flow.organisation_id,
    userId: flow.user_id,
    serviceId: flow.service_id,
    linkedAccountId: flow.reconnect_account_id,
  });
  if (account === undefined) return answer;
  const { linked_account_id, external_account_id } = account;
  return { ...answer, reconnect: { linked_account_id, external_account_id } };
}
