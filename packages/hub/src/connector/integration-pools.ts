import { Agent, type Dispatcher } from "undici";
import type { ConnectorTarget } from "./call-integration.ts";
import { ConnectorFailure } from "./connector-failure.ts";
import { guardedConnector, type Resolve } from "./guarded-connector.ts";
import type { ConnectorLimits } from "./limits.ts";

/** The connections of one integration, held for one call. */
export interface IntegrationPool {
  dispatcher: Dispatcher;
  leave(): void;
}

interface Pool {
  /** What the connections depend on; when it changes they are not used again. */
  key: string;
  agent: Agent;
  /** Calls that use these connections. */
  users: number;
  /** Whether another pool has taken its place; then the last user closes it. */
  retired: boolean;
  /** Shared with the pool that replaces this one: the limit is the integration's, not the connections'. */
  load: { inFlight: number };
}

interface PoolOptions {
  loopback: boolean;
  resolve: Resolve;
  limits: ConnectorLimits;
}

/** Retry-After of a busy integration: a second is long for a computer and short for a person. */
const BUSY_RETRY_SECONDS = 1;
/**
 * How long an idle connection is kept when the integration says nothing. Short, because a POST on a connection that the
 * other side is just closing fails, and we may not repeat it.
 */
const KEEP_ALIVE_MS = 1_000;
const KEEP_ALIVE_MAX_MS = 30_000;

/** Keeps connections apart by integration and counts what is under way. */
export function createIntegrationPools({ loopback, resolve, limits }: PoolOptions) {
  const pools = new Map<string, Pool>();

  function poolOf(target: ConnectorTarget): Pool {
    const key = JSON.stringify([target.proxyUrl, target.allowedNetworks]);
    const known = pools.get(target.serviceId);
    if (known?.key === key) return known;
    if (known !== undefined) retire(known);
    const connect = guardedConnector({ loopback, networks: target.allowedNetworks }, resolve, limits.connectTimeoutMs);
    const load = known?.load ?? { inFlight: 0 };
    const fresh: Pool = { key, agent: createAgent(connect, limits), users: 0, retired: false, load };
    pools.set(target.serviceId, fresh);
    return fresh;
  }

  return {
    /** @throws ConnectorFailure INTEGRATION_BUSY when the integration has as many calls as it may have */
    enter(target: ConnectorTarget): IntegrationPool {
      const pool = poolOf(target);
      if (pool.load.inFlight >= limits.inFlightPerIntegration) {
        const detail = `The integration already has ${limits.inFlightPerIntegration} requests under way.`;
        throw new ConnectorFailure("INTEGRATION_BUSY", detail, { retryAfterSeconds: BUSY_RETRY_SECONDS });
      }
      pool.users += 1;
      pool.load.inFlight += 1;
      return {
        dispatcher: pool.agent,
        leave: () => {
          pool.users -= 1;
          pool.load.inFlight -= 1;
          if (pool.retired && pool.users === 0) void endAgent(pool.agent, 0);
        },
      };
    },
    async close(): Promise<void> {
      const ending = [...pools.values()].map(({ agent }) => endAgent(agent, limits.closeGraceMs));
      pools.clear();
      await Promise.all(ending);
    },
  };
}

function retire(pool: Pool): void {
  pool.retired = true;
  if (pool.users === 0) void endAgent(pool.agent, 0);
}

function createAgent(connect: ReturnType<typeof guardedConnector>, limits: ConnectorLimits): Agent {
  return new Agent({
    connect,
    allowH2: false,
    connections: limits.inFlightPerIntegration,
    pipelining: 1,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: KEEP_ALIVE_MAX_MS,
    // One timer of ours covers the whole call.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

async function endAgent(agent: Agent, graceMs: number): Promise<void> {
  const grace = setTimeout(() => void agent.destroy(), graceMs);
  try {
    await agent.close();
  } catch {
    // Destroyed when its time was up; then there is nothing left to close.
  } finally {
    clearTimeout(grace);
  }
}
