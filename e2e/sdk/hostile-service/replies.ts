import type { ServerResponse } from "node:http";

/** Bytes that a service sends, whatever they are. */
export interface Reply {
  status?: number;
  headers?: Record<string, string | readonly string[]>;
  body?: string | Uint8Array;
  /** Writes the answer itself: endless, slow, cut off. */
  write?: (response: ServerResponse) => void;
}

/** A JSON answer. */
export function json(body: unknown, status = 200): Reply {
  return jsonText(JSON.stringify(body), status);
}

/** A JSON answer whose text no value has: a key twice, a number out of range. */
export function jsonText(body: string | Uint8Array, status = 200): Reply {
  return { status, headers: { "content-type": "application/json" }, body };
}

export function html(status = 200): Reply {
  const body = "<!doctype html><title>Welcome</title><script>alert(1)</script>";
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, body };
}

/** Sends what was asked for. */
export function send(response: ServerResponse, { status = 200, headers = {}, body, write }: Reply): void {
  response.on("error", () => undefined);
  if (write) {
    write(response);
    return;
  }
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = status;
  response.end(body);
}
