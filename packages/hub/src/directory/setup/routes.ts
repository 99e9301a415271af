import { Hono } from "hono";
import { z } from "zod";
import type { Context } from "../../context.ts";
import { answer } from "../../http/answers.ts";
import type { HubEnv } from "../../http/environment.ts";
import { addressOf, requireFreshSignIn, requireOwnPage, requireSession } from "../../http/guards.ts";
import { limitRate } from "../../http/rate-limit.ts";
import { readJson } from "../../http/read-input.ts";
import { becomeAdministrator } from "./become-administrator.ts";

const setupBody = z.object({ code: z.string().trim().min(1).max(100) });

/** The first administrator. */
export function setupRoutes(context: Context): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();
  const rate = limitRate({ perSecond: 1, burst: 20 }, context.clock, addressOf);
  const guards = [requireOwnPage(context), requireSession(context), requireFreshSignIn(context)] as const;

  routes.post("/api/setup", rate, ...guards, async (c) => {
    const { code } = await readJson(c, setupBody);
    const { organisationId, person } = c.get("session");
    await becomeAdministrator(context, { organisationId, userId: person.user_id }, code, c.get("requestId"));
    return answer(c, {});
  });

  return routes;
}
