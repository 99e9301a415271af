import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";

/** What of a request of `node:http` counts; `url` and `body` may be known better than the message itself knows them. */
export interface ArrivedMessage {
  incoming: IncomingMessage;
  /** Path and query, as they were sent. */
  url: string | undefined;
  /** The bytes, when somebody has read them already; else they are taken from the message. */
  body?: Uint8Array<ArrayBuffer>;
}

/** The request as the Fetch standard has it; `undefined` for one that it can't express. */
export function toRequest({ incoming, url: target, body: bytes }: ArrivedMessage): Request | undefined {
  try {
    const method = incoming.method ?? "GET";
    const headers = new Headers();
    for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
      headers.append(incoming.rawHeaders[index] ?? "", incoming.rawHeaders[index + 1] ?? "");
    }
    // Absolute-form targets and the Host header are ignored: nothing we do depends on the name we were called by.
    const url = new URL(`http://localhost${target?.startsWith("/") ? target : "/"}`);
    const hasBody = method !== "GET" && method !== "HEAD";
    const body = hasBody ? (bytes ?? (Readable.toWeb(incoming) as ReadableStream<Uint8Array>)) : null;
    return new Request(url, { method, headers, body, duplex: "half" } as RequestInit);
  } catch {
    return undefined;
  }
}
