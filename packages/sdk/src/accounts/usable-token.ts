import { type LinkedAccount, Problem } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import type { ExternalService } from "../external/external-service.ts";
import { GrantInvalid } from "../external/grant.ts";
import type { AccountsApi } from "../hub/accounts-api.ts";
import { HubRefusal } from "../hub/hub-errors.ts";
import { describeError, type Log } from "../log.ts";
import type { Store } from "../store/store.ts";
import { refreshDueAt } from "./refresh-due.ts";
import { createRefreshLocks, RefreshLockUnavailable } from "./refresh-locks.ts";
import { createTokenSaver } from "./save-tokens.ts";

/** An account whose access token is good for a while. */
export interface UsableAccount {
  account: LinkedAccount;
  accessToken: string;
}

/** What one process does with the tokens of its accounts. */
export interface TokenKeeper {
  /** Gives a usable access token; `rejected` is one that the service has just refused. */
  usable(account: LinkedAccount, log: Log, rejected?: string): Promise<UsableAccount>;
  /** Does something with an account while nobody renews its tokens, or throws `INTEGRATION_BUSY`. */
  undisturbed<Result>(accountId: string, log: Log, work: () => Promise<Result>): Promise<Result>;
  /** The account with the tokens that its last renewal brought, although they could not be saved yet. */
  newestOf(account: LinkedAccount): LinkedAccount;
}

/**
 * Keeps access tokens usable: renews them when due, one at a time for each account: in this process by waiting for the
 * same promise, and among all processes that share a store by a lock (contract 2.4).
 */
export function createTokenKeeper(parts: {
  hub: AccountsApi;
  service: ExternalService;
  store: Store;
  clock: Clock;
}): TokenKeeper {
  const inFlight = new Map<string, Promise<LinkedAccount>>();
  const saver = createTokenSaver(parts);
  const underLock = createRefreshLocks(parts, saver.isWaiting);

  return {
    async usable(seen, log, rejected) {
      const account = needsRenewal(seen, rejected) ? await renewOnce(seen, log, rejected) : seen;
      if (account.requires_reauthentication || account.access_token === null) throw new Problem("NEEDS_RECONNECT");
      return { account, accessToken: account.access_token };
    },
    undisturbed: (accountId, log, work) =>
      underLock(accountId, log, work).catch((cause) => {
        throw cause instanceof RefreshLockUnavailable ? new Problem("INTEGRATION_BUSY", { cause }) : cause;
      }),
    newestOf: saver.newestOf,
  };

  function renewOnce(account: LinkedAccount, log: Log, rejected: string | undefined): Promise<LinkedAccount> {
    const id = account.linked_account_id;
    const running = inFlight.get(id);
    if (running) return running;
    const renewal = renewAlone(account, log, rejected).finally(() => inFlight.delete(id));
    inFlight.set(id, renewal);
    return renewal;
  }

  /** Losers of the lock wait, and then read what the winner has saved. */
  async function renewAlone(seen: LinkedAccount, log: Log, rejected: string | undefined): Promise<LinkedAccount> {
    const work = (requireTimeLeft: () => void) => renew(seen, { log, rejected, requireTimeLeft });
    return underLock(seen.linked_account_id, log, work).catch((cause) => {
      if (cause instanceof RefreshLockUnavailable) return stillValid(seen, "INTEGRATION_BUSY", cause);
      throw cause;
    });
  }

  async function renew(
    seen: LinkedAccount,
    { log, rejected, requireTimeLeft }: { log: Log; rejected: string | undefined; requireTimeLeft: () => void },
  ): Promise<LinkedAccount> {
    // Somebody may have renewed it between the reading and now; a refresh token must not be used twice.
    const read = await parts.hub.getLinkedAccount(seen.user_id, seen.linked_account_id).catch(endIfGone);
    const account = await saver.saveWaiting(read, log);
    if (account.requires_reauthentication || !needsRenewal(account, rejected)) return account;
    const { refresh_token: replaced } = account;
    if (replaced === null) return stillValid(account, "NEEDS_RECONNECT");
    requireTimeLeft();
    try {
      const grant = await parts.service.refresh(replaced);
      return await saver.save(account, { grant, replaced }, log);
    } catch (error) {
      if (error instanceof GrantInvalid) return markIfConfirmed(account, log);
      if (error instanceof Problem) throw error;
      log("warn", "refresh_failed", { account: account.linked_account_id, cause: describeError(error) });
      return stillValid(account, "EXTERNAL_SERVICE_FAILED", error);
    }
  }

  /** `invalid_grant` counts only when the refused token is still the stored one; else another process was faster. */
  async function markIfConfirmed(account: LinkedAccount, log: Log): Promise<LinkedAccount> {
    const { user_id, linked_account_id: id, refresh_token } = account;
    const now = await parts.hub.getLinkedAccount(user_id, id);
    if (now.refresh_token !== refresh_token) return now;
    log("warn", "grant_over", { account: id });
    const changes = { requires_reauthentication: true };
    await parts.hub.updateLinkedAccount(user_id, id, changes, { ifVersion: now.version }).catch((cause) => {
      log("warn", "attention_not_saved", { account: id, cause: describeError(cause) });
    });
    throw new Problem("NEEDS_RECONNECT");
  }

  function needsRenewal(account: LinkedAccount, rejected: string | undefined): boolean {
    if (account.access_token === null || account.access_token === rejected) return true;
    const due = refreshDueAt(new Date(account.updated_at), expiryOf(account));
    return due !== null && due <= parts.clock.now();
  }

  function stillValid(
    account: LinkedAccount,
    otherwise: "NEEDS_RECONNECT" | "EXTERNAL_SERVICE_FAILED" | "INTEGRATION_BUSY",
    cause?: unknown,
  ) {
    const expiry = expiryOf(account);
    const isValid = expiry === null || expiry > parts.clock.now();
    if (isValid && account.access_token !== null) return account;
    throw new Problem(otherwise, { cause });
  }
}

function expiryOf({ expiry }: LinkedAccount): Date | null {
  return expiry === null ? null : new Date(expiry);
}

/** The account was removed between the listing and the reading. */
function endIfGone(cause: unknown): never {
  const isGone = cause instanceof HubRefusal && cause.code === "LINKED_ACCOUNT_NOT_FOUND";
  throw isGone ? new Problem("LINKED_ACCOUNT_NOT_FOUND", { cause }) : cause;
}
