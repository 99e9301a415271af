import { Problem } from "@joinery/contract";
import { Hono } from "hono";
import { nextAfterSignIn } from "../../connect/waiting.ts";
import type { Context } from "../../context.ts";
import { isDeliberateVisit } from "../../http/deliberate-visit.ts";
import type { HubEnv, Request } from "../../http/environment.ts";
import { addressOf } from "../../http/guards.ts";
import { limitRate, SIGN_IN_RATE } from "../../http/rate-limit.ts";
import { beginAttempt } from "./attempt.ts";
import { SignInRefused, writeFailure } from "./failure.ts";
import { finishSignIn, logRefusal } from "./finish-sign-in.ts";
import type { IdentityProvider } from "./identity-provider.ts";
import { ownPagePath } from "./own-path.ts";
import type { SignInSettings } from "./settings.ts";

/** An identity provider and what the operator has set about it. */
export interface Identity {
  provider: IdentityProvider;
  settings: SignInSettings;
}

/** Sign-in by the organisation's identity provider (OpenID Connect Core 1.0, section 3.1: authorization code flow). */
export function signInRoutes(context: Context, organisationId: string, identity: Identity | undefined): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();
  const rate = limitRate(SIGN_IN_RATE, context.clock, addressOf);

  /** One step of a sign-in: whatever goes wrong in it ends on the sign-in page, with a sentence. */
  function step(go: (c: Request, identity: Identity) => Promise<string>) {
    return async (c: Request): Promise<Response> => {
      if (identity === undefined) throw new Problem("NOT_FOUND");
      if (!isDeliberateVisit(c)) return c.body(null, 503);
      try {
        return c.redirect(await go(c, identity), 303);
      } catch (error) {
        if (!(error instanceof SignInRefused)) throw error;
        logRefusal(context, error, c.get("requestId"));
        writeFailure(context, c, error.failure);
        return c.redirect("/sign-in", 303);
      }
    };
  }

  routes.get(
    "/sign-in/start",
    rate,
    step(async (c, { provider }) => {
      // Only a page of ours says where to come back to; a link from anywhere else leads to the first page.
      const isFromOwnPage = c.req.header("sec-fetch-site") === "same-origin";
      const attempt = await beginAttempt(context, c, {
        again: c.req.query("again") !== undefined,
        returnPath: isFromOwnPage ? ownPagePath(c.req.query("return")) : undefined,
      });
      return (await provider.beginUrl(attempt)).href;
    }),
  );

  routes.get(
    "/sign-in/callback",
    rate,
    step(async (c, { provider, settings }) => {
      const where = { organisationId, settings, requestId: c.get("requestId") };
      const { session, returnPath } = await finishSignIn(context, c, provider, where);
      const next = await nextAfterSignIn(context, c, session);
      return next === "/" ? (returnPath ?? "/") : next;
    }),
  );

  return routes;
}
