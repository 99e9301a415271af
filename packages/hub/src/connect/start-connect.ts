import { FLOW_LIMITS, newId, Problem } from "@joinery/contract";
import { findLiveAccount } from "../accounts/store.ts";
import type { Context } from "../context.ts";
import { getOrganisation } from "../directory/organisations.ts";
import type { Session } from "../http/environment.ts";
import type { IntegrationRow } from "../integrations/store.ts";
import type { Beginning } from "./begin-flows.ts";
import { type ConnectSituation, obstacleOf } from "./obstacle.ts";

/** A press on Connect, or on Reconnect when an account is named. */
export interface ConnectRequest {
  session: Session;
  integration: IntegrationRow;
  reconnectAccountId: string | undefined;
  requestId: string;
}

/** Starts a flow; refuses when Connect can't be pressed at the moment. Answers the flow's id. */
export async function startConnect(context: Context, request: ConnectRequest): Promise<string> {
  const { session, integration, reconnectAccountId } = request;
  const { organisationId } = session;
  const userId = session.person.user_id;
  const obstacle = obstacleOf(await readSituation(context, organisationId, userId, integration));
  if (obstacle !== null) throw new Problem(obstacle);
  if (reconnectAccountId !== undefined) {
    const ref = { organisationId, userId, serviceId: integration.service_id, linkedAccountId: reconnectAccountId };
    if ((await findLiveAccount(context.db, ref)) === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
  }

  const beginning = toBeginning(request, context.clock());
  await context.gathered.beginFlow(beginning);
  return beginning.flow.flow_id;
}

function toBeginning({ session, integration, reconnectAccountId, requestId }: ConnectRequest, now: Date): Beginning {
  const { organisationId } = session;
  const userId = session.person.user_id;
  const flowId = newId("flow");
  const seconds = integration.kind === "verified" ? FLOW_LIMITS.verifySeconds : FLOW_LIMITS.plainConnectSeconds;
  return {
    flow: {
      organisation_id: organisationId,
      flow_id: flowId,
      kind: integration.kind,
      user_id: userId,
      session_digest: session.digest,
      service_id: integration.service_id,
      auth_id: integration.auth_id,
      reconnect_account_id: reconnectAccountId ?? null,
      state: "created",
      reason: null,
      challenge: null,
      code_digest: null,
      code_until: null,
      claim_digest: null,
      created_at: now,
      due_at: new Date(now.getTime() + seconds * 1000),
      claimed_at: null,
      ended_at: null,
      linked_account_id: null,
    },
    event: {
      eventId: crypto.randomUUID(),
      organisationId,
      at: now,
      action: "connect.started",
      actorId: userId,
      subjectId: userId,
      serviceId: integration.service_id,
      detail: { flow: flowId, reconnect: reconnectAccountId !== undefined },
      requestId,
    },
  };
}

/** Reads what decides whether Connect can be pressed. */
export async function readSituation(
  { db, gathered }: Context,
  organisationId: string,
  userId: string,
  integration: IntegrationRow,
): Promise<ConnectSituation> {
  const { enabled, kind, auth_id: authId } = integration;
  return {
    enabled,
    kind,
    // The policy is about plain integrations only.
    requireVerified: kind === "plain" && (await getOrganisation(db, organisationId)).require_verified,
    disconnecting: await gathered.isDisconnecting({ organisationId, userId, authId }),
  };
}
