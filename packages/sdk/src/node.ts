import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { FetchHandler } from "./http/fetch-handler.ts";
import { keepInFolder, lookNowAndThen } from "./node/look-after.ts";
import { toRequest } from "./node/to-request.ts";
import { writeResponse } from "./node/write-response.ts";

export type { FetchHandler } from "./http/fetch-handler.ts";
export { fileSpool } from "./node/file-spool.ts";
export { fileStore } from "./node/file-store.ts";
export { lookAfter } from "./node/look-after.ts";

/** Slow senders may not hold a connection: headers and the whole request, in milliseconds. */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
/** How long `close` waits for requests that are being answered. */
const DRAIN_TIMEOUT = 10_000;

/** A listening server. */
export interface RunningServer {
  /** Where it listens, without a slash at its end. */
  url: string;
  /** Takes no more requests, lets running ones finish for 10 s, then closes. */
  close(): Promise<void>;
}

/**
 * Makes a `node:http` listener, for servers that exist already.
 *
 * @example
 * ```ts
 * import { createServer } from "node:http";
 * import { toNodeListener } from "@joinery/sdk/node";
 *
 * createServer(toNodeListener({ fetch: () => new Response("hello") })).listen(3000);
 * ```
 */
export function toNodeListener(handler: FetchHandler): RequestListener {
  return (incoming, outgoing) => {
    const answer = async () => {
      const request = toRequest({ incoming, url: incoming.url });
      const response = request ? await handler.fetch(request) : new Response(null, { status: 400 });
      await writeResponse(response, { incoming, outgoing });
    };
    answer().catch(() => outgoing.destroy());
  };
}

/**
 * Serves an integration on its own `node:http` server, with time-outs and a graceful end. What it has begun and not finished
 * is kept in the folder that the environment variable `JOINERY_SPOOL` names, `.joinery/spool` by default, unless the
 * integration's own options say where; it is taken up at once, and then every few seconds.
 *
 * @param options.port 0 chooses a free one
 * @param options.host `127.0.0.1` by default: say `0.0.0.0` to be reachable from elsewhere
 * @param options.spool the folder, instead of what the environment names
 *
 * @example
 * ```ts
 * import { serve } from "@joinery/sdk/node";
 *
 * const server = await serve({ fetch: () => new Response("hello") }, { port: 3000 });
 * process.once("SIGTERM", () => void server.close());
 * ```
 */
export async function serve(
  handler: FetchHandler,
  { port = 0, host = "127.0.0.1", spool }: { port?: number; host?: string; spool?: string } = {},
): Promise<RunningServer> {
  const { unfinished } = handler;
  if (unfinished) keepInFolder(unfinished, spool);
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT, requestTimeout: REQUEST_TIMEOUT },
    toNodeListener(handler),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const stopLooking = unfinished ? lookNowAndThen(unfinished) : undefined;
  // A connection that was busy when the end began must not idle on until its keep-alive runs out.
  let isClosing = false;
  server.on("request", (_incoming, outgoing) => {
    outgoing.once("close", () => isClosing && server.closeIdleConnections());
  });
  const shownHost = host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${shownHost}:${(server.address() as AddressInfo).port}`,
    close: async () => {
      isClosing = true;
      stopLooking?.();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const timer = setTimeout(() => server.closeAllConnections(), DRAIN_TIMEOUT);
      await closed;
      clearTimeout(timer);
    },
  };
}
