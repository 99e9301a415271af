import type { Server } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { serve as listen } from "@hono/node-server";
import type { Hub } from "./hub.ts";

const DRAIN_SECONDS = 5;
/** A connection that was just made has sent nothing yet: closing it as idle would lose a request that is on its way. */
const LOOK_FOR_IDLE_MS = 250;

/** A hub that listens. */
export interface ServedHub {
  port: number;
  /** Takes no new connections, ends open streams, lets running requests end, then closes the hub. */
  close(): Promise<void>;
}

/** Answers a request; what comes after it is the server's own and is passed on. */
export type FetchLayer = (request: Request, ...rest: unknown[]) => Response | Promise<Response>;

/** Where a hub listens. */
export interface ServeOptions {
  host: string;
  /** 0 chooses a free one. */
  port: number;
  /** How long running requests may take once it closes; then they are cut off. */
  drainSeconds?: number;
  /** How long it says at `/readyz` that it is going before it takes nothing new, so that a load balancer turns away first. */
  announceSeconds?: number;
  /** Puts a layer around what the hub answers, for whoever watches. */
  around?: (fetch: FetchLayer) => FetchLayer;
}

/** Lets a hub listen; rejects when the port can't be had. */
export function serveHub(hub: Hub, options: ServeOptions): Promise<ServedHub> {
  const { host, port, around = (fetch) => fetch } = options;
  return new Promise((resolve, reject) => {
    const fetch = around(hub.app.fetch as FetchLayer);
    const server = listen(
      { fetch, hostname: host, port, serverOptions: { headersTimeout: 10_000, requestTimeout: 60_000 } },
      (address) => resolve({ port: address.port, close: () => drain(hub, server, options) }),
    ) as Server;
    server.once("error", reject);
  });
}

async function drain(
  hub: Hub,
  server: Server,
  { announceSeconds = 0, drainSeconds = DRAIN_SECONDS }: ServeOptions,
): Promise<void> {
  hub.drain();
  if (announceSeconds > 0) await wait(announceSeconds * 1000);
  const closed = new Promise((resolve) => server.close(resolve));
  if (announceSeconds === 0) server.closeIdleConnections();
  // A connection that was busy becomes idle later, and a client that keeps it would hold us up to the end.
  const idle = setInterval(() => server.closeIdleConnections(), LOOK_FOR_IDLE_MS);
  const timer = setTimeout(() => server.closeAllConnections(), drainSeconds * 1000);
  await closed;
  clearInterval(idle);
  clearTimeout(timer);
  await hub.close();
}
