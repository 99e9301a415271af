import { type LinkedAccount, Problem } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import type { ExternalService } from "../external/external-service.ts";
import { GrantInvalid } from "../external/grant.ts";
import type { AccountsApi } from "../hub/accounts-api.ts";
import { isRefusedWith } from "../hub/hub-errors.ts";
import { describeError, type Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import { hasSameTokens, isOverByItself, needsRenewal, requireStillValid } from "./freshness.ts";
import { createRefreshLocks, RefreshLockUnavailable } from "./refresh-locks.ts";
import { refreshOwnGrant } from "./refresh-own-grant.ts";
import type { RenewalWish, Renewer } from "./renewer.ts";
import { createTokenSaver } from "./save-tokens.ts";

/** Renews where there are no leases, as in Blink: one at a time among the processes that share a store, by a lock. */
export function createLockRenewer(parts: {
  hub: AccountsApi;
  service: ExternalService;
  store: Store;
  clock: Clock;
}): Renewer {
  const saver = createTokenSaver(parts);
  const underLock = createRefreshLocks(parts, saver.isWaiting);
  const now = () => parts.clock.now();

  return {
    /** Losers of the lock wait, and then read what the winner has saved. */
    async renew(seen, wish) {
      const work = (requireTimeLeft: () => void) => renewAlone(seen, { ...wish, requireTimeLeft });
      return underLock(seen.linked_account_id, wish.log, work).catch((cause) => {
        if (!(cause instanceof RefreshLockUnavailable)) throw cause;
        return requireStillValid(seen, { otherwise: "INTEGRATION_BUSY", now: now(), cause });
      });
    },
    async undisturbed({ userId, accountId }, log, work) {
      // Before the lock: a stranger must not hold up the owner's renewals.
      await parts.hub.getLinkedAccount(userId, accountId).catch(endIfGone);
      return underLock(accountId, log, work).catch((cause) => {
        throw cause instanceof RefreshLockUnavailable ? new Problem("INTEGRATION_BUSY", { cause }) : cause;
      });
    },
    newestOf: saver.newestOf,
  };

  async function renewAlone(
    seen: LinkedAccount,
    { log, rejected, requireTimeLeft }: RenewalWish & { requireTimeLeft: () => void },
  ): Promise<LinkedAccount> {
    // Somebody may have renewed it between the reading and now; a refresh token must not be used twice.
    const read = await parts.hub.getLinkedAccount(seen.user_id, seen.linked_account_id).catch(endIfGone);
    const account = await saver.saveWaiting(read, log);
    if (account.requires_reauthentication || !needsRenewal(account, rejected, now())) return account;
    const { refresh_token: replaced } = account;
    if (replaced === null && isOverByItself(account, rejected)) return markIfConfirmed(account, log);
    if (replaced === null) return requireStillValid(account, { otherwise: "NEEDS_RECONNECT", now: now() });
    requireTimeLeft();
    try {
      const grant = await refreshOwnGrant(parts.service, account, replaced);
      return await saver.save(account, { grant, replaced }, log);
    } catch (error) {
      if (error instanceof GrantInvalid) return markIfConfirmed(account, log);
      if (error instanceof Problem) throw error;
      log("warn", "refresh_failed", { account: account.linked_account_id, cause: describeError(error) });
      return requireStillValid(account, { otherwise: "EXTERNAL_SERVICE_FAILED", now: now(), cause: error });
    }
  }

  /** A refusal counts only when the refused token is still the stored one; else another process was faster. */
  async function markIfConfirmed(account: LinkedAccount, log: Log): Promise<LinkedAccount> {
    const { user_id, linked_account_id: id } = account;
    const stored = await parts.hub.getLinkedAccount(user_id, id);
    if (!hasSameTokens(stored, account)) return stored;
    log("warn", "grant_over", { account: id });
    const changes = { requires_reauthentication: true };
    await parts.hub.updateLinkedAccount(user_id, id, changes, { ifVersion: stored.version }).catch((cause) => {
      log("warn", "attention_not_saved", { account: id, cause: describeError(cause) });
    });
    throw new Problem("NEEDS_RECONNECT");
  }
}

/** The account was removed between the listing and the reading. */
function endIfGone(cause: unknown): never {
  if (isRefusedWith(cause, "LINKED_ACCOUNT_NOT_FOUND")) throw new Problem("LINKED_ACCOUNT_NOT_FOUND", { cause });
  throw cause;
}
