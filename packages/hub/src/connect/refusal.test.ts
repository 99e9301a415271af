import { TERMINAL_FLOW_STATES } from "@joinery/contract";
import { expect, test } from "vitest";
import { obstacleOf } from "./obstacle.ts";
import { refusalOf } from "./refusal.ts";

const NOW = new Date("2026-11-23T12:00:00Z");
const LATER = new Date(NOW.getTime() + 1);

test("a flow that is not over says that the step is not due, and that it is too late from its last moment on", () => {
  for (const state of ["created", "verified", "redeemed"] as const) {
    expect(refusalOf({ state, due_at: LATER }, NOW)).toBe("FLOW_OUT_OF_ORDER");
    expect(refusalOf({ state, due_at: NOW }, NOW)).toBe("FLOW_EXPIRED");
  }
});

test("a flow that is claimed or over says so, whatever the time", () => {
  for (const state of ["claimed", ...TERMINAL_FLOW_STATES] as const) {
    const code = `FLOW_${state.toUpperCase()}`;
    for (const due_at of [NOW, LATER]) expect(refusalOf({ state, due_at }, NOW)).toBe(code);
  }
});

test("Connect can be pressed unless the integration is off, unverified where that is required, or being removed", () => {
  const fine = { enabled: true, kind: "plain", requireVerified: false, disconnecting: false } as const;
  expect(obstacleOf(fine)).toBeNull();
  expect(obstacleOf({ ...fine, kind: "verified", requireVerified: true })).toBeNull();
  expect(obstacleOf({ ...fine, enabled: false, disconnecting: true })).toBe("INTEGRATION_DISABLED");
  expect(obstacleOf({ ...fine, requireVerified: true })).toBe("VERIFICATION_REQUIRED");
  expect(obstacleOf({ ...fine, disconnecting: true })).toBe("DISCONNECT_IN_PROGRESS");
});
