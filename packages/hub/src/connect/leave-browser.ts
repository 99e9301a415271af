import type { Context } from "../context.ts";
import { endSession } from "../directory/sessions.ts";
import type { Session } from "../http/environment.ts";
import { burnFlow, refuseFlow } from "./end-flow.ts";
import { listOpenFlowsOfSession } from "./store.ts";

/**
 * Ends a session together with the connects that it began. Their cookies stay in the browser, so without this the next
 * person at the same machine could finish what the last one began (contract 2.1: the browser that finishes belongs to the
 * user who started).
 *
 * @param nextUserId who signs in over the session, when it is that: another person burns the flows, and the same person
 *   keeps them, to be confirmed
 */
export async function leaveBrowser(
  context: Context,
  session: Session,
  { nextUserId, requestId }: { nextUserId?: string; requestId: string },
): Promise<void> {
  const { organisationId, digest } = session;
  const userId = session.person.user_id;
  await endSession(context.db, organisationId, digest, context.clock());
  if (nextUserId === userId) return;
  for (const flow of await listOpenFlowsOfSession(context.db, { organisationId, userId, digest })) {
    if (nextUserId === undefined) await refuseFlow(context, flow, { reason: "cancelled", actorId: userId, requestId });
    else await burnFlow(context, flow, { reason: "other_user", actorId: nextUserId, requestId });
  }
}
