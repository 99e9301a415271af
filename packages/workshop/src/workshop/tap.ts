import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { HEADERS } from "@joinery/contract";
import type { Party } from "@joinery/contract/workshop";
import { Agent, request as send } from "undici";
import type { PassingRequest } from "../faults/passing-request.ts";

/** What the integration answered, as it answered it. */
export interface PassingAnswer {
  status: number;
  headers: readonly (readonly [name: string, value: string])[];
  body: Uint8Array;
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
  /** Sends a request the same way as one that came in. */
  send(from: Extract<Party, "hub" | "browser">, request: PassingRequest): Promise<PassingAnswer>;
  close(): Promise<void>;
}

/** The integration did not answer. The message says why, in words for its author. */
export class NotAnswered extends Error {
  override readonly name = "NotAnswered";
}

const HOP_BY_HOP = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection", "te"]);
const BODY_LIMIT = 10 * 1024 * 1024;
/** Longer than any fault: whoever waits shall run into their own limit. */
const ANSWER_WITHIN_MS = 60_000;

/** Opens an address in front of the integration: everything that hub and browsers send to it goes through `pass`. */
export async function startTap(options: {
  port: number;
  /** Origin where the integration listens. */
  upstream: string;
  pass: Pass;
}): Promise<Tap> {
  const agent = new Agent({ keepAliveTimeout: 1_000, headersTimeout: ANSWER_WITHIN_MS, bodyTimeout: ANSWER_WITHIN_MS });
  const forward = (passing: PassingRequest) => forwardTo(options.upstream, passing, agent);
  const pass: Tap["send"] = (from, passing) => options.pass(from, passing, forward);
  const server = createServer((incoming, outgoing) => {
    void answer(incoming, outgoing, pass).catch(() => outgoing.destroy());
  });
  await bind(server, options.port);
  return {
    url: `http://localhost:${options.port}`,
    send: pass,
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await agent.destroy();
    },
  };
}

async function bind(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: "localhost", port }, () => resolve());
  });
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, pass: Tap["send"]): Promise<void> {
  const body = await readAll(incoming);
  const headers = new Headers();
  for (let at = 0; at < incoming.rawHeaders.length; at += 2) {
    headers.append(incoming.rawHeaders[at] ?? "", incoming.rawHeaders[at + 1] ?? "");
  }
  const from = headers.has(HEADERS.proxySecret) || headers.has(HEADERS.userId) ? "hub" : "browser";
  try {
    const reply = await pass(from, { method: incoming.method ?? "GET", path: incoming.url ?? "/", headers, body });
    for (const [name, value] of reply.headers) if (mayPass(name)) outgoing.appendHeader(name, value);
    outgoing.writeHead(reply.status).end(reply.body);
  } catch (error) {
    const sentence = error instanceof NotAnswered ? error.message : "The workshop could not pass this on.";
    outgoing.writeHead(502, { "content-type": "text/plain; charset=utf-8" }).end(`${sentence}\n`);
  }
}

async function readAll(incoming: IncomingMessage): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming) {
    size += part.length;
    if (size > BODY_LIMIT) throw new Error("too large");
    parts.push(part);
  }
  return Buffer.concat(parts);
}

async function forwardTo(upstream: string, passing: PassingRequest, agent: Agent): Promise<PassingAnswer> {
  const headers: string[] = [];
  for (const [name, value] of passing.headers) {
    if (mayPass(name) && name !== "content-length" && name !== "expect") headers.push(name, value);
  }
  try {
    const reply = await send(`${upstream}${passing.path}`, {
      dispatcher: agent,
      method: passing.method as "GET",
      headers,
      body: passing.body.byteLength === 0 ? null : passing.body,
    });
    const body = new Uint8Array(await reply.body.arrayBuffer());
    return { status: reply.statusCode, headers: pairsOf(reply.headers), body };
  } catch (cause) {
    throw new NotAnswered(reasonOf(cause), { cause });
  }
}

function pairsOf(headers: Record<string, string | string[] | undefined>): (readonly [string, string])[] {
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one) => [name, one] as const),
  );
}

function mayPass(name: string): boolean {
  return !HOP_BY_HOP.has(name.toLowerCase());
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "ECONNREFUSED") return "The integration is not listening yet.";
  if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT") return "The integration did not answer.";
  return "The integration closed the connection before it had answered.";
}
