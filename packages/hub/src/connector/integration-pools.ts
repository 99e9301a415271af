import { type Dispatcher, Pool } from "undici";
import type { ConnectorTarget } from "./call-integration.ts";
import { ConnectorFailure } from "./connector-failure.ts";
import { guardedConnector, type Resolve } from "./guarded-connector.ts";
import type { ConnectorLimits } from "./limits.ts";

/** The connections of one integration, held for one call. */
export interface IntegrationPool {
  dispatcher: Dispatcher;
  leave(): void;
}

interface Entry {
  /** What the connections depend on; when it changes they are not used again. */
  key: string;
  connections: Pool;
  /** Calls that use these connections. */
  users: number;
  /** Whether another pool has taken its place; then the last user closes it. */
  retired: boolean;
  /** Shared with the pool that replaces this one: the limit is the integration's, not the connections'. */
  load: Load;
}

interface Load {
  inFlight: number;
  /** By the id of the person who started the call. */
  byPerson: Map<string, number>;
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
  const pools = new Map<string, Entry>();
  let closed = false;

  function entryOf(target: ConnectorTarget): Entry {
    const key = JSON.stringify([target.proxyUrl, target.allowedNetworks]);
    const known = pools.get(target.serviceId);
    if (known?.key === key) return known;
    const origin = originOf(target.proxyUrl);
    if (known !== undefined) retire(known);
    const rule = { loopback, networks: target.allowedNetworks };
    const connect = guardedConnector(rule, resolve, limits.connectTimeoutMs);
    const load = known?.load ?? { inFlight: 0, byPerson: new Map() };
    const connections = createPool(origin, connect, limits);
    const fresh: Entry = { key, connections, users: 0, retired: false, load };
    pools.set(target.serviceId, fresh);
    return fresh;
  }

  return {
    /** @throws ConnectorFailure INTEGRATION_BUSY when the integration, or this person there, has as many calls as may be */
    enter(target: ConnectorTarget, personId: string): IntegrationPool {
      if (closed) throw new ConnectorFailure("INTEGRATION_UNREACHABLE", "The hub is stopping.");
      const entry = entryOf(target);
      const { load } = entry;
      const own = load.byPerson.get(personId) ?? 0;
      if (load.inFlight >= limits.inFlightPerIntegration) throw busy("The integration", limits.inFlightPerIntegration);
      if (own >= limits.inFlightPerPerson) throw busy("This person", limits.inFlightPerPerson);
      entry.users += 1;
      load.inFlight += 1;
      load.byPerson.set(personId, own + 1);
      return {
        dispatcher: entry.connections,
        leave: () => {
          entry.users -= 1;
          load.inFlight -= 1;
          const others = (load.byPerson.get(personId) ?? 1) - 1;
          if (others === 0) load.byPerson.delete(personId);
          else load.byPerson.set(personId, others);
          if (entry.retired && entry.users === 0) void end(entry.connections, 0);
        },
      };
    },
    async close(): Promise<void> {
      closed = true;
      const ending = [...pools.values()].map(({ connections }) => end(connections, limits.closeGraceMs));
      pools.clear();
      await Promise.all(ending);
    },
  };
}

function busy(who: string, calls: number): ConnectorFailure {
  const detail = `${who} already has ${calls} requests under way.`;
  return new ConnectorFailure("INTEGRATION_BUSY", detail, { retryAfterSeconds: BUSY_RETRY_SECONDS });
}

function retire(entry: Entry): void {
  entry.retired = true;
  if (entry.users === 0) void end(entry.connections, 0);
}

/** A pool can reach this origin only. */
function originOf(proxyUrl: string): string {
  const url = URL.parse(proxyUrl);
  if (url?.protocol !== "https:" && url?.protocol !== "http:") {
    throw new ConnectorFailure("INTEGRATION_UNREACHABLE", "The proxy URL is neither https nor http.");
  }
  return url.origin;
}

function createPool(origin: string, connect: ReturnType<typeof guardedConnector>, limits: ConnectorLimits): Pool {
  return new Pool(origin, {
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

async function end(connections: Pool, graceMs: number): Promise<void> {
  const grace = setTimeout(() => void connections.destroy(), graceMs);
  await connections.close();
  clearTimeout(grace);
}
