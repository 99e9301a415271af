import type { Context } from "../context.ts";
import type { Session } from "../http/environment.ts";
import { findPerson } from "./people.ts";
import { findLiveSession, touchSession } from "./sessions.ts";

const TOUCH_AFTER_MS = 60_000;

/** Finds whose session a cookie's secret opens; nothing when it has ended, is too old, or its person is no longer active. */
export async function findSession(context: Context, secret: string): Promise<Session | undefined> {
  const digest = context.digests.of("session", secret);
  const now = context.clock();
  const row = await findLiveSession(context.db, digest, now);
  if (row === undefined) return undefined;
  const person = await findPerson(context.db, { organisationId: row.organisation_id, userId: row.user_id });
  if (person === undefined || person.account_status !== "active") return undefined;
  if (now.getTime() - row.last_seen_at.getTime() > TOUCH_AFTER_MS) {
    await touchSession(context.db, row.organisation_id, digest, now);
  }
  return { organisationId: row.organisation_id, digest, person };
}

/** Whether a session that was found before still opens anything. Asking does not count as its use. */
export async function isLiveSession({ db, clock }: Context, session: Session): Promise<boolean> {
  if ((await findLiveSession(db, session.digest, clock())) === undefined) return false;
  const ref = { organisationId: session.organisationId, userId: session.person.user_id };
  return (await findPerson(db, ref))?.account_status === "active";
}
