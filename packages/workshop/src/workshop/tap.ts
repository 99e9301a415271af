import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { HEADERS } from "@joinery/contract";
import type { Party } from "@joinery/contract/workshop";
import { Agent } from "undici";
import { bindLoopback } from "../external-service/listen.ts";
import type { PassingRequest } from "../faults/passing-request.ts";
import { forwardTo, isHopByHop, NotAnswered } from "./forward.ts";

/** What the integration answered, as it answered it. */
export interface PassingAnswer {
  status: number;
  /** One character a byte, as they travelled. */
  headers: readonly (readonly [name: string, value: string])[];
  body: Uint8Array;
  /** Server-sent events go on for as long as somebody listens; nobody waits for their end. */
  rest?: Readable;
}

/** Looks at what passes, and may change it: recorder and faults. */
export type Pass = (
  from: Extract<Party, "hub" | "browser">,
  request: PassingRequest,
  forward: (request: PassingRequest) => Promise<PassingAnswer>,
) => Promise<PassingAnswer>;

/** A running tap. */
export interface Tap {
  /** Origin under which hub and browsers reach the integration. */
  url: string;
  /** Sends a request the same way as one that came in. Of an answer without an end only its beginning comes back. */
  send(from: Extract<Party, "hub" | "browser">, request: PassingRequest): Promise<PassingAnswer>;
  close(): Promise<void>;
}

const BODY_LIMIT = 10 * 1024 * 1024;
/** Longer than any fault: whoever waits shall run into their own limit. */
const ANSWER_WITHIN_MS = 60_000;

/** A request that the tap itself refuses, with a sentence for its sender. */
class TapRefusal extends Error {
  override readonly name = "TapRefusal";
  readonly status: number;

  constructor(status: number, sentence: string) {
    super(sentence);
    this.status = status;
  }
}

/** Opens an address in front of the integration: everything that hub and browsers send to it goes through `pass`. */
export async function startTap(options: {
  /** 0: any free port. */
  port: number;
  /** Origin where the integration listens. */
  upstream: string;
  pass: Pass;
}): Promise<Tap> {
  const { upstream, pass } = options;
  const agent = new Agent({ keepAliveTimeout: 1_000, headersTimeout: ANSWER_WITHIN_MS, bodyTimeout: ANSWER_WITHIN_MS });
  const server = createServer((incoming, outgoing) => {
    const hungUp = new AbortController();
    outgoing.once("close", () => hungUp.abort());
    const forward = (passing: PassingRequest) => forwardTo({ upstream, agent, signal: hungUp.signal }, passing);
    void answer(incoming, outgoing, (from, request) => pass(from, request, forward)).catch(() => outgoing.destroy());
  });
  await bindLoopback(server, "localhost", options.port);
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    async send(from, request) {
      const hungUp = new AbortController();
      const forward = (passing: PassingRequest) => forwardTo({ upstream, agent, signal: hungUp.signal }, passing);
      const { rest, ...reply } = await pass(from, request, forward);
      if (rest !== undefined) hungUp.abort();
      return reply;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      // First what is under way behind the tap, so that it isn't taken for somebody who hung up.
      await agent.destroy();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  pass: (from: Extract<Party, "hub" | "browser">, request: PassingRequest) => Promise<PassingAnswer>,
): Promise<void> {
  try {
    const request = await readRequest(incoming);
    const isHub = request.headers.has(HEADERS.proxySecret) || request.headers.has(HEADERS.userId);
    const { status, headers, body, rest } = await pass(isHub ? "hub" : "browser", request);
    for (const [name, value] of headers) if (!isHopByHop(name)) outgoing.appendHeader(name, value);
    outgoing.statusCode = status;
    if (rest === undefined) outgoing.end(body);
    else await pipeline(rest, outgoing);
  } catch (error) {
    if (outgoing.headersSent) throw error;
    const [status, sentence] = refusalOf(error);
    for (const name of outgoing.getHeaderNames()) outgoing.removeHeader(name);
    outgoing.statusCode = status;
    outgoing.setHeader("content-type", "text/plain; charset=utf-8");
    outgoing.end(`${sentence}\n`);
    incoming.resume();
  }
}

function refusalOf(error: unknown): [status: number, sentence: string] {
  if (error instanceof TapRefusal) return [error.status, error.message];
  return [502, error instanceof NotAnswered ? error.message : "The workshop could not pass this on."];
}

async function readRequest(incoming: IncomingMessage): Promise<PassingRequest> {
  const { method = "GET", url: path = "/", rawHeaders } = incoming;
  // Whole addresses are for proxies (RFC 9112, 3.2.2): this one leads to one integration and nowhere else.
  if (!path.startsWith("/"))
    throw new TapRefusal(400, "The workshop passes on requests for paths of your integration.");
  const headers = new Headers();
  for (let at = 0; at < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "");
  return { method, path, headers, body: await readAll(incoming) };
}

async function readAll(incoming: IncomingMessage): Promise<Uint8Array> {
  const tooLong = new TapRefusal(413, "The workshop passes on bodies of 10 MB at most.");
  if (Number(incoming.headers["content-length"] ?? 0) > BODY_LIMIT) throw tooLong;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming.iterator({ destroyOnReturn: false })) {
    size += part.length;
    if (size > BODY_LIMIT) throw tooLong;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
