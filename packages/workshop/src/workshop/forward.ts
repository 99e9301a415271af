import type { Readable } from "node:stream";
import type { Agent } from "undici";
import type { PassingRequest } from "../faults/passing-request.ts";
import type { PassingAnswer } from "./tap.ts";

/** The integration did not answer. The message says why, in words for its author. */
export class NotAnswered extends Error {
  override readonly name = "NotAnswered";
}

/** Where requests go, and until when. */
export interface Forwarding {
  /** An origin. */
  upstream: string;
  agent: Agent;
  /** Aborted when nobody waits for the answer any more. */
  signal: AbortSignal;
}

const HOP_BY_HOP = new Set(
  ["connection", "keep-alive", "transfer-encoding", "upgrade", "proxy-connection", "te", "trailer"], // RFC 9110, 7.6.1
);
/** Everything about a body's length is said anew. */
const SAID_ANEW = new Set(["content-length", "expect"]);
const ANSWER_LIMIT = 32 * 1024 * 1024;
const ENDLESS = /^text\/event-stream\b/i;
const HUNG_UP = "Whoever asked hung up before the integration had answered.";
const TOO_LONG = "The integration's answer is longer than the 32 MB that the workshop passes on.";

/** Whether a header is about one connection only. */
export function isHopByHop(name: string): boolean {
  return HOP_BY_HOP.has(name.toLowerCase());
}

/**
 * Sends a request to the integration, its path byte for byte: the hub has signed it as it is.
 *
 * @throws NotAnswered
 */
export async function forwardTo(to: Forwarding, passing: PassingRequest): Promise<PassingAnswer> {
  const { upstream, agent, signal } = to;
  try {
    const reply = await agent.request({
      origin: upstream,
      path: passing.path,
      method: passing.method as "GET",
      headers: [...passing.headers].filter(([name]) => !isHopByHop(name) && !SAID_ANEW.has(name)).flat(),
      body: passing.body.byteLength === 0 ? null : passing.body,
      responseHeaders: "raw",
      signal,
    });
    const headers = pairsOf(reply.headers as unknown as readonly string[]);
    const answer = { status: reply.statusCode, headers };
    const type = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
    if (!ENDLESS.test(type)) return { ...answer, body: await readAll(reply.body) };
    // Whoever hangs up ends it; that is how it ends, and no error.
    reply.body.on("error", () => undefined);
    return { ...answer, body: new Uint8Array(), rest: reply.body };
  } catch (cause) {
    if (cause instanceof NotAnswered) throw cause;
    throw new NotAnswered(signal.aborted ? HUNG_UP : reasonOf(cause), { cause });
  }
}

async function readAll(body: Readable): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > ANSWER_LIMIT) throw new NotAnswered(TOO_LONG);
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

function pairsOf(raw: readonly string[]): (readonly [string, string])[] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ""] as const] : []));
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  if (code === "ECONNREFUSED") return "The integration is not listening yet.";
  if (code === "UND_ERR_INVALID_ARG") return "Such a request can't be sent.";
  if (code === "UND_ERR_DESTROYED") return "The workshop was closed before the integration had answered.";
  if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT") return "The integration did not answer.";
  return "The integration closed the connection before it had answered.";
}
