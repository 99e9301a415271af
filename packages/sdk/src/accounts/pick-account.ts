import { type LinkedAccount, Problem } from "@joinery/contract";

/** The accounts that an action may use; pending and disconnecting ones serve withdrawal only (contract 2.3, 2.5). */
export function liveAccounts(accounts: readonly LinkedAccount[], authId: string): LinkedAccount[] {
  return accounts.filter(({ auth_id, state }) => auth_id === authId && (state === "active" || state === "attention"));
}

/**
 * Picks the account an action is for: the named one, else the most recently created. Where nobody says when an account was
 * created, one that works goes before one that must be connected again.
 */
export function pickAccount(live: readonly LinkedAccount[], named: string | undefined): LinkedAccount {
  if (named !== undefined) {
    const account = live.find(({ linked_account_id }) => linked_account_id === named);
    if (!account) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
    return account;
  }
  const [newest] = live.toSorted(
    (a, b) =>
      Date.parse(b.created_at) - Date.parse(a.created_at) ||
      Number(a.requires_reauthentication) - Number(b.requires_reauthentication),
  );
  if (!newest) throw new Problem("NOT_CONNECTED");
  return newest;
}
