import type { FlowState } from "@joinery/contract";
import { expect, test } from "vitest";
import { Refusal } from "../api/refusal.ts";
import { type ConnectState, mayCancel, nextConnectState, outcomeOf } from "./connect-state.ts";

const started = { flow: "f-1", authorization_url: "https://desk.example/connect/f-1" };
const waiting = nextConnectState({ step: "asking" }, { type: "started", started, blocked: false });

function status(state: FlowState, flow = "f-1") {
  return { type: "status", status: { flow, state, reason: "access_denied", linked_account_id: "k-1" } } as const;
}

test("a second press while the first is under way changes nothing", () => {
  const asking: ConnectState = { step: "asking" };
  expect(nextConnectState(asking, { type: "pressed" })).toBe(asking);
  expect(nextConnectState(waiting, { type: "pressed" })).toBe(waiting);
});

test.each([
  ["completed", { kind: "completed", linkedAccountId: "k-1", remark: null }],
  ["burned", { kind: "burned" }],
  ["expired", { kind: "expired" }],
  ["refused", { kind: "refused", reason: "access_denied" }],
] as const)("%s ends the waiting", (state, outcome) => {
  expect(nextConnectState(waiting, status(state))).toEqual({ step: "ended", outcome });
});

test("the status of another flow is not ours", () => {
  expect(nextConnectState(waiting, status("completed", "f-2"))).toBe(waiting);
});

test("a late status does not bring a dismissed connect back", () => {
  expect(nextConnectState({ step: "idle" }, status("completed"))).toEqual({ step: "idle" });
});

test("a blocked window is no longer blocked once the flow has moved on", () => {
  const blocked = nextConnectState({ step: "asking" }, { type: "started", started, blocked: true });
  expect(nextConnectState(blocked, status("created"))).toMatchObject({ blocked: true });
  expect(nextConnectState(blocked, status("verified"))).toMatchObject({ blocked: false, progress: "verified" });
});

test("one may try again after a refusal and after an end", () => {
  const refusal = new Refusal({ code: "INTEGRATION_TIMEOUT", message: "", status: 504, requestId: null, errors: [] });
  const failed = nextConnectState({ step: "asking" }, { type: "failed", refusal });
  expect(nextConnectState(failed, { type: "pressed" })).toEqual({ step: "asking" });
  expect(nextConnectState(nextConnectState(waiting, status("burned")), { type: "pressed" })).toEqual({
    step: "asking",
  });
});

test("nothing can be cancelled after the claim", () => {
  const states: FlowState[] = ["created", "verified", "redeemed", "claimed", "completed"];
  expect(states.filter(mayCancel)).toEqual(["created", "verified", "redeemed"]);
});

test("a reconnect that brought back another account says so, and no other reason does", () => {
  const remarks = ["choice_needed", "another_account", "something_new"].map((reason) =>
    outcomeOf({ state: "completed", reason, linked_account_id: "k-2" }),
  );
  expect(remarks).toMatchObject([{ remark: "choice_needed" }, { remark: "another_account" }, { remark: null }]);
});
