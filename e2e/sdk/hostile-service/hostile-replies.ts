import { gzipSync } from "node:zlib";
import { html, json, jsonText, type Reply } from "./replies.ts";

/** What a hostile answer amounts to for whoever knows the protocol. */
export type Meaning =
  /** Nothing can be read in it: it says success, or broke off, and tells nothing. */
  | "unreadable"
  /** It says that nothing was done. */
  | "refusal"
  /** It looks odd, and what it says is good. */
  | "good";

/** An answer that no honest service gives, at whatever address. `honest` is the text of the right answer. */
export interface HostileReply {
  what: string;
  meaning: Meaning;
  slow?: true;
  /** Not even its beginning can be believed: too large, broken off, or no HTTP. */
  broken?: true;
  reply: (honest: string) => Reply;
}

const MEGABYTE = 1_048_576;
const AS_JSON = { "content-type": "application/json" };

/** Everything that can be wrong with an answer whatever it is about: size, time, type, text, status. */
export const HOSTILE_REPLIES: readonly HostileReply[] = [
  unreadable("HTML with status 200", () => html()),
  unreadable("an empty body", () => jsonText("")),
  unreadable("a body of blanks", () => jsonText(" \n")),
  unreadable("JSON that is null", () => json(null)),
  unreadable("JSON that is a number", () => json(42)),
  unreadable("JSON that is a text", () => json("access_token")),
  unreadable("JSON that is true", () => json(true)),
  unreadable("JSON that is an array with the right answer", (honest) => jsonText(`[${honest}]`)),
  unreadable("half of the right JSON", (honest) => jsonText(honest.slice(0, honest.length / 2))),
  unreadable("the right JSON and something after it", (honest) => jsonText(`${honest}<script>`)),
  unreadable("200,000 opening brackets", () => jsonText("[".repeat(200_000))),
  unreadable("the right answer below a thousand objects", (honest) =>
    jsonText(`${'{"a":'.repeat(1_000)}${honest}${"}".repeat(1_000)}`),
  ),
  unreadable("bytes that are no UTF-8", () => jsonText(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0xc0, 0x22, 0x7d]))),
  unreadable("UTF-16", (honest) => jsonText(Buffer.from(`\ufeff${honest}`, "utf16le"))),
  broken("more than 1 MB", (honest) => jsonText(withPadding(honest, MEGABYTE + 1))),
  broken("more than 1 MB in pieces of unknown length", (honest) => ({
    write(response) {
      response.writeHead(200, AS_JSON);
      const text = withPadding(honest, 2 * MEGABYTE);
      for (let at = 0; at < text.length; at += 65_536) response.write(text.slice(at, at + 65_536));
      response.end();
    },
  })),
  broken("a gzip bomb", (honest) => ({
    status: 200,
    headers: { ...AS_JSON, "content-encoding": "gzip" },
    body: gzipSync(withPadding(honest, 8 * MEGABYTE)),
  })),
  broken("gzip that is none", (honest) => ({
    status: 200,
    headers: { ...AS_JSON, "content-encoding": "gzip" },
    body: honest,
  })),
  broken("a connection that is closed at once", () => ({ write: (response) => response.destroy() })),
  broken("a connection that is closed within the body", (honest) => ({
    write(response) {
      response.writeHead(200, { ...AS_JSON, "content-length": honest.length + 100 });
      response.write(honest.slice(0, 10), () => response.destroy());
    },
  })),
  broken("something that is no HTTP", () => ({
    write: (response) => response.socket?.end("SSH-2.0-OpenSSH_9.2\r\n"),
  })),
  broken("a header of 100,000 characters", (honest) => ({
    status: 200,
    headers: { ...AS_JSON, "x-large": "h".repeat(100_000) },
    body: honest,
  })),
  unreadable("204", () => ({ status: 204 })),
  unreadable("205", () => ({ status: 205 })),
  unreadable("500 with HTML", () => html(500)),
  unreadable("502 with the right answer", (honest) => jsonText(honest, 502)),
  refusal("302 to somebody else", () => ({ status: 302, headers: { location: "https://evil.example/collect" } })),
  refusal("307 to somebody else", () => ({ status: 307, headers: { location: "https://evil.example/collect" } })),
  refusal("308 to itself", () => ({ status: 308, headers: { location: "?again" } })),
  refusal("300 with the right answer", (honest) => jsonText(honest.replaceAll("canary", "bait"), 300)),
  refusal("304", () => ({ status: 304 })),
  refusal("400 with HTML", () => html(400)),
  refusal("401 with a challenge", () => ({ ...json({ error: "invalid_client" }, 401), ...challenge() })),
  refusal("403 with an empty body", () => ({ status: 403 })),
  refusal("418", () => json({ error: "teapot" }, 418)),
  refusal("503", () => html(503)),
  good("the right answer as text/plain", (honest) => ({
    headers: { "content-type": "text/plain" },
    body: honest,
  })),
  good("the right answer without a type", (honest) => ({ body: honest })),
  good("the right answer after early hints", (honest) => ({
    write(response) {
      response.writeEarlyHints({ link: "</evil.js>; rel=preload" });
      response.writeHead(200, AS_JSON).end(honest);
    },
  })),
  good("the right answer with names of every object beside", (honest) =>
    jsonText(honest.replace("{", '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}},')),
  ),
  good("the right answer, every member twice", (honest) => jsonText(`${honest.slice(0, -1)},${honest.slice(1)}`)),
  slow("an answer that never comes", () => ({ write: () => undefined })),
  slow("headers and then nothing", () => ({ write: (response) => void response.writeHead(200, AS_JSON).write("{") })),
  slow("a byte each 200 ms", (honest) => ({
    write(response) {
      response.writeHead(200, AS_JSON);
      let at = 0;
      const timer = setInterval(() => response.write(honest[at++] ?? " "), 200);
      response.once("close", () => clearInterval(timer));
    },
  })),
];

function unreadable(what: string, reply: HostileReply["reply"]): HostileReply {
  return { what, meaning: "unreadable", reply };
}

function broken(what: string, reply: HostileReply["reply"]): HostileReply {
  return { what, meaning: "unreadable", broken: true, reply };
}

function refusal(what: string, reply: HostileReply["reply"]): HostileReply {
  return { what, meaning: "refusal", reply };
}

function good(what: string, reply: HostileReply["reply"]): HostileReply {
  return { what, meaning: "good", reply };
}

function slow(what: string, reply: HostileReply["reply"]): HostileReply {
  return { what, meaning: "unreadable", slow: true, broken: true, reply };
}

function withPadding(honest: string, size: number): string {
  return `${honest.slice(0, -1)},"padding":"${"x".repeat(size)}"}`;
}

function challenge(): Reply {
  return { headers: { ...AS_JSON, "www-authenticate": 'Bearer realm="<script>", error="invalid_token"' } };
}
