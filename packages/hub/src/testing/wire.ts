import { type IncomingMessage, request } from "node:http";
import { serveHub } from "../serve.ts";
import type { PersonName, TestHub } from "./start-hub.ts";

/** A request as it is written to the wire: the target is not tidied up, headers keep their case, order and repetition. */
export interface WireRequest {
  method?: string;
  target: string;
  headers?: [string, string][];
  body?: string;
}

/** An answer as it was read from the wire. */
export interface WireReply {
  status: number;
  headers: IncomingMessage["headers"];
  body: string;
}

/** A hub that listens, and a browser page of a person's that talks to it. */
export interface Wire extends AsyncDisposable {
  port: number;
  /** Sends exactly this; besides only `Host`, and `Content-Length` unless the body is chunked. */
  send(request: WireRequest): Promise<WireReply>;
  /** Sends it as a person's page would: with their session, from the hub's own origin. */
  sendAs(person: PersonName, request: WireRequest): Promise<WireReply>;
}

const HOST = "127.0.0.1:4000";

/** Lets a test's hub listen on a free port of loopback. */
export async function openWire(hub: TestHub): Promise<Wire> {
  const served = await serveHub(hub.hub, { host: "127.0.0.1", port: 0 });
  const wire: Wire = {
    port: served.port,
    send: (sent) => sendRaw(served.port, sent),
    sendAs: async (person, sent) => {
      const session: [string, string][] = [
        ["Cookie", await hub.cookieOf(person)],
        ["Sec-Fetch-Site", "same-origin"],
      ];
      return sendRaw(served.port, { ...sent, headers: [...session, ...(sent.headers ?? [])] });
    },
    [Symbol.asyncDispose]: () => served.close(),
  };
  return wire;
}

function sendRaw(port: number, { method = "GET", target, headers = [], body }: WireRequest): Promise<WireReply> {
  const all = headers.some(([name]) => name.toLowerCase() === "host") ? headers : [["Host", HOST] as const, ...headers];
  const isAnnounced = body !== undefined && !headers.some(([name]) => name.toLowerCase() === "transfer-encoding");
  const length: [string, string][] = isAnnounced ? [["Content-Length", String(Buffer.byteLength(body))]] : [];
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, method, path: target, agent: false as const };
    const sent = request({ ...options, headers: [...all, ...length].flat() }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const { statusCode: status = 0, headers: answered } = response;
        resolve({ status, headers: answered, body: Buffer.concat(chunks).toString() });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
