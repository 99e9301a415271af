import { answeredBy } from "./answered-by.ts";
import { isRecord, readRefusal } from "./refusal.ts";

/** An answer as far as the pages read it. */
export interface Answer {
  status: number;
  headers: Headers;
  /** The parsed JSON, `undefined` when it was none. */
  body: unknown;
}

/** An answer that an integration gave to an action: its own words, to be shown as plain text only. */
export interface RelayedAnswer {
  ok: boolean;
  message: string | null;
}

const MESSAGE_LENGTH = 500;

/**
 * Reads what the hub itself has to say: the `data` of its envelope.
 *
 * @throws {Refusal} for everything else; `ANSWER_UNREADABLE` when it was not the hub that answered
 */
export function readAnswer({ status, headers, body }: Answer): unknown {
  const requestId = headers.get("x-request-id");
  if (answeredBy(headers) !== "hub") throw readRefusal(status, undefined, requestId);
  if (!isOk(status)) throw readRefusal(status, body, requestId);
  if (!isRecord(body) || !("data" in body)) throw readRefusal(status, undefined, requestId);
  return body.data;
}

/**
 * Reads the answer to an action. An integration's follows no rule but that a `message` may be in it.
 *
 * @throws {Refusal} when the hub refused, or something on the way did
 */
export function readRelayed({ status, headers, body }: Answer): RelayedAnswer {
  const who = answeredBy(headers);
  if (who !== "integration") throw readRefusal(status, who === "hub" ? body : undefined, headers.get("x-request-id"));
  const message = isRecord(body) && typeof body.message === "string" ? body.message.trim() : "";
  return { ok: isOk(status), message: message === "" || message === "OK" ? null : message.slice(0, MESSAGE_LENGTH) };
}

function isOk(status: number): boolean {
  return status >= 200 && status < 300;
}
