import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileSpool } from "./node/file-spool.ts";
import { lookAfter } from "./node/look-after.ts";
import type { Spool } from "./spool/spool.ts";
import type { Unfinished } from "./unfinished.ts";

export { fileSpool } from "./node/file-spool.ts";
export { fileStore } from "./node/file-store.ts";

/** Slow senders may not hold a connection: headers and the whole request, in milliseconds. */
const HEADERS_TIMEOUT = 10_000;
const REQUEST_TIMEOUT = 30_000;
/** How long `close` waits for requests that are being answered. */
const DRAIN_TIMEOUT = 10_000;
/** Where unfinished work is kept when nobody says otherwise; from the folder that the process was started in. */
const DEFAULT_SPOOL = ".joinery/spool";

/** Anything that answers Fetch requests, such as what `createIntegration` returns. */
export interface FetchHandler {
  fetch(request: Request): Promise<Response> | Response;
  /** What was begun and not finished; `serve` keeps it in a folder and looks after it. */
  unfinished?: Unfinished;
}

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
    answer(handler, incoming, outgoing).catch(() => outgoing.destroy());
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
  const folder = spool ?? (process.env.JOINERY_SPOOL || DEFAULT_SPOOL);
  handler.unfinished?.keepIn((serviceId) => openSpool(join(folder, encodeURIComponent(serviceId))));
  const server = createServer(
    { headersTimeout: HEADERS_TIMEOUT, requestTimeout: REQUEST_TIMEOUT },
    toNodeListener(handler),
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const stopLooking = handler.unfinished ? lookAfter(handler.unfinished) : undefined;
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

function openSpool(folder: string): Spool {
  try {
    return fileSpool(folder);
  } catch (cause) {
    const remedy = 'Name one that can be in JOINERY_SPOOL, or give the integration `spool: "none"`.';
    throw new Error(`The folder for unfinished work can't be written. ${remedy}`, { cause });
  }
}

async function answer(handler: FetchHandler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const request = toRequest(incoming);
  const response = request ? await handler.fetch(request) : new Response(null, { status: 400 });
  const cookies = response.headers.getSetCookie();
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) if (name !== "set-cookie") outgoing.setHeader(name, value);
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  // A body that nobody read (too large, refused early) must not be drained for ever to keep the connection.
  if (!incoming.complete) outgoing.setHeader("connection", "close");
  if (response.body === null || incoming.method === "HEAD") outgoing.end();
  else await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), outgoing);
}

/** The request as the Fetch standard has it; `undefined` for one that it can't express. */
function toRequest(incoming: IncomingMessage): Request | undefined {
  try {
    const method = incoming.method ?? "GET";
    const headers = new Headers();
    for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
      headers.append(incoming.rawHeaders[index] ?? "", incoming.rawHeaders[index + 1] ?? "");
    }
    // Absolute-form targets and the Host header are ignored: nothing we do depends on the name we were called by.
    const url = new URL(`http://localhost${incoming.url?.startsWith("/") ? incoming.url : "/"}`);
    const body =
      method === "GET" || method === "HEAD" ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>);
    return new Request(url, { method, headers, body, duplex: "half" } as RequestInit);
  } catch {
    return undefined;
  }
}
