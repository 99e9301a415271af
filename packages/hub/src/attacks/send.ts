import type { Hub } from "../hub.ts";
import type { Attempt } from "./row.ts";

/** An answer, as far as tables look at it. */
export interface Reply {
  status: number;
  /** The code of the body, or where a redirect leads. */
  code: string;
  /** Everything that can be read in it. */
  text: string;
  headers: Headers;
}

/** Sends a request to a hub in this process. A string, bytes or a stream travels as it is, anything else as JSON. */
export async function send(hub: Hub, headers: Record<string, string>, attempt: Attempt): Promise<Reply> {
  const { method, path, body } = attempt;
  const origin = hub.context.publicUrl;
  const cookies = [headers.cookie, attempt.cookie].filter((cookie) => cookie !== undefined);
  const request = new Request(new URL(path, origin), {
    method,
    headers: {
      host: origin.host,
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...attempt.headers,
      ...headers,
      ...(cookies.length === 0 ? {} : { cookie: cookies.join("; ") }),
    },
    body: bytesOf(body),
    redirect: "manual",
  });
  const reply = await hub.app.fetch(request);
  const text = await reply.text();
  const location = reply.headers.get("location") ?? "";
  const code = codeOf(text) ?? location.replace(/[?].*$/, "").replace(/f-[0-9a-f-]{36}/, ":flow");
  const read = [text, ...[...reply.headers].map(([name, value]) => `${name}: ${value}`)].join("\n");
  return { status: reply.status, code, text: read, headers: reply.headers };
}

function bytesOf(body: unknown): string | Uint8Array<ArrayBuffer> | null {
  if (body === undefined) return null;
  if (typeof body === "string") return body;
  return body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);
}

function codeOf(body: string): string | undefined {
  try {
    return (JSON.parse(body) as { code?: string }).code;
  } catch {
    return undefined;
  }
}
