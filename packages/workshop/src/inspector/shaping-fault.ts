import { HEADERS } from "@joinery/contract";
import type { FaultId, WorkshopSend } from "@joinery/contract/workshop";

const OF_SIGNATURES = {
  missing: "signature-bad",
  stale: "request-stale",
  "other-key": "signature-bad",
  "other-path": "signature-bad",
  replayed: "request-replayed",
} as const satisfies Record<string, FaultId>;

/** The fault of the panel that makes requests wrong in the same way; null for one that is right. Fake is labelled fake. */
export function shapingFault(send: WorkshopSend): FaultId | null {
  const { secret = "right", signature = "right", leave_out: leftOut = [] } = send;
  if (secret === "missing" || secret === "empty" || leftOut.includes(HEADERS.proxySecret)) return "secret-missing";
  if (secret === "old") return "secret-old";
  if (secret !== "right" || send.secret_text !== undefined) return "secret-wrong";
  if (leftOut.includes(HEADERS.assertion)) return "signature-bad";
  return signature === "right" ? null : OF_SIGNATURES[signature];
}
