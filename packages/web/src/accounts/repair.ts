import type { AccountView } from "@joinery/contract/pages";

/** What a reconnect of an account is good for right now. */
export type RepairNeed = "attention" | "consent" | "none";

/** Decides which way to repair an account is shown: one that is broken goes first, because connecting it again asks for everything. */
export function repairNeedOf(account: Pick<AccountView["account"], "state" | "missing_scopes">): RepairNeed {
  if (account.state === "attention") return "attention";
  if (account.state === "active" && account.missing_scopes.length > 0) return "consent";
  return "none";
}
