import type { Exchange } from "@joinery/contract/workshop";

const nothing = { type: "", bytes: 0, text: null };

/** An exchange as the inspector shows it. */
export function exchange(id: string, change: Partial<Exchange> = {}): Exchange {
  return {
    id,
    at: "2026-11-24T10:00:00.000Z",
    duration_ms: 12,
    from: "hub",
    to: "integration",
    step: "Connect",
    flow: "f-1",
    user_id: "u-1",
    request: { method: "POST", url: "http://localhost:4001/auth/t-1", headers: [], body: nothing },
    response: { status: 200, headers: [], body: nothing },
    failure: null,
    fault: null,
    repeats: null,
    checks: [],
    ...change,
  };
}
