import type { Exchange } from "@joinery/contract/workshop";

/**
 * How a flow ended, read from what passed: `linked` and `pending` from the answer to the save, `denied` and `stopped` from
 * what the browser or the hub was told, `done` for what is no connect. `open`: nothing says yet that it is over.
 */
export type FlowOutcome = "linked" | "pending" | "denied" | "stopped" | "failed" | "done" | "open";

/** Codes with which the hub says that a flow goes no further (contract 2.1). */
const STOPPED =
  /"code"\s*:\s*"(FLOW_BURNED|FLOW_EXPIRED|FLOW_REFUSED|CONNECT_REQUIRED|VERIFICATION_REQUIRED|USER_INACTIVE)"/;

/** Reads the outcome. What counts most comes first: a flow that was saved is linked, whatever else went wrong. */
export function outcomeOf(exchanges: readonly Exchange[]): FlowOutcome {
  const saved = exchanges.find(isSaved);
  if (saved !== undefined) return saved.response?.status === 202 ? "pending" : "linked";
  if (exchanges.some(wasDenied)) return "denied";
  if (exchanges.some(wasStarted) && exchanges.some(hasBroken)) return "failed";
  if (exchanges.some(wasStopped)) return "stopped";
  if (exchanges.some(({ response, failure }) => response === null && failure === null)) return "open";
  if (exchanges.some(wasStarted)) return exchanges.some(hasFailed) ? "failed" : "open";
  // What began first is answered last: its answer is what came of it all, whatever went wrong on the way.
  return exchanges.slice(0, 1).some(hasFailed) ? "failed" : "done";
}

/** Whether an exchange came to nothing: no answer, or the other side says that it failed or won't. */
export function hasFailed({ response, failure }: Exchange): boolean {
  return failure !== null || (response !== null && response.status >= 400);
}

function wasStarted({ step }: Exchange): boolean {
  return step === "Connect";
}

/** The other side did not say no: it broke, or did not answer at all. */
function hasBroken({ response, failure }: Exchange): boolean {
  return failure !== null || (response !== null && response.status >= 500);
}

function isSaved({ to, request, response }: Exchange): boolean {
  if (to !== "hub" || request.method !== "POST" || response === null) return false;
  return /\/v2\/user\/[^/?]+\/linked-accounts(\?|$)/.test(request.url) && response.status < 300;
}

function wasDenied({ to, request }: Exchange): boolean {
  return to === "integration" && /[?&]error=access_denied\b/.test(request.url);
}

function wasStopped({ from, to, step, request, response }: Exchange): boolean {
  if (from === "integration" && step === "Refuse") return true;
  if (from === "browser" && to === "hub" && /\/connect\/[^/?]+\/ended\b/.test(request.url)) return true;
  return response !== null && response.status >= 400 && STOPPED.test(response.body.text ?? "");
}
