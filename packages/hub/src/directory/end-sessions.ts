import { Problem } from "@joinery/contract";
import { record } from "../audit/record.ts";
import { tellEnded } from "../connect/end-flow.ts";
import { listOpenFlowsOfSession, markEnded } from "../connect/store.ts";
import type { Context } from "../context.ts";
import type { Session } from "../http/environment.ts";
import type { Tx } from "../store/tables.ts";
import type { PersonRef } from "./people.ts";
import { type EndedSession, endOtherSessions, endSessionById, endSessionsOf } from "./sessions.ts";

/** Who ends sessions, and by which request; null: the identity provider. */
export interface Ending {
  actorId: string | null;
  requestId: string;
}

/** Ends one session of a person. It opens nothing from the commit on, on every replica: each request asks the database. */
export async function endOneSession(
  context: Context,
  session: PersonRef & { sessionId: string },
  by: Ending & { actorId: string },
): Promise<void> {
  await context.transact(async (tx) => {
    const ended = await endSessionById(tx, session, context.clock(), by.actorId);
    if (ended === undefined) throw new Problem("SESSION_NOT_FOUND");
    await tellSessionsEnded(context, tx, session.organisationId, [ended], by);
  });
}

/** Ends all sessions of a person but the one that asks; answers how many there were. */
export function endSessionsBut(context: Context, own: Session, by: Ending & { actorId: string }): Promise<number> {
  const person = { organisationId: own.organisationId, userId: own.person.user_id };
  return context.transact(async (tx) => {
    const ended = await endOtherSessions(tx, { ...person, digest: own.digest }, context.clock(), by.actorId);
    await tellSessionsEnded(context, tx, person.organisationId, ended, by);
    return ended.length;
  });
}

/** Ends all sessions of a person; answers how many there were. */
export function endAllSessions(context: Context, person: PersonRef, by: Ending & { actorId: string }): Promise<number> {
  return context.transact(async (tx) => {
    const ended = await endSessionsOf(tx, person, context.clock(), by.actorId);
    await tellSessionsEnded(context, tx, person.organisationId, ended, by);
    return ended.length;
  });
}

/**
 * What follows when sessions end: the connects that they began end with them, because their cookies stay in the browser,
 * and the audit says so.
 */
export async function tellSessionsEnded(
  context: Context,
  tx: Tx,
  organisationId: string,
  ended: EndedSession[],
  by: Ending,
): Promise<void> {
  const now = context.clock();
  for (const { userId, digest } of ended) {
    for (const flow of await listOpenFlowsOfSession(tx, { organisationId, userId, digest })) {
      const ref = { organisationId, flowId: flow.flow_id };
      const row = await markEnded(tx, ref, { state: "refused", reason: "cancelled", now });
      if (row !== undefined) await tellEnded(context, tx, row, "refused", { ...by, reason: "cancelled" });
    }
    await record(tx, {
      organisationId,
      at: now,
      action: "session.ended",
      actorId: by.actorId,
      subjectId: userId,
      detail: { ended_by: by.actorId === null ? "identity_provider" : "person" },
      requestId: by.requestId,
    });
  }
}
