import type { Context } from "../context.ts";
import type { Session } from "../http/environment.ts";
import { findLiveSession, touchSession } from "./sessions.ts";

const TOUCH_AFTER_MS = 60_000;

/**
 * Finds whose session a cookie's secret opens; nothing when it has ended, is too old, or its person is no longer active.
 *
 * @param isUse whether somebody uses the session by this; what a page asks by itself would keep it alive for nobody
 */
export async function findSession(context: Context, secret: string, isUse = true): Promise<Session | undefined> {
  const digest = context.digests.of("session", secret);
  const now = context.clock();
  const row = await context.gathered.findSession(digest);
  if (row === undefined) return undefined;
  const { session_id: sessionId, session_method: method, session_seen_at: seenAt, ...rest } = row;
  const { authenticated_at: authenticatedAt, ...person } = rest;
  if (isUse && now.getTime() - seenAt.getTime() > TOUCH_AFTER_MS) {
    await touchSession(context.db, person.organisation_id, digest, now);
  }
  return { organisationId: person.organisation_id, digest, sessionId, method, authenticatedAt, person };
}

/** Whether a session that was found before still opens anything. Asking does not count as its use. */
export async function isLiveSession({ db, clock }: Context, session: Session): Promise<boolean> {
  return (await findLiveSession(db, session.digest, clock())) !== undefined;
}
