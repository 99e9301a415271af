import { readAtMost } from "./read-at-most.ts";

/** The part of the Fetch standard that the SDK uses; give your own to route, record or fake what goes out. */
export type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** How long anything outside may take, and how much it may say. */
export interface OutgoingLimits {
  milliseconds: number;
  bytes: number;
}

/** 10 seconds and 1 MB for everything that comes from outside. */
export const OUTGOING_LIMITS: OutgoingLimits = { milliseconds: 10_000, bytes: 1_048_576 };

/** Statuses that must not have a body (Fetch standard, "null body status"). */
const WITHOUT_BODY = [101, 204, 205, 304];

/**
 * Wraps a fetch so that no answer can hang or flood us: the body is read whole, within the limits, before it is
 * returned. Redirects are handed to the caller unless it asks otherwise: following one could carry a token elsewhere.
 */
export function boundedFetch(fetch: Fetch, limits: OutgoingLimits = OUTGOING_LIMITS): Fetch {
  return async (input, init = {}) => {
    // Not AbortSignal.timeout: its timer would outlive a quick answer by the whole limit.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(new DOMException("too slow", "TimeoutError")), limits.milliseconds);
    const signal = init.signal ? AbortSignal.any([init.signal, deadline.signal]) : deadline.signal;
    const exchange = async () => {
      const answer = await fetch(input, { ...init, redirect: init.redirect ?? "manual", signal });
      const body = await readAtMost(answer.body, limits.bytes);
      const { status, statusText, headers } = answer;
      return new Response(WITHOUT_BODY.includes(status) ? null : body, { status, statusText, headers });
    };
    try {
      return await untilAborted(exchange(), signal);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Stops waiting when the signal fires, even for a fetch that does not listen to it. */
function untilAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
