import { flowId as flowIdSchema, Problem, redeemBody, refuseBody } from "@joinery/contract";
import { Hono } from "hono";
import type { Context } from "../context.ts";
import { answer } from "../http/answers.ts";
import type { HubEnv, Request } from "../http/environment.ts";
import { requireToken } from "../http/guards.ts";
import { limitIntegration } from "../http/rate-limit.ts";
import { readJson } from "../http/read-input.ts";
import { claimFlow } from "./claim-flow.ts";
import { redeemFlow } from "./redeem-flow.ts";
import { refuseConnect } from "./refuse-flow.ts";

/** What integrations ask about a connect: `redeem`, `claim`, `refuse` (contract 2.1). */
export function connectIntegrationRoutes(context: Context): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();
  const token = requireToken(context);
  const rate = limitIntegration(context.clock);

  routes.post("/v2/connect/:flow/redeem", token, rate, async (c) =>
    answer(c, await redeemFlow(context, c.get("holder"), flowOf(c), await readJson(c, redeemBody), c.get("requestId"))),
  );
  routes.post("/v2/connect/:flow/claim", token, rate, async (c) =>
    answer(c, await claimFlow(context, c.get("holder"), flowOf(c), c.get("requestId"))),
  );
  routes.post("/v2/connect/:flow/refuse", token, rate, async (c) => {
    await refuseConnect(context, c.get("holder"), flowOf(c), await readJson(c, refuseBody), c.get("requestId"));
    return answer(c, {});
  });

  return routes;
}

function flowOf(c: Request): string {
  const flow = flowIdSchema.safeParse(c.req.param("flow"));
  if (!flow.success) throw new Problem("FLOW_NOT_FOUND");
  return flow.data;
}
