import { type ClaimAnswer, Problem, randomToken256 } from "@joinery/contract";
import type { Context } from "../context.ts";
import { findPerson } from "../directory/people.ts";
import type { TokenHolder } from "../http/environment.ts";
import { getIntegration } from "../integrations/store.ts";
import { burnFlow } from "./end-flow.ts";
import { refusalOf } from "./refusal.ts";
import { findFlowOfService, markClaimed } from "./store.ts";

/** Allows the one token request of a flow, once (contract 2.1, step 5). */
export async function claimFlow(
  context: Context,
  holder: TokenHolder,
  flowId: string,
  requestId: string,
): Promise<ClaimAnswer> {
  const { db } = context;
  const ref = { organisationId: holder.organisationId, serviceId: holder.serviceId, flowId };
  const flow = await findFlowOfService(db, ref);
  if (flow === undefined) throw new Problem("FLOW_NOT_FOUND");
  const person = await findPerson(db, { organisationId: ref.organisationId, userId: flow.user_id });
  if (person?.account_status !== "active") {
    await burnFlow(context, flow, { reason: "user_inactive", actorId: null, requestId });
    throw new Problem("USER_INACTIVE");
  }
  const integration = await getIntegration(db, ref);
  if (!integration.enabled) throw new Problem("INTEGRATION_DISABLED");

  const claim = randomToken256();
  const claimed = await markClaimed(db, ref, { claimDigest: context.digests.of("claim", claim), now: context.clock() });
  if (claimed === undefined) throw new Problem(refusalOf((await findFlowOfService(db, ref)) ?? flow, context.clock()));
  return { claim };
}
