import type { ConnectObstacle } from "@joinery/contract/pages";

/** What decides whether Connect can be pressed. */
export interface ConnectSituation {
  enabled: boolean;
  kind: "plain" | "verified";
  /** The organisation's policy `connect.require_verified`; looked at here and never at save (contract 2.1). */
  requireVerified: boolean;
  /** An earlier link of this user is still being removed (contract 2.5). */
  disconnecting: boolean;
}

/** Says why Connect can't be pressed, or null. */
export function obstacleOf(situation: ConnectSituation): ConnectObstacle | null {
  if (!situation.enabled) return "INTEGRATION_DISABLED";
  if (situation.kind === "plain" && situation.requireVerified) return "VERIFICATION_REQUIRED";
  if (situation.disconnecting) return "DISCONNECT_IN_PROGRESS";
  return null;
}
