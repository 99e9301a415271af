import { type LinkedAccount, Problem } from "@joinery/contract";
import { refreshDueAt } from "./refresh-due.ts";
import type { Rejected } from "./usable-token.ts";

/** Whether another access token is needed: there is none, the service refused it, or it ends soon. */
export function needsRenewal(account: LinkedAccount, rejected: Rejected | undefined, now: Date): boolean {
  if (account.access_token === null || account.access_token === rejected?.accessToken) return true;
  const due = refreshDueAt(new Date(account.updated_at), expiryOf(account));
  return due !== null && due <= now;
}

/** Whether the service has said of the token that the account still has that it is over, so that only a connect helps. */
export function isOverByItself(account: LinkedAccount, rejected: Rejected | undefined): boolean {
  return rejected?.isOver === true && account.access_token === rejected.accessToken && account.refresh_token === null;
}

/** Whether a renewal can do nothing more for an account: its token is good for a while, or the person must connect again. */
export function isUsableOrOver(account: LinkedAccount, rejected: Rejected | undefined, now: Date): boolean {
  return account.requires_reauthentication || !needsRenewal(account, rejected, now);
}

/** The account while its access token lives, although it could not be renewed; else throws. */
export function requireStillValid(
  account: LinkedAccount,
  {
    otherwise,
    now,
    cause,
  }: { otherwise: "NEEDS_RECONNECT" | "EXTERNAL_SERVICE_FAILED" | "INTEGRATION_BUSY"; now: Date; cause?: unknown },
): LinkedAccount {
  const expiry = expiryOf(account);
  if ((expiry === null || expiry > now) && account.access_token !== null) return account;
  throw new Problem(otherwise, { cause });
}

function expiryOf({ expiry }: LinkedAccount): Date | null {
  return expiry === null ? null : new Date(expiry);
}

/** Whether nobody has changed the tokens of an account meanwhile. One refresh token may serve for several access tokens. */
export function hasSameTokens(stored: LinkedAccount, seen: LinkedAccount): boolean {
  if (stored.refresh_token !== seen.refresh_token) return false;
  return seen.refresh_token !== null || stored.access_token === seen.access_token;
}
