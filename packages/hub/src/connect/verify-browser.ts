import { FLOW_LIMITS } from "@joinery/contract";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Session } from "../http/environment.ts";
import { getIntegration } from "../integrations/store.ts";
import { burnFlow } from "./end-flow.ts";
import { type FlowRow, findFlow, markVerified } from "./store.ts";

/** What a browser shows when it comes back: the flow, and the challenge of the cookie that the integration set in it. */
export interface WaitingConnect {
  flowId: string;
  challenge: string;
}

/** What the check of a browser ends in. `passed` names the integration's finish address. */
export type Verdict = { kind: "passed"; finish: string } | { kind: "confirm" } | { kind: "ended" };

/**
 * Compares the browser that came back with the one that started (contract 2.1, step 3):
 * the session that started it passes, another session of the same user has to confirm, another user burns the flow.
 *
 * @param confirmed the person pressed the button of the confirmation page
 */
export async function verifyBrowser(
  context: Context,
  session: Session,
  waiting: WaitingConnect,
  { confirmed, requestId }: { confirmed: boolean; requestId: string },
): Promise<Verdict> {
  const ref = { organisationId: session.organisationId, flowId: waiting.flowId };
  const flow = await findFlow(context.db, ref);
  if (flow === undefined || flow.kind !== "verified") return { kind: "ended" };
  if (flow.user_id !== session.person.user_id) {
    await burnFlow(context, flow, { reason: "other_user", actorId: session.person.user_id, requestId });
    return { kind: "ended" };
  }
  // A question about a flow that can't go on any more would be a question about nothing.
  if (flow.state !== "created" && flow.state !== "verified") return { kind: "ended" };
  if (flow.session_digest !== session.digest && !confirmed) return { kind: "confirm" };
  return pass(context, flow, waiting.challenge, requestId);
}

async function pass(context: Context, flow: FlowRow, challenge: string, requestId: string): Promise<Verdict> {
  const ref = { organisationId: flow.organisation_id, flowId: flow.flow_id, userId: flow.user_id };
  const integration = await getIntegration(context.db, {
    organisationId: flow.organisation_id,
    serviceId: flow.service_id,
  });
  if (!integration.enabled || integration.connect_base === null) return { kind: "ended" };
  // One visit has one code: of a request that was repeated on the way, whichever answer arrives is good.
  const code = context.digests.of("visit", `${flow.flow_id}\n${challenge}`);
  const now = context.clock();
  const verified = await context.transact(async (tx) => {
    const row = await markVerified(tx, ref, {
      challenge,
      codeDigest: context.digests.of("code", code),
      codeUntil: new Date(now.getTime() + FLOW_LIMITS.codeSeconds * 1000),
      dueAt: new Date(now.getTime() + FLOW_LIMITS.claimSeconds * 1000),
      now,
    });
    if (row === undefined) return undefined;
    await record(tx, {
      organisationId: flow.organisation_id,
      at: now,
      action: "connect.verified",
      actorId: flow.user_id,
      subjectId: flow.user_id,
      serviceId: flow.service_id,
      detail: { flow: flow.flow_id },
      requestId,
    });
    return row;
  });
  if (verified === undefined) return { kind: "ended" };
  const finish = new URL("/connect/verified", integration.connect_base);
  finish.search = new URLSearchParams({ flow: flow.flow_id, code }).toString();
  return { kind: "passed", finish: finish.href };
}
