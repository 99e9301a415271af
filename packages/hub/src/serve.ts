import type { Server } from "node:http";
import { serve as listen } from "@hono/node-server";
import type { Hub } from "./hub.ts";

const DRAIN_MS = 5_000;

/** A hub that listens. */
export interface ServedHub {
  port: number;
  /** Takes no new requests, lets running ones end, then closes. */
  close(): Promise<void>;
}

/** Answers a request; what comes after it is the server's own and is passed on. */
export type FetchLayer = (request: Request, ...rest: unknown[]) => Response | Promise<Response>;

/** Where a hub listens. */
export interface ServeOptions {
  host: string;
  /** 0 chooses a free one. */
  port: number;
  /** Puts a layer around what the hub answers, for whoever watches. */
  around?: (fetch: FetchLayer) => FetchLayer;
}

/** Lets a hub listen; rejects when the port can't be had. */
export function serveHub(hub: Hub, { host, port, around = (fetch) => fetch }: ServeOptions): Promise<ServedHub> {
  return new Promise((resolve, reject) => {
    const fetch = around(hub.app.fetch as FetchLayer);
    const server = listen(
      { fetch, hostname: host, port, serverOptions: { headersTimeout: 10_000, requestTimeout: 60_000 } },
      (address) => resolve({ port: address.port, close: () => drain(hub, server) }),
    ) as Server;
    server.once("error", reject);
  });
}

async function drain(hub: Hub, server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await hub.close();
  const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  server.closeIdleConnections();
  await closed;
  clearTimeout(timer);
}
