import { HEADERS, opaqueId, Problem } from "@joinery/contract";
import type { ConnectStarted } from "@joinery/contract/pages";
import { Hono } from "hono";
import { refuseFlow } from "../connect/end-flow.ts";
import { startConnect } from "../connect/start-connect.ts";
import { findFlow } from "../connect/store.ts";
import type { Context } from "../context.ts";
import { disconnectAccount } from "../disconnect/disconnect-account.ts";
import { answer } from "../http/answers.ts";
import type { HubEnv, Request } from "../http/environment.ts";
import { requireOwnPage, requireSession } from "../http/guards.ts";
import { rawPathOf } from "../http/raw-path.ts";
import { readBytes } from "../http/read-input.ts";
import type { IntegrationRow } from "../integrations/store.ts";
import { proxy } from "./proxy.ts";
import { readAuthorizationUrl } from "./read-authorization.ts";
import { rebuildResponse } from "./response.ts";
import { parseRest, type Rest } from "./rest-path.ts";

/** The identity-aware proxy: `/connector/<service_id>/<rest>` (contract 1.1). */
export function connectorRoutes(context: Context): Hono<HubEnv> {
  const routes = new Hono<HubEnv>();
  routes.all("/connector/:serviceId/*", requireOwnPage(context), requireSession(context), async (c) => {
    const { serviceId, rest } = readAddress(c);
    const { organisationId } = c.get("session");
    const integration = await context.gathered.findIntegration({ organisationId, serviceId });
    if (integration === undefined) throw new Problem("INTEGRATION_NOT_FOUND");
    const { call } = rest;
    if (call.kind === "auth" && c.req.method === "POST") return connect(context, c, integration, rest, call.authId);
    if (call.kind === "linked-account" && c.req.method === "DELETE") {
      return disconnect(context, c, integration, call.linkedAccountId);
    }
    if (call.kind !== "other") throw new Problem("NOT_FOUND");
    return passOn(context, c, integration, rest);
  });
  return routes;
}

/** Connect: starts a flow, asks the integration for the authorization URL, and answers both to the hub's page. */
async function connect(context: Context, c: Request, integration: IntegrationRow, rest: Rest, authId: string) {
  if (authId !== integration.auth_id) throw new Problem("AUTH_ID_NOT_FOUND");
  const session = c.get("session");
  const requestId = c.get("requestId");
  const reconnectAccountId = c.req.header(HEADERS.reconnect);
  const flow = await startConnect(context, { session, integration, reconnectAccountId, requestId });
  const isVerified = integration.kind === "verified" && integration.connect_base !== null;
  const rules = {
    hubHosts: [context.publicUrl.host],
    development: context.development,
    expected: isVerified ? { connectBase: integration.connect_base ?? "", flow } : undefined,
  };
  const call = {
    method: "POST",
    rest: { ...rest, search: "" },
    headers: new Headers({ accept: "application/json" }),
    body: new Uint8Array(),
    userId: session.person.user_id,
    flow: isVerified ? flow : undefined,
    requestId,
  };
  try {
    const url = await proxy(context, integration, call, (reply) => readAuthorizationUrl(reply, rules));
    const started: ConnectStarted = { authorization_url: url, flow };
    return answer(c, started);
  } catch (error) {
    const row = await findFlow(context.db, { organisationId: session.organisationId, flowId: flow });
    const end = { reason: "integration_failed", actorId: null, requestId };
    if (row !== undefined) await refuseFlow(context, row, end);
    throw error;
  }
}

/** Disconnect: a promise of the hub's own; the answer is the receipt as far as it is known. */
async function disconnect(context: Context, c: Request, integration: IntegrationRow, linkedAccountId: string) {
  const session = c.get("session");
  const ref = {
    organisationId: session.organisationId,
    userId: session.person.user_id,
    serviceId: integration.service_id,
    linkedAccountId,
  };
  return answer(
    c,
    await disconnectAccount(context, ref, { actorId: session.person.user_id, requestId: c.get("requestId") }),
  );
}

async function passOn(context: Context, c: Request, integration: IntegrationRow, rest: Rest): Promise<Response> {
  const requestId = c.get("requestId");
  const call = {
    method: c.req.method,
    rest,
    headers: c.req.raw.headers,
    body: await readBytes(c),
    userId: c.get("session").person.user_id,
    requestId,
  };
  return proxy(context, integration, call, (reply) => rebuildResponse(reply, { method: c.req.method, requestId }));
}

/** Takes the path as it came, because a parsed URL has already forgotten its dot segments. */
function readAddress(c: Request): { serviceId: string; rest: Rest } {
  const { path, search } = rawPathOf(c);
  const match = /^\/connector\/([^/]+)(\/.*)?$/.exec(path);
  const serviceId = opaqueId.safeParse(match?.[1]);
  if (!serviceId.success) throw new Problem("INTEGRATION_NOT_FOUND");
  return { serviceId: serviceId.data, rest: parseRest(match?.[2] ?? "", search) };
}
