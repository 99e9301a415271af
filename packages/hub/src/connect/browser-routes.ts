import { flowId as flowIdSchema, isFlowId, Problem, token256 } from "@joinery/contract";
import type { FlowPageView, NextView } from "@joinery/contract/pages";
import { Hono } from "hono";
import type { Context } from "../context.ts";
import { findSession } from "../directory/find-session.ts";
import { answer } from "../http/answers.ts";
import { isDeliberateVisit } from "../http/deliberate-visit.ts";
import type { HubEnv, Request } from "../http/environment.ts";
import { requireOwnPage, requireSession } from "../http/guards.ts";
import { check } from "../http/read-input.ts";
import { readCookie } from "../http/session-cookie.ts";
import { getIntegration } from "../integrations/store.ts";
import { refuseFlow } from "./end-flow.ts";
import { streamStatus, toFlowStatus } from "./status.ts";
import { findFlow, findOwnFlow } from "./store.ts";
import { verifyBrowser } from "./verify-browser.ts";
import { forgetWaiting, readWaiting, writeWaiting } from "./waiting.ts";

/** What browsers meet of a connect. */
export function connectBrowserRoutes(context: Context): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();
  const session = requireSession(context);
  const ownPage = requireOwnPage(context);
  const ownRef = (c: Request) => ({
    organisationId: c.get("session").organisationId,
    userId: c.get("session").person.user_id,
    flowId: check(flowIdSchema, c.req.param("flow")),
  });

  routes.get("/connect/:flow/verify", async (c) => {
    if (!isDeliberateVisit(c)) return c.body(null, 503);
    const flowId = c.req.param("flow");
    const challenge = token256.safeParse(c.req.query("challenge"));
    if (!isFlowId(flowId) || !challenge.success) return c.redirect("/connect/ended", 303);
    const waiting = { flowId, challenge: challenge.data };

    const secret = readCookie(c, context.publicUrl, "session");
    const visitor = secret === undefined ? undefined : await findSession(context, secret);
    if (visitor === undefined) {
      await writeWaiting(context, c, waiting);
      return c.redirect("/sign-in", 303);
    }
    const verdict = await verifyBrowser(context, visitor, waiting, { confirmed: false, requestId: c.get("requestId") });
    if (verdict.kind === "passed") return c.redirect(verdict.finish, 303);
    if (verdict.kind === "ended") return c.redirect(`/connect/${flowId}/ended`, 303);
    await writeWaiting(context, c, waiting);
    return c.redirect(`/connect/${flowId}/confirm`, 303);
  });

  routes.post("/connect/:flow/confirm", ownPage, session, async (c) => {
    const waiting = await readWaiting(context, c);
    if (waiting === undefined || waiting.flowId !== c.req.param("flow")) throw new Problem("FLOW_EXPIRED");
    const requestId = c.get("requestId");
    const verdict = await verifyBrowser(context, c.get("session"), waiting, { confirmed: true, requestId });
    forgetWaiting(context, c);
    const view: NextView = { next: verdict.kind === "passed" ? verdict.finish : `/connect/${waiting.flowId}/ended` };
    return answer(c, view);
  });

  routes.get("/connect/:flow/page", session, async (c) => {
    const ref = ownRef(c);
    const flow = await findFlow(context.db, ref);
    if (flow === undefined) throw new Problem("FLOW_NOT_FOUND");
    const integration = await getIntegration(context.db, { ...ref, serviceId: flow.service_id });
    const isOwn = flow.user_id === ref.userId;
    const { person } = c.get("session");
    const view: FlowPageView = {
      integration_name: integration.name,
      icon_url: null,
      starter: isOwn ? { display_name: person.display_name, email: person.email } : null,
      state: isOwn ? toFlowStatus(flow, context.clock()).state : null,
      reason: isOwn ? toFlowStatus(flow, context.clock()).reason : null,
      linked_account_id: isOwn ? flow.linked_account_id : null,
      service_id: isOwn ? flow.service_id : null,
    };
    return answer(c, view);
  });

  routes.post("/connect/:flow/cancel", ownPage, session, async (c) => {
    const ref = ownRef(c);
    const flow = await findOwnFlow(context.db, ref);
    if (flow === undefined) throw new Problem("FLOW_NOT_FOUND");
    await refuseFlow(context, flow, { reason: "cancelled", actorId: ref.userId, requestId: c.get("requestId") });
    const after = (await findOwnFlow(context.db, ref)) ?? flow;
    return answer(c, toFlowStatus(after, context.clock()));
  });

  routes.get("/connect/:flow", session, async (c) => {
    const ref = ownRef(c);
    const flow = await findOwnFlow(context.db, ref);
    if (flow === undefined) throw new Problem("FLOW_NOT_FOUND");
    // Nobody reads the stream that answers a HEAD, so nobody would end it.
    const isStream = c.req.method === "GET" && c.req.header("accept")?.includes("text/event-stream");
    if (isStream) return streamStatus(context, c, ref);
    return answer(c, toFlowStatus(flow, context.clock()));
  });

  return routes;
}
