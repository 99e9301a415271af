import type { FlowState, FlowStatus } from "@joinery/contract";
import type { ConnectStarted } from "@joinery/contract/pages";
import type { Refusal } from "../api/refusal.ts";

/** A flow that this page waits for, and where its window was sent. */
export interface WaitingFlow {
  flow: string;
  authorizationUrl: string;
}

/**
 * What a reconnect can bring instead of what was meant (contract 2.3): another account, which waits for a choice, or one that
 * is linked already.
 */
export type Remark = "choice_needed" | "another_account";

/** How a flow ended. */
export type Outcome =
  | { kind: "completed"; linkedAccountId: string | null; remark: Remark | null }
  | { kind: "burned" }
  | { kind: "expired" }
  | { kind: "refused"; reason: string | null };

/** Where pressing Connect has led to, as the page that started it sees it. */
export type ConnectState =
  | { step: "idle" }
  | { step: "asking" }
  | { step: "waiting"; waiting: WaitingFlow; blocked: boolean; progress: FlowState }
  | { step: "ended"; outcome: Outcome }
  | { step: "failed"; refusal: Refusal };

export type ConnectEvent =
  | { type: "pressed" }
  | { type: "started"; started: ConnectStarted; blocked: boolean }
  | { type: "failed"; refusal: Refusal }
  | { type: "status"; status: Pick<FlowStatus, "flow" | "state" | "reason" | "linked_account_id"> }
  | { type: "dismissed" };

/** The page learns from the hub only, never from the window (contract 2.1, step 7): no event here comes from a window. */
export function nextConnectState(state: ConnectState, event: ConnectEvent): ConnectState {
  switch (event.type) {
    case "pressed":
      return state.step === "asking" || state.step === "waiting" ? state : { step: "asking" };
    case "started": {
      const waiting = { flow: event.started.flow, authorizationUrl: event.started.authorization_url };
      return { step: "waiting", waiting, blocked: event.blocked, progress: "created" };
    }
    case "failed":
      return { step: "failed", refusal: event.refusal };
    case "status": {
      if (state.step !== "waiting" || state.waiting.flow !== event.status.flow) return state;
      const outcome = outcomeOf(event.status);
      if (outcome !== undefined) return { step: "ended", outcome };
      const hasBegun = event.status.state !== "created";
      return { ...state, progress: event.status.state, blocked: state.blocked && !hasBegun };
    }
    case "dismissed":
      return { step: "idle" };
  }
}

/** Reads the outcome from a status; `undefined` while the flow is still under way. */
export function outcomeOf(status: Pick<FlowStatus, "state" | "reason" | "linked_account_id">): Outcome | undefined {
  switch (status.state) {
    case "completed":
      return { kind: "completed", linkedAccountId: status.linked_account_id, remark: remarkOf(status.reason) };
    case "burned":
      return { kind: "burned" };
    case "expired":
      return { kind: "expired" };
    case "refused":
      return { kind: "refused", reason: status.reason };
    case "created":
    case "verified":
    case "redeemed":
    case "claimed":
      return undefined;
  }
}

function remarkOf(reason: string | null): Remark | null {
  return reason === "choice_needed" || reason === "another_account" ? reason : null;
}

/** After the claim the integration is taking the last step; nobody but the integration can stop it (contract 2.1). */
export function mayCancel(progress: FlowState): boolean {
  return progress === "created" || progress === "verified" || progress === "redeemed";
}
