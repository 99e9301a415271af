import { Problem } from "@joinery/contract";
import type { SessionsView, SessionView } from "@joinery/contract/pages";
import { Hono } from "hono";
import type { Context } from "../context.ts";
import { answer } from "../http/answers.ts";
import type { HubEnv, Request } from "../http/environment.ts";
import { requireOwnPage, requireSession } from "../http/guards.ts";
import { describeBrowser } from "./describe-browser.ts";
import { endAllSessions, endOneSession, endSessionsBut } from "./end-sessions.ts";
import { findPerson, type PersonRef } from "./people.ts";
import { listLiveSessions, type SessionRow } from "./sessions.ts";

/** One's own sessions: seen and ended. */
export function ownSessionRoutes(context: Context): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();
  const session = requireSession(context);
  const ownPage = requireOwnPage(context);
  const self = (c: Request) => ({
    organisationId: c.get("session").organisationId,
    userId: c.get("session").person.user_id,
  });

  routes.get("/api/sessions", session, async (c) => answer(c, await viewOf(context, c, self(c))));

  routes.delete("/api/sessions", ownPage, session, async (c) => {
    await endSessionsBut(context, c.get("session"), byWhom(c));
    return answer(c, await viewOf(context, c, self(c)));
  });

  routes.delete("/api/sessions/:sessionId", ownPage, session, async (c) => {
    await endOneSession(context, { ...self(c), sessionId: c.req.param("sessionId") }, byWhom(c));
    return answer(c, {});
  });

  return routes;
}

/** Anybody's sessions, for administrators. Mounted behind `requireAdministrator`. */
export function sessionAdminRoutes(context: Context): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();

  async function personOf(c: Request): Promise<PersonRef> {
    const ref = { organisationId: c.get("session").organisationId, userId: c.req.param("userId") ?? "" };
    if ((await findPerson(context.db, ref)) === undefined) throw new Problem("USER_NOT_FOUND");
    return ref;
  }

  routes.get("/api/admin/people/:userId/sessions", async (c) => answer(c, await viewOf(context, c, await personOf(c))));

  routes.delete("/api/admin/people/:userId/sessions", async (c) => {
    const person = await personOf(c);
    const own = c.get("session");
    // Whoever ends their own sessions here goes on with the one they ask from.
    if (person.userId === own.person.user_id) await endSessionsBut(context, own, byWhom(c));
    else await endAllSessions(context, person, byWhom(c));
    return answer(c, await viewOf(context, c, person));
  });

  routes.delete("/api/admin/people/:userId/sessions/:sessionId", async (c) => {
    await endOneSession(context, { ...(await personOf(c)), sessionId: c.req.param("sessionId") }, byWhom(c));
    return answer(c, {});
  });

  return routes;
}

function byWhom(c: Request): { actorId: string; requestId: string } {
  return { actorId: c.get("session").person.user_id, requestId: c.get("requestId") };
}

async function viewOf(context: Context, c: Request, person: PersonRef): Promise<SessionsView> {
  const rows = await listLiveSessions(context.db, person, context.clock());
  return { sessions: rows.map((row) => toSessionView(row, c.get("session").sessionId)) };
}

function toSessionView(row: SessionRow, currentId: string): SessionView {
  return {
    session_id: row.session_id,
    current: row.session_id === currentId,
    method: row.method,
    started_at: row.created_at.toISOString(),
    last_seen_at: row.last_seen_at.toISOString(),
    browser: describeBrowser(row.user_agent),
  };
}
