import { noteReachable, noteUnreachable } from "./reachability.ts";
import { isRecord, Refusal, readRefusal } from "./refusal.ts";

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

export interface RequestOptions {
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

/**
 * Asks the hub and resolves to the `data` of its envelope.
 *
 * @throws {Refusal} for everything else, also when the hub can't be reached
 */
export async function request<Data>(method: Method, path: string, options: RequestOptions = {}): Promise<Data> {
  const response = await send(method, path, options);
  const body = await readJson(response);
  if (!response.ok) throw readRefusal(response.status, body, response.headers.get("x-request-id"));
  if (!isRecord(body) || !("data" in body))
    throw readRefusal(response.status, {}, response.headers.get("x-request-id"));
  return body.data as Data;
}

/** An answer that an integration gave to an action: its own words, to be shown as plain text only. */
export interface RelayedAnswer {
  ok: boolean;
  message: string | null;
}

/** Lets an integration do something. Its answer follows no rule but that a `message` may be in it. */
export async function relay(path: string, body: unknown): Promise<RelayedAnswer> {
  const response = await send("POST", path, { body });
  const answer = await readJson(response);
  const isHubRefusal = isRecord(answer) && typeof answer.request_id === "string" && typeof answer.code === "string";
  if (!response.ok && isHubRefusal) throw readRefusal(response.status, answer, null);
  const message = isRecord(answer) && typeof answer.message === "string" ? answer.message.trim() : "";
  return { ok: response.ok, message: message === "" || message === "OK" ? null : message.slice(0, 500) };
}

async function send(method: Method, path: string, options: RequestOptions): Promise<Response> {
  try {
    const response = await fetch(path, {
      method,
      credentials: "same-origin",
      redirect: "error",
      headers: {
        accept: "application/json",
        ...(options.body === undefined ? {} : { "content-type": "application/json" }),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    noteReachable();
    return response;
  } catch (cause) {
    if (options.signal?.aborted === true) throw cause;
    noteUnreachable();
    throw new Refusal({ code: "HUB_UNREACHABLE", message: "", status: 0, requestId: null, errors: [] });
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}
