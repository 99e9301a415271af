import { type Dispatcher, Pool } from "undici";
import { guardedConnector, type Resolve, resolveWithSystem } from "../connector/guarded-connector.ts";
import { type SendOutcome, toFailure, toOutcome } from "./send-outcome.ts";

/** One attempt to tell one endpoint. */
export interface EventRequest {
  endpointId: string;
  url: string;
  /** CIDRs that an administrator named; they open private addresses. */
  allowedNetworks: readonly string[];
  headers: Record<string, string>;
  body: string;
}

/** Sends events, each endpoint over connections of its own. */
export interface EventSender {
  /** Whether an endpoint has as much to answer as it may; then its next event comes later. */
  isBusy(endpointId: string): boolean;
  /** Never throws: a failure is an outcome. */
  send(request: EventRequest): Promise<SendOutcome>;
  /** Ends what is under way. */
  close(): Promise<void>;
}

interface EventSenderOptions {
  /** Whether loopback addresses may be reached. */
  development: boolean;
  /** Host names to addresses; the system's resolver unless given. */
  resolve?: Resolve;
  timeoutMs?: number;
}

/** For a whole attempt: connecting, waiting, and what is read of the answer. */
const TIMEOUT_MS = 10_000;
const CONNECT_TIMEOUT_MS = 5_000;
const IN_FLIGHT_PER_ENDPOINT = 3;
/** Of a body, which nobody looks at; more than this ends the connection. */
const DISCARDED_BYTES = 64 * 1024;

/** The connections of one endpoint; they end with the last attempt that uses them, so that every burst asks DNS anew. */
interface Entry {
  connections: Pool;
  users: number;
}

/** Creates what sends events. */
export function createEventSender({ development, resolve, timeoutMs = TIMEOUT_MS }: EventSenderOptions): EventSender {
  const entries = new Map<string, Entry>();
  const inFlight = new Map<string, number>();
  const closing = new AbortController();

  function enter({ endpointId, url, allowedNetworks }: EventRequest): { pool: Pool; leave(): void } {
    const key = JSON.stringify([endpointId, new URL(url).origin, allowedNetworks]);
    const rule = { loopback: development, networks: allowedNetworks };
    const connect = guardedConnector(rule, resolve ?? resolveWithSystem, CONNECT_TIMEOUT_MS);
    const entry = entries.get(key) ?? { connections: createPool(url, connect), users: 0 };
    entries.set(key, entry);
    entry.users += 1;
    inFlight.set(endpointId, (inFlight.get(endpointId) ?? 0) + 1);
    return {
      pool: entry.connections,
      leave() {
        entry.users -= 1;
        const others = (inFlight.get(endpointId) ?? 1) - 1;
        if (others === 0) inFlight.delete(endpointId);
        else inFlight.set(endpointId, others);
        if (entry.users > 0) return;
        entries.delete(key);
        void entry.connections.destroy();
      },
    };
  }

  return {
    isBusy: (endpointId) => (inFlight.get(endpointId) ?? 0) >= IN_FLIGHT_PER_ENDPOINT,
    async send(request) {
      const { pool, leave } = enter(request);
      const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), closing.signal]);
      const startedAt = performance.now();
      const durationMs = () => Math.round(performance.now() - startedAt);
      try {
        const answer = await post(pool, request, signal);
        await answer.body.dump({ limit: DISCARDED_BYTES, signal }).catch(() => undefined);
        return toOutcome(answer, durationMs());
      } catch (error) {
        return toFailure(error, signal.aborted, durationMs());
      } finally {
        leave();
      }
    },
    async close() {
      closing.abort();
      await Promise.all([...entries.values()].map(({ connections }) => connections.destroy()));
    },
  };
}

function createPool(url: string, connect: ReturnType<typeof guardedConnector>): Pool {
  return new Pool(new URL(url).origin, {
    connect,
    allowH2: false,
    connections: IN_FLIGHT_PER_ENDPOINT,
    pipelining: 1,
    // One timer of ours covers the whole attempt.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** undici follows no redirect unless told to. */
function post(pool: Dispatcher, { url, headers, body }: EventRequest, signal: AbortSignal) {
  const { pathname, search } = new URL(url);
  return pool.request({
    path: pathname + search,
    method: "POST",
    headers: { "content-type": "application/json", "user-agent": "Joinery", ...headers },
    body,
    signal,
  });
}
