import type { ProxiedRequestRow } from "@joinery/contract/pages";

/** How an answer reads: good, refused by the integration, or of no use. */
export function toneOfRequest(row: Pick<ProxiedRequestRow, "status" | "problem">): "good" | "warn" | "bad" {
  if (row.problem !== null || row.status === null || row.status >= 500) return "bad";
  return row.status >= 400 ? "warn" : "good";
}
