import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from "node:http";
import type { HeaderPairs } from "./messages.ts";
import { isScenery, senderOf } from "./parties.ts";
import { type BodyTap, createBodyTap } from "./passed-body.ts";
import type { RecordOptions } from "./record-fetch.ts";
import type { Recording } from "./recorder.ts";

/** Puts a recorder around a listener of `node:http`. Bodies are looked at while they pass; nothing waits for it. */
export function recordListener(listener: RequestListener, options: RecordOptions<"service">): RequestListener {
  const { to, recorder } = options;
  return (request, response) => {
    const method = request.method ?? "GET";
    const url = `http://${request.headers.host ?? "unknown.invalid"}${request.url ?? "/"}`;
    if (!isScenery(to, method, URL.parse(url)?.pathname ?? "/")) {
      const headers = receivedHeaders(request);
      const from = senderOf(headers, to);
      watchAnswer(response, recorder.begin({ from, to, method, url, headers, body: watchBody(request) }));
    }
    listener(request, response);
  };
}

function receivedHeaders({ rawHeaders }: IncomingMessage): HeaderPairs {
  const pairs: [string, string][] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    pairs.push([(rawHeaders[at] ?? "").toLowerCase(), rawHeaders[at + 1] ?? ""]);
  }
  return pairs;
}

/**
 * Sees the body where its reader gets it: every way to read a stream emits `data`. Listening for it would start the stream
 * before its reader is there.
 */
function watchBody(request: IncomingMessage): BodyTap {
  const tap = createBodyTap();
  const { emit } = request;
  request.emit = (event: string | symbol, ...args: unknown[]) => {
    if (event === "data") see(args[0], tap);
    return Reflect.apply(emit, request, [event, ...args]);
  };
  return tap;
}

function watchAnswer(response: ServerResponse, recording: Recording): void {
  const tap = createBodyTap();
  const written: HeaderPairs[] = [];
  const { writeHead, write, end } = response;
  response.writeHead = ((...args: unknown[]) => {
    written.push(...args.slice(1).map(toPairs));
    return Reflect.apply(writeHead, response, args);
  }) as typeof writeHead;
  response.write = ((...args: unknown[]) => {
    see(args[0], tap);
    return Reflect.apply(write, response, args);
  }) as typeof write;
  response.end = ((...args: unknown[]) => {
    see(args[0], tap);
    return Reflect.apply(end, response, args);
  }) as typeof end;
  const headers = () => [...toPairs(response.getHeaders()), ...written.flat()];
  response.once("finish", () => recording.answer(response.statusCode, onlyOnce(headers()), tap));
  response.once("close", () => recording.fail("The connection was closed before the answer was complete."));
}

function see(chunk: unknown, tap: BodyTap): void {
  if (typeof chunk === "string" || chunk instanceof Uint8Array) tap.push(chunk);
}

/** `writeHead` takes headers as an object, or as a flat list of names and values. */
function toPairs(headers: unknown): HeaderPairs {
  if (typeof headers !== "object" || headers === null) return [];
  if (!Array.isArray(headers)) {
    return Object.entries(headers as OutgoingHttpHeaders).flatMap(([name, value]) =>
      [value ?? []].flat().map((one) => [name.toLowerCase(), String(one)] as const),
    );
  }
  return headers.flatMap((name, at) =>
    at % 2 === 0 ? [[String(name).toLowerCase(), String(headers[at + 1])] as const] : [],
  );
}

/** What `writeHead` was given stands among the headers too, once they are sent. */
function onlyOnce(headers: HeaderPairs): HeaderPairs {
  const seen = new Set<string>();
  return headers.filter(([name, value]) => {
    const pair = `${name}\n${value}`;
    if (seen.has(pair)) return false;
    seen.add(pair);
    return true;
  });
}
