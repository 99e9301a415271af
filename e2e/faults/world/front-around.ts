import { type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from "node:http";

/** A request that has arrived at a front. */
export interface FrontRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** A whole answer. */
export interface FrontAnswer {
  status: number;
  /** Names and values in turn, as they came. */
  rawHeaders: readonly string[];
  body: Buffer;
}

/**
 * Stands around requests: sends each on as often and whenever it likes, and decides which answer is given. `undefined` gives
 * none: 502, as when the one behind the front can't be reached. For tests of what gets lost, doubled or late on the way.
 */
export type AroundRequest = (
  request: FrontRequest,
  sendOn: () => Promise<FrontAnswer>,
) => Promise<FrontAnswer | undefined>;

/** Marks what a front has sent to itself, so that it takes it as any other request. */
const SENT_ON = "x-test-sent-on";

/** Whether somebody who stands around requests has seen this one already. */
export function isSentOn({ headers }: IncomingMessage): boolean {
  return headers[SENT_ON] !== undefined;
}

/** Answers a request as whoever stands around it wishes; what is sent on goes through the front's own door. */
export async function answerAround(
  around: AroundRequest,
  { incoming, body, door }: { incoming: IncomingMessage; body: Buffer; door: { host: string; port: number } },
  outgoing: ServerResponse,
): Promise<void> {
  const { method = "GET", url = "/", headers } = incoming;
  const answer = await around({ method, url, headers, body }, () => {
    return ask(request({ ...door, method, path: url, headers: { ...headers, [SENT_ON]: "1" }, agent: false }), body);
  });
  if (answer === undefined) outgoing.writeHead(502).end();
  else outgoing.writeHead(answer.status, [...answer.rawHeaders]).end(answer.body);
}

/** Never rejects: an answer that breaks off is a 502 as well. */
function ask(upstream: ReturnType<typeof request>, body: Buffer): Promise<FrontAnswer> {
  return new Promise((resolve) => {
    const giveUp = () => resolve({ status: 502, rawHeaders: [], body: Buffer.alloc(0) });
    upstream.once("error", giveUp);
    upstream.once("response", (reply) => {
      const chunks: Buffer[] = [];
      reply.on("data", (chunk: Buffer) => chunks.push(chunk));
      reply.once("error", giveUp);
      reply.once("end", () => {
        // The body is whole, so it needs no framing of its own.
        const pairs = reply.rawHeaders.flatMap((name, index, all) => (index % 2 === 0 ? [[name, all[index + 1]]] : []));
        const kept = pairs.filter(([name]) => !/^(transfer-encoding|connection|keep-alive)$/i.test(name ?? ""));
        resolve({
          status: reply.statusCode ?? 502,
          rawHeaders: kept.flat() as string[],
          body: Buffer.concat(chunks),
        });
      });
    });
    upstream.end(body);
  });
}
