import type { Db } from "../store/tables.ts";
import type { PersonRef } from "./people.ts";

const IDLE_MS = 30 * 60_000;
const ABSOLUTE_MS = 12 * 60 * 60_000;

/** Stores a new session under the digest of its secret. */
export async function insertSession(db: Db, person: PersonRef, digest: string, now: Date): Promise<void> {
  await db
    .insertInto("sessions")
    .values({
      organisation_id: person.organisationId,
      session_digest: digest,
      session_id: crypto.randomUUID(),
      user_id: person.userId,
      created_at: now,
      last_seen_at: now,
      authenticated_at: now,
      ended_at: null,
    })
    .execute();
}

/** Finds a session that has neither ended nor been idle for 30 minutes nor lived for 12 hours. */
export function findLiveSession(db: Db, digest: string, now: Date) {
  return db
    .selectFrom("sessions")
    .selectAll()
    .where("session_digest", "=", digest)
    .where("ended_at", "is", null)
    .where("last_seen_at", ">", new Date(now.getTime() - IDLE_MS))
    .where("created_at", ">", new Date(now.getTime() - ABSOLUTE_MS))
    .executeTakeFirst();
}

/** Notes that a session is in use. */
export async function touchSession(db: Db, organisationId: string, digest: string, now: Date): Promise<void> {
  await db
    .updateTable("sessions")
    .set({ last_seen_at: now })
    .where("organisation_id", "=", organisationId) // owner: session in use of the organisation
    .where("session_digest", "=", digest)
    .execute();
}

/** Ends a session. Ending it twice is fine. */
export async function endSession(db: Db, organisationId: string, digest: string, now: Date): Promise<void> {
  await db
    .updateTable("sessions")
    .set({ ended_at: now })
    .where("organisation_id", "=", organisationId) // owner: ended session of the organisation
    .where("session_digest", "=", digest)
    .where("ended_at", "is", null)
    .execute();
}
