import type { IncomingMessage } from "node:http";
import { Problem } from "@joinery/contract";
import { createMiddleware } from "hono/factory";
import type { Context } from "../context.ts";
import { findSession } from "../directory/find-session.ts";
import { freshUntil } from "../directory/fresh-sign-in.ts";
import { findTokenHolder } from "../integrations/find-token-holder.ts";
import type { HubEnv, Request } from "./environment.ts";
import { readCookie } from "./session-cookie.ts";

/** Only for people who are signed in: leaves `session`. `isUse` is false for what a page asks every few seconds by itself. */
export function requireSession(context: Context, { isUse = true } = {}) {
  return createMiddleware<HubEnv>(async (c, next) => {
    const secret = readCookie(c, context.publicUrl, "session");
    const session = secret === undefined ? undefined : await findSession(context, secret, isUse);
    if (session === undefined) throw new Problem("SIGN_IN_REQUIRED");
    c.set("session", session);
    await next();
  });
}

/** Only for administrators, and for auditors who merely look; stands behind `requireSession`. */
export const requireAdministrator = createMiddleware<HubEnv>(async (c, next) => {
  const { role } = c.get("session").person;
  if (role === "member") throw new Problem("ADMINISTRATOR_REQUIRED");
  const looks = c.req.method === "GET" || c.req.method === "HEAD";
  if (role === "auditor" && !looks) throw new Problem("AUDITOR_READS_ONLY");
  await next();
});

/** Only for people who have just proved who they are: before secrets are made or changed. Stands behind `requireSession`. */
export function requireFreshSignIn(context: Context) {
  return createMiddleware<HubEnv>(async (c, next) => {
    if (freshUntil(c.get("session"), context.clock()) === null) throw new Problem("FRESH_SIGN_IN_REQUIRED");
    await next();
  });
}

/** Only for integrations that show an API token: leaves `holder`. */
export function requireToken(context: Context) {
  return createMiddleware<HubEnv>(async (c, next) => {
    const match = /^Bearer ([A-Za-z0-9_-]{20,200})$/i.exec(c.req.header("authorization") ?? "");
    const holder = match?.[1] === undefined ? undefined : await findTokenHolder(context, match[1], addressOf(c));
    if (holder === undefined) throw new Problem("UNAUTHENTICATED");
    c.set("holder", holder);
    await next();
  });
}

/** The other end of the connection; behind a reverse proxy that is the proxy. */
export function addressOf(c: Request): string {
  const { incoming } = (c.env ?? {}) as { incoming?: IncomingMessage };
  return incoming?.socket.remoteAddress ?? "";
}

/**
 * Only for the hub's own pages: a browser says so itself (Fetch Metadata), and an Origin of ours proves it where a browser
 * does not send that. Something that sends neither is refused.
 */
export function requireOwnPage(context: Context) {
  return createMiddleware<HubEnv>(async (c, next) => {
    if (!isOwnPage(c, context.publicUrl.origin)) throw new Problem("CROSS_ORIGIN");
    await next();
  });
}

function isOwnPage(c: Request, ownOrigin: string): boolean {
  const site = c.req.header("sec-fetch-site");
  const origin = c.req.header("origin");
  if (origin !== undefined) return origin === ownOrigin && (site === undefined || site === "same-origin");
  return site === "same-origin";
}
