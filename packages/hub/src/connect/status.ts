import { type FlowStatus, TERMINAL_FLOW_STATES } from "@joinery/contract";
import { streamSSE } from "hono/streaming";
import type { Context } from "../context.ts";
import { isLiveSession } from "../directory/find-session.ts";
import type { Request } from "../http/environment.ts";
import { type FlowRow, findOwnFlow } from "./store.ts";

const LOOK_EVERY_MS = 400;
const KEEP_ALIVE_EVERY_MS = 15_000;
/** A flow that is claimed and never saved has no last state; the page asks again when its stream ends. */
const LONGEST_STREAM_MS = 15 * 60_000;
const LOOKS_PER_SESSION_CHECK = 5;

/** A flow as the page that started it sees it. One that is overdue is shown as expired at once. */
export function toFlowStatus(flow: FlowRow, now: Date): FlowStatus {
  const isOverdue = flow.due_at <= now && ["created", "verified", "redeemed"].includes(flow.state);
  return {
    flow: flow.flow_id,
    state: isOverdue ? "expired" : flow.state,
    reason: isOverdue ? "too_late" : flow.reason,
    service_id: flow.service_id,
    linked_account_id: flow.linked_account_id,
    expires_at: flow.due_at.toISOString(),
  };
}

/**
 * Streams a flow's states as server-sent events until it ends, and no longer than the session lives that asked. The
 * database is asked, because the change may happen in another process.
 */
export function streamStatus(
  context: Context,
  c: Request,
  ref: { organisationId: string; userId: string; flowId: string },
) {
  return streamSSE(c, async (stream) => {
    let shown = "";
    let silentMs = 0;
    const until = context.clock().getTime() + LONGEST_STREAM_MS;
    const isWanted = () => !stream.aborted && !stream.closed && !context.closing.aborted;
    for (let looks = 1; isWanted() && context.clock().getTime() < until; looks += 1) {
      if (looks % LOOKS_PER_SESSION_CHECK === 0 && !(await isLiveSession(context, c.get("session")))) return;
      const flow = await findOwnFlow(context.db, ref);
      if (flow === undefined) return;
      const status = toFlowStatus(flow, context.clock());
      const data = JSON.stringify(status);
      if (data !== shown) {
        await stream.writeSSE({ event: "status", data });
        shown = data;
        silentMs = 0;
      }
      if (TERMINAL_FLOW_STATES.includes(status.state)) return;
      await stream.sleep(LOOK_EVERY_MS);
      silentMs += LOOK_EVERY_MS;
      if (silentMs >= KEEP_ALIVE_EVERY_MS) {
        await stream.write(": still here\n\n");
        silentMs = 0;
      }
    }
  });
}
