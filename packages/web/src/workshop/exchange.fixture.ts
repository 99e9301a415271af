import type { Exchange } from "@joinery/contract/workshop";

/** An exchange for tests: hub asks integration, all is well, unless told otherwise. */
export function exchangeWith(changes: Partial<Exchange> = {}): Exchange {
  return {
    id: "x-1",
    at: "2026-11-24T10:00:00.000Z",
    duration_ms: 12,
    from: "hub",
    to: "integration",
    step: "Connect",
    flow: "f-1",
    user_id: "u-ada",
    request: { method: "POST", url: "http://localhost:4001/auth/t-1", headers: [], body: EMPTY },
    response: { status: 200, headers: [], body: EMPTY },
    failure: null,
    fault: null,
    repeats: null,
    checks: [],
    ...changes,
  };
}

/** A request with an empty body. */
export function requestTo(method: string, url: string): Exchange["request"] {
  return { method, url, headers: [], body: EMPTY };
}

/** An answer with an empty body, or one of JSON. */
export function answer(status: number, json?: unknown): NonNullable<Exchange["response"]> {
  const text = json === undefined ? "" : JSON.stringify(json);
  return { status, headers: [], body: { type: "application/json", bytes: text.length, text } };
}

const EMPTY = { type: "", bytes: 0, text: "" };
