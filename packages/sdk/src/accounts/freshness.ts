import { type LinkedAccount, Problem } from "@joinery/contract";
import { refreshDueAt } from "./refresh-due.ts";

/** Whether another access token is needed: there is none, the service refused it, or it ends soon. */
export function needsRenewal(account: LinkedAccount, rejected: string | undefined, now: Date): boolean {
  if (account.access_token === null || account.access_token === rejected) return true;
  const due = refreshDueAt(new Date(account.updated_at), expiryOf(account));
  return due !== null && due <= now;
}

/** Whether a renewal can do nothing more for an account: its token is good for a while, or the person must connect again. */
export function isUsableOrOver(account: LinkedAccount, rejected: string | undefined, now: Date): boolean {
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
