import type { Session } from "../http/environment.ts";

/** How long after a sign-in secrets may be made and changed: long enough for a rotation, short for a browser left open. */
const FRESH_MS = 10 * 60_000;

/** Until when somebody need not sign in again before they change secrets; null when that is over. */
export function freshUntil(session: Pick<Session, "authenticatedAt">, now: Date): Date | null {
  const until = new Date(session.authenticatedAt.getTime() + FRESH_MS);
  return until > now ? until : null;
}
