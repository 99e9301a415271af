import { noteReachable, noteUnreachable } from "./reachability.ts";
import { type Answer, type RelayedAnswer, readAnswer, readRelayed } from "./read-answer.ts";
import { Refusal } from "./refusal.ts";

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
  return readAnswer(await send(method, path, options)) as Data;
}

/** Lets an integration do something. */
export async function relay(path: string, body: unknown): Promise<RelayedAnswer> {
  return readRelayed(await send("POST", path, { body }));
}

async function send(method: Method, path: string, options: RequestOptions): Promise<Answer> {
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
    return { status: response.status, headers: response.headers, body: await readJson(response) };
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
