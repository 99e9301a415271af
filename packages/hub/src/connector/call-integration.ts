import { Problem } from "@joinery/contract";
import type { Signer } from "./assertion.ts";
import { describeFailure } from "./describe-failure.ts";
import { type Resolve, resolveWithSystem } from "./guarded-connector.ts";
import { createIntegrationPools, type IntegrationPool } from "./integration-pools.ts";
import { type CallLimits, type ConnectorLimits, DEFAULT_LIMITS, limitsOf } from "./limits.ts";
import { readReply } from "./read-reply.ts";
import { rebuildRequestHeaders } from "./request-headers.ts";
import { joinProxyUrl, type Rest } from "./rest-path.ts";

/** The integration a call goes to, as the registry knows it. */
export interface ConnectorTarget {
  serviceId: string;
  proxyUrl: string;
  proxySecret: string;
  /** Header names that an administrator added (contract 1.1). */
  forwardedHeaders: readonly string[];
  /** CIDRs that an administrator named; they open private addresses. */
  allowedNetworks: readonly string[];
}

/** One request that a signed-in user, an administrator or a job makes to an integration. */
export interface OutgoingCall {
  target: ConnectorTarget;
  method: string;
  rest: Rest;
  /** As the browser sent them; what may pass is chosen here. Empty for calls that the hub makes on its own. */
  headers: Headers;
  body: Uint8Array;
  /** Who it is about: the user who started it; on DELETE of a linked account its owner. */
  userId: string;
  /** Who really started it. */
  actorId?: string | undefined;
  flow?: string | undefined;
  requestId: string;
  /** For the whole call, body included. */
  timeoutMs?: number | undefined;
  maxBytes?: number | undefined;
}

/** What an integration answered. Only the headers that may come back are in it. */
export interface IntegrationReply {
  status: number;
  headers: Headers;
  body: Uint8Array;
  durationMs: number;
}

export interface Connector {
  /** @throws ConnectorFailure when there is no usable answer */
  call(request: OutgoingCall): Promise<IntegrationReply>;
  /** Lets running calls end for a moment, then ends them. */
  close(): Promise<void>;
}

interface ConnectorOptions {
  signer: Signer;
  /** Whether loopback addresses may be reached. */
  development: boolean;
  /** Host names to addresses; the system's resolver unless given. */
  resolve?: Resolve;
  limits?: Partial<ConnectorLimits>;
}

/** TRACE would hand the secret back to the browser, CONNECT would open a tunnel. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
type Method = (typeof METHODS)[number];

/** Creates what calls integrations: each with its own connections and its own limit, so that a sick one is alone with it. */
export function createConnector({ signer, development, resolve, limits: given }: ConnectorOptions): Connector {
  const limits = { ...DEFAULT_LIMITS, ...given };
  const pools = createIntegrationPools({ loopback: development, resolve: resolve ?? resolveWithSystem, limits });
  return {
    call: async (request) => {
      const method = methodOf(request.method);
      const pool = pools.enter(request.target, request.actorId ?? request.userId);
      try {
        return await callThrough(pool, method, request, { signer, limits: limitsOf(request, limits) });
      } finally {
        pool.leave();
      }
    },
    close: () => pools.close(),
  };
}

function methodOf(method: string): Method {
  const known = METHODS.find((name) => name === method.toUpperCase());
  if (known === undefined) throw new Problem("METHOD_NOT_ALLOWED");
  return known;
}

async function callThrough(
  pool: IntegrationPool,
  method: Method,
  request: OutgoingCall,
  { signer, limits }: { signer: Signer; limits: CallLimits },
): Promise<IntegrationReply> {
  const { target, rest, body } = request;
  const url = joinProxyUrl(target.proxyUrl, rest);
  const headers = await headersOf(method, request, signer);
  const startedAt = performance.now();
  const timer = new AbortController();
  const timeout = setTimeout(() => timer.abort(), limits.timeoutMs);
  let answerStatus: number | undefined;
  try {
    const answer = await pool.dispatcher.request({
      path: url.pathname + url.search,
      method,
      headers,
      body: body.byteLength === 0 ? null : body,
      signal: timer.signal,
    });
    answerStatus = answer.statusCode;
    const reply = await readReply(answer, limits.maxBytes, [target.proxySecret]);
    return { ...reply, durationMs: Math.round(performance.now() - startedAt) };
  } catch (error) {
    throw describeFailure(error, { timedOut: timer.signal.aborted, limits, answerStatus });
  } finally {
    clearTimeout(timeout);
  }
}

async function headersOf(method: Method, request: OutgoingCall, signer: Signer): Promise<Record<string, string>> {
  const { target, rest, body, userId, actorId, flow, requestId } = request;
  const path = rest.path + rest.search;
  const headers = rebuildRequestHeaders(request.headers, {
    userId,
    proxySecret: target.proxySecret,
    assertion: await signer.sign({ serviceId: target.serviceId, userId, actorId, method, path, body, flow }),
    flow,
    extraNames: target.forwardedHeaders,
    requestId,
  });
  // A type without a body makes strict servers look for one and answer 400.
  if (body.byteLength === 0) delete headers["content-type"];
  return headers;
}
