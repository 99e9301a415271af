import { Problem } from "@joinery/contract";
import { Hono } from "hono";
import type { Context } from "../../context.ts";
import type { HubEnv } from "../../http/environment.ts";
import { addressOf } from "../../http/guards.ts";
import { limitRate } from "../../http/rate-limit.ts";
import { readBytes } from "../../http/read-input.ts";
import { describeError } from "../../log.ts";
import { obeyLogout } from "./back-channel-logout.ts";
import type { IdentityProvider } from "./identity-provider.ts";
import { createLogoutTokenCheck } from "./logout-token.ts";

/**
 * Where the identity provider itself says that somebody has signed out (OpenID Connect Back-Channel Logout 1.0). No browser
 * comes here: the token is the only proof. Answers as section 2.8 demands: 200, or 400 with an OAuth error in JSON.
 */
export function backChannelRoutes(
  context: Context,
  organisationId: string,
  provider: IdentityProvider | undefined,
): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();
  const rate = limitRate({ perSecond: 50, burst: 500 }, context.clock, addressOf);
  const check = provider === undefined ? undefined : createLogoutTokenCheck(provider, context.clock);

  routes.post("/sign-in/back-channel-logout", rate, async (c) => {
    if (check === undefined) throw new Problem("NOT_FOUND");
    c.header("cache-control", "no-store");
    const requestId = c.get("requestId");
    const form = new URLSearchParams(new TextDecoder().decode(await readBytes(c)));
    const [token, another] = form.getAll("logout_token");
    const order =
      token === undefined || another !== undefined
        ? undefined
        : await check(token).catch((error: unknown) => {
            context.log("warn", "back_channel_logout.refused", { requestId, ...describeError(error) });
            return undefined;
          });
    const isDone = order !== undefined && (await obeyLogout(context, organisationId, order, requestId));
    return isDone ? c.body(null, 200) : c.json({ error: "invalid_request" }, 400);
  });

  return routes;
}
