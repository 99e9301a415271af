import { flowId, token256 } from "@joinery/contract";
import type { SignInView } from "@joinery/contract/pages";
import { z } from "zod";
import type { Context } from "../context.ts";
import type { Request, Session } from "../http/environment.ts";
import { clearCookie, readCookie, writeCookie } from "../http/session-cookie.ts";
import { getIntegration } from "../integrations/store.ts";
import { findFlowAnywhere } from "./store.ts";
import { verifyBrowser, type WaitingConnect } from "./verify-browser.ts";

const waitingFacts = z.object({ flow: flowId, challenge: token256 });
const WAITING_SECONDS = 10 * 60;

/**
 * Keeps a connect that waits in this browser for a sign-in or a confirmation. It is kept in a sealed cookie, so that the way
 * back comes from what the hub stored and never from a URL (contract 2.1, step 3).
 */
export async function writeWaiting(context: Context, c: Request, waiting: WaitingConnect): Promise<void> {
  const expires = new Date(context.clock().getTime() + WAITING_SECONDS * 1000);
  const sealed = await context.waitingConnects.seal({ flow: waiting.flowId, challenge: waiting.challenge }, expires);
  writeCookie(c, context.publicUrl, "connect", sealed, WAITING_SECONDS);
}

export async function readWaiting(context: Context, c: Request): Promise<WaitingConnect | undefined> {
  const sealed = readCookie(c, context.publicUrl, "connect");
  const facts = sealed === undefined ? undefined : await context.waitingConnects.open(sealed, context.clock());
  const waiting = waitingFacts.safeParse(facts);
  return waiting.success ? { flowId: waiting.data.flow, challenge: waiting.data.challenge } : undefined;
}

export function forgetWaiting(context: Context, c: Request): void {
  clearCookie(c, context.publicUrl, "connect");
}

/** Where a browser goes after sign-in: to the connect that waits in it, once it is checked, else to the first page. */
export async function nextAfterSignIn(context: Context, c: Request, session: Session): Promise<string> {
  const waiting = await readWaiting(context, c);
  if (waiting === undefined) return "/";
  const verdict = await verifyBrowser(context, session, waiting, { confirmed: false, requestId: c.get("requestId") });
  if (verdict.kind === "confirm") return `/connect/${waiting.flowId}/confirm`;
  forgetWaiting(context, c);
  return verdict.kind === "passed" ? verdict.finish : `/connect/${waiting.flowId}/ended`;
}

/** Tells the sign-in page why somebody has to sign in: only the integration's name, because the person isn't known yet. */
export async function describeWaitingConnect(context: Context, c: Request): Promise<SignInView["waiting_connect"]> {
  const waiting = await readWaiting(context, c);
  const flow = waiting === undefined ? undefined : await findFlowAnywhere(context.db, waiting.flowId);
  if (flow === undefined) return null;
  const integration = await getIntegration(context.db, {
    organisationId: flow.organisation_id,
    serviceId: flow.service_id,
  });
  return { integration_name: integration.name };
}
