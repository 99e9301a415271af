import type { Selectable } from "kysely";
import { inOrder, questionsTable } from "../store/questions.ts";
import type { Db, SessionTable, Tx } from "../store/tables.ts";
import type { PersonRef } from "./people.ts";

export type SessionRow = Selectable<SessionTable>;

const IDLE_MS = 30 * 60_000;
const ABSOLUTE_MS = 12 * 60 * 60_000;

/** What is known about a session when it begins, beside whose it is. */
export interface NewSession {
  digest: string;
  /** When the person last proved who they are; now, unless the identity provider says otherwise. */
  authenticatedAt?: Date | undefined;
  userAgent?: string | undefined;
  /** How the identity provider knows this session; left out for the development sign-in. */
  oidc?: { issuer: string; sid: string | null; sealedIdToken: string } | undefined;
}

/** Stores a new session under the digest of its secret; answers the id by which pages name it. */
export async function insertSession(
  db: Db,
  person: PersonRef,
  digest: string | NewSession,
  now: Date,
): Promise<string> {
  const session: NewSession = typeof digest === "string" ? { digest } : digest;
  const sessionId = crypto.randomUUID();
  await db
    .insertInto("sessions")
    .values({
      organisation_id: person.organisationId,
      session_digest: session.digest,
      session_id: sessionId,
      user_id: person.userId,
      method: session.oidc === undefined ? "development" : "oidc",
      created_at: now,
      last_seen_at: now,
      authenticated_at: session.authenticatedAt ?? now,
      user_agent: session.userAgent ?? null,
      oidc_issuer: session.oidc?.issuer ?? null,
      oidc_sid: session.oidc?.sid ?? null,
      sealed_id_token: session.oidc?.sealedIdToken ?? null,
      ended_at: null,
    })
    .execute();
  return sessionId;
}

/** From when a session must have been used, and begun, to be alive: idle for 30 minutes at most, 12 hours old at most. */
function limitsAt(now: Date): { usedAfter: Date; begunAfter: Date } {
  return { usedAfter: new Date(now.getTime() - IDLE_MS), begunAfter: new Date(now.getTime() - ABSOLUTE_MS) };
}

/** Finds a live session together with its person. */
export async function findLiveSession(db: Db, digest: string, now: Date) {
  const [row] = await findLiveSessions(db, [digest], now);
  return row;
}

/** Finds live sessions together with their people, in the order of their digests: every request of a browser asks this. */
export async function findLiveSessions(db: Db, digests: readonly string[], now: Date) {
  const { usedAfter, begunAfter } = limitsAt(now);
  const questions = digests.map((digest) => ({ digest }));
  const rows = await db
    .selectFrom(questionsTable(questions, ["digest"]))
    .innerJoin("sessions", "sessions.session_digest", "asked.digest")
    .innerJoin("users", (join) =>
      join
        .onRef("users.organisation_id", "=", "sessions.organisation_id")
        .onRef("users.user_id", "=", "sessions.user_id"),
    )
    .selectAll("users")
    .select([
      "asked.position",
      "sessions.session_id",
      "sessions.method as session_method",
      "sessions.last_seen_at as session_seen_at",
      "sessions.authenticated_at",
    ])
    .where("sessions.ended_at", "is", null)
    .where("sessions.last_seen_at", ">", usedAfter)
    .where("sessions.created_at", ">", begunAfter)
    .where("users.account_status", "=", "active")
    .where("users.deleted_at", "is", null)
    .execute();
  return inOrder(rows, digests.length);
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

/** A session that has just been ended while it was alive. */
export interface EndedSession {
  userId: string;
  digest: string;
}

/**
 * Ends every session of a person, in the transaction of what makes that necessary. Answers those that were alive; the
 * connects that they began are for the caller to end.
 *
 * @param endedBy a user id, `identity_provider`, or null for a directory
 */
export function endSessionsOf(tx: Tx, person: PersonRef, now: Date, endedBy: string | null): Promise<EndedSession[]> {
  return markEnded(
    tx,
    now,
    endedBy,
    (query) =>
      query
        .where("organisation_id", "=", person.organisationId) // owner: sessions of a person of the organisation
        .where("user_id", "=", person.userId), // owner: sessions of a person of the user
  );
}

/** Ends one session of a person by the id that pages know. */
export async function endSessionById(
  tx: Tx,
  session: PersonRef & { sessionId: string },
  now: Date,
  endedBy: string,
): Promise<EndedSession | undefined> {
  const ended = await markEnded(tx, now, endedBy, (query) =>
    query
      .where("organisation_id", "=", session.organisationId) // owner: session by id of the organisation
      .where("user_id", "=", session.userId) // owner: session by id of the user
      .where("session_id", "=", session.sessionId),
  );
  return ended[0];
}

/** Ends every session of a person but one. */
export function endOtherSessions(
  tx: Tx,
  session: PersonRef & { digest: string },
  now: Date,
  endedBy: string,
): Promise<EndedSession[]> {
  return markEnded(tx, now, endedBy, (query) =>
    query
      .where("organisation_id", "=", session.organisationId) // owner: other sessions of the organisation
      .where("user_id", "=", session.userId) // owner: other sessions of the user
      .where("session_digest", "<>", session.digest),
  );
}

/** Ends the sessions that began with one session at the identity provider. */
export function endSessionsOfSid(
  tx: Tx,
  sid: { organisationId: string; issuer: string; sid: string },
  now: Date,
): Promise<EndedSession[]> {
  return markEnded(tx, now, "identity_provider", (query) =>
    query
      .where("organisation_id", "=", sid.organisationId) // owner: sessions of a sid of the organisation
      .where("oidc_issuer", "=", sid.issuer)
      .where("oidc_sid", "=", sid.sid),
  );
}

async function markEnded(
  tx: Tx,
  now: Date,
  endedBy: string | null,
  narrow: (query: EndingQuery) => EndingQuery,
): Promise<EndedSession[]> {
  const { usedAfter, begunAfter } = limitsAt(now);
  const ended = await narrow(endingQuery(tx, now, endedBy))
    .returning(["user_id", "session_digest", "last_seen_at", "created_at"])
    .execute();
  return ended
    .filter((row) => row.last_seen_at > usedAfter && row.created_at > begunAfter)
    .map((row) => ({ userId: row.user_id, digest: row.session_digest }));
}

type EndingQuery = ReturnType<typeof endingQuery>;

function endingQuery(tx: Tx, now: Date, endedBy: string | null) {
  return tx.updateTable("sessions").set({ ended_at: now, ended_by: endedBy }).where("ended_at", "is", null);
}

/** Lists the live sessions of a person, newest first. */
export function listLiveSessions(db: Db, person: PersonRef, now: Date): Promise<SessionRow[]> {
  const { usedAfter, begunAfter } = limitsAt(now);
  return db
    .selectFrom("sessions")
    .selectAll()
    .where("organisation_id", "=", person.organisationId) // owner: listed sessions of the organisation
    .where("user_id", "=", person.userId) // owner: listed sessions of the user
    .where("ended_at", "is", null)
    .where("last_seen_at", ">", usedAfter)
    .where("created_at", ">", begunAfter)
    .orderBy("created_at", "desc")
    .orderBy("session_id")
    .execute();
}

/** The ID token that a session began with, sealed. */
export async function findSealedIdToken(
  db: Db,
  organisationId: string,
  digest: string,
): Promise<string | null | undefined> {
  const row = await db
    .selectFrom("sessions")
    .select("sealed_id_token")
    .where("organisation_id", "=", organisationId) // owner: ID token of the organisation
    .where("session_digest", "=", digest)
    .executeTakeFirst();
  return row?.sealed_id_token;
}
