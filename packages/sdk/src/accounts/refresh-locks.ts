import type { Clock } from "../clock.ts";
import { describeError, type Log } from "../log.ts";
import { type Lock, takeLock } from "../store/lock.ts";
import type { Store } from "../store/store.ts";

/** The lock of an account could not be had: somebody else holds it for long, or the store does not answer. */
export class RefreshLockUnavailable extends Error {
  override readonly name = "RefreshLockUnavailable";
}

/** How long a renewal may take at the external service, in milliseconds (contract 2.4). */
const RENEWAL_MILLISECONDS = 20_000;

/**
 * Lets one process at a time renew an account, among all that share a store. A lock is kept while renewed tokens wait
 * to be saved: until then nobody else may use the old ones.
 */
export function createRefreshLocks(
  parts: { store: Store; clock: Clock },
  isWaitingToBeSaved: (accountId: string) => boolean,
) {
  const kept = new Map<string, Lock>();

  return async function underLock<Result>(
    accountId: string,
    log: Log,
    work: (requireTimeLeft: () => void) => Promise<Result>,
  ): Promise<Result> {
    const lock = await take(accountId).catch((cause) => {
      log("warn", "refresh_lock_not_taken", { account: accountId, cause: describeError(cause) });
      throw new RefreshLockUnavailable("the account can't be renewed now", { cause });
    });
    try {
      return await work(() => requireTimeLeft(lock));
    } finally {
      kept.delete(accountId);
      if (isWaitingToBeSaved(accountId)) kept.set(accountId, lock);
      else await release(lock, accountId, log);
    }
  };

  /** A process that was halted meanwhile must not use a refresh token that somebody else may have used since. */
  function requireTimeLeft({ heldUntil }: Lock): void {
    const left = heldUntil.getTime() - parts.clock.now().getTime();
    if (left < RENEWAL_MILLISECONDS) throw new RefreshLockUnavailable("the lock ends too soon");
  }

  async function take(accountId: string): Promise<Lock> {
    const lock = kept.get(accountId);
    if (lock !== undefined && lock.heldUntil > parts.clock.now()) return lock;
    return takeLock(`refresh/${accountId}`, parts);
  }

  async function release(lock: Lock, accountId: string, log: Log): Promise<void> {
    await lock.release().catch((cause) => {
      log("warn", "refresh_lock_not_released", { account: accountId, cause: describeError(cause) });
    });
  }
}
