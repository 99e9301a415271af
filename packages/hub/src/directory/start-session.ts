import { Problem, randomToken256 } from "@joinery/contract";
import { record } from "../audit/record.ts";
import { leaveBrowser } from "../connect/leave-browser.ts";
import type { Context } from "../context.ts";
import type { Request, Session } from "../http/environment.ts";
import { readCookie, writeCookie } from "../http/session-cookie.ts";
import { findSession } from "./find-session.ts";
import { lockPerson, type PersonRow } from "./people.ts";
import { insertSession } from "./sessions.ts";

const USER_AGENT_MAX = 300;

/** What the identity provider has told about a session; nothing for the development sign-in. */
export interface ProvenSession {
  authenticatedAt?: Date;
  oidc?: { issuer: string; sid: string | null; idToken: string };
}

/**
 * Begins a session in this browser, always under a newly drawn secret, and ends the one that was open in it. Whatever
 * secret somebody planted in the browser before opens nothing afterwards (session fixation).
 */
export async function startSession(
  context: Context,
  c: Request,
  person: PersonRow,
  known: ProvenSession = {},
): Promise<Session> {
  const requestId = c.get("requestId");
  const secret = randomToken256();
  const digest = context.digests.of("session", secret);
  const now = context.clock();
  const ref = { organisationId: person.organisation_id, userId: person.user_id };
  const vault = await context.vault.of(ref.organisationId);
  const oidc = known.oidc && {
    issuer: known.oidc.issuer,
    sid: known.oidc.sid,
    sealedIdToken: vault.seal({ owner: digest, field: "id_token" }, known.oidc.idToken),
  };
  const authenticatedAt = known.authenticatedAt ?? now;
  const sessionId = await context.transact(async (tx) => {
    // Whoever deactivates somebody locks them, too: no session begins behind their back and wakes up later.
    const locked = await lockPerson(tx, ref);
    if (locked?.account_status !== "active" || locked.deleted_at !== null) throw new Problem("USER_INACTIVE");
    const userAgent = c.req.header("user-agent")?.slice(0, USER_AGENT_MAX);
    const id = await insertSession(tx, ref, { digest, authenticatedAt, userAgent, oidc }, now);
    await record(tx, {
      organisationId: ref.organisationId,
      at: now,
      action: "session.started",
      actorId: ref.userId,
      detail: { method: known.oidc === undefined ? "development" : "oidc" },
      requestId,
    });
    return id;
  });
  const former = await currentSession(context, c);
  if (former !== undefined) await leaveBrowser(context, former, { nextUserId: ref.userId, requestId });
  writeCookie(c, context.publicUrl, "session", secret);
  const method = known.oidc === undefined ? "development" : "oidc";
  return { organisationId: ref.organisationId, digest, sessionId, method, authenticatedAt, person };
}

/** The session that is open in this browser. */
export async function currentSession(context: Context, c: Request): Promise<Session | undefined> {
  const secret = readCookie(c, context.publicUrl, "session");
  return secret === undefined ? undefined : findSession(context, secret);
}
