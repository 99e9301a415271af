import { type LinkedAccount, Problem } from "@joinery/contract";
import { liveAccounts } from "../accounts/pick-account.ts";
import type { TokenKeeper } from "../accounts/usable-token.ts";
import type { Clock } from "../clock.ts";
import type { AccountsApi } from "../hub/accounts-api.ts";
import { isRefusedWith } from "../hub/hub-errors.ts";
import type { Log } from "../log.ts";
import { sealStateOf } from "./sealed-accounts.ts";

/** What a run of `reseal` has met so far. */
export interface ResealCounts {
  /** People who were looked at. */
  users: number;
  /** Accounts that are sealed with the first key and were before. */
  current: number;
  /** Accounts that were sealed with a former key, or not at all, and are sealed with the first key now. */
  resealed: number;
  /** Accounts that none of the keys opens: their owners must connect again. */
  unreadable: number;
  /** Accounts whose tokens were being renewed all the time: run it again before you drop a key. */
  postponed: number;
}

/** How a run of `reseal` is followed, and stopped. */
export interface ResealOptions {
  /** Called after each person. */
  onProgress?: (counts: Readonly<ResealCounts>) => void;
  /** Stops after the account at hand; the counts so far are the answer. */
  signal?: AbortSignal;
}

interface Parts {
  hub: AccountsApi;
  authId: string;
  tokens: TokenKeeper;
  clock: Clock;
  log: Log;
}

/** Milliseconds between attempts at an account that is being renewed; a lease is held for seconds, at most a minute. */
const PAUSES = [1_000, 4_000, 15_000, 45_000];

/**
 * Goes over the accounts of everybody and writes anew what was not sealed with the first key. Each write holds for the
 * version that was read only, and never while somebody renews, so that no token is put back that was replaced meanwhile.
 * Stopped or failed at any moment, it can be run again.
 */
export async function reseal({ onProgress, signal }: ResealOptions, parts: Parts): Promise<ResealCounts> {
  const counts: ResealCounts = { users: 0, current: 0, resealed: 0, unreadable: 0, postponed: 0 };
  const seen = new Set<string>();
  for (let page = 1; ; page += 1) {
    // Past the last page the list is empty, or where pages are not known the same again.
    const users = (await parts.hub.listUsers(page)).filter(({ id }) => !seen.has(id));
    if (users.length === 0) return counts;
    for (const { id } of users) {
      seen.add(id);
      for (const account of liveAccounts(await parts.hub.listLinkedAccounts(id, parts.authId), parts.authId)) {
        if (signal?.aborted) return counts;
        const end = await resealAccount(account, parts);
        if (end !== "gone") counts[end] += 1;
      }
      counts.users += 1;
      onProgress?.({ ...counts });
    }
  }
}

type End = Exclude<keyof ResealCounts, "users"> | "gone";

async function resealAccount(listed: LinkedAccount, parts: Parts): Promise<End> {
  const ref = { userId: listed.user_id, accountId: listed.linked_account_id };
  let account: LinkedAccount | undefined = listed;
  for (let attempt = 0; ; attempt += 1) {
    try {
      account ??= await parts.hub.getLinkedAccount(ref.userId, ref.accountId);
      const state = sealStateOf(account);
      if (state !== "former") return state;
      await parts.tokens.undisturbed(ref, parts.log, () => writeAnew(ref, parts));
      return "resealed";
    } catch (cause) {
      if (isRefusedWith(cause, "LINKED_ACCOUNT_NOT_FOUND", "DISCONNECT_IN_PROGRESS", "USER_INACTIVE")) return "gone";
      if (cause instanceof Problem && cause.code === "LINKED_ACCOUNT_NOT_FOUND") return "gone";
      const isBusy = cause instanceof Problem && cause.code === "INTEGRATION_BUSY";
      if (!isBusy && !isRefusedWith(cause, "LEASE_REQUIRED", "LEASE_HELD", "VERSION_MISMATCH")) throw cause;
      const pause = PAUSES[attempt];
      if (pause === undefined) return "postponed";
      account = undefined;
      await parts.clock.sleep(pause);
    }
  }
}

/** Read once more under the lock: where there are no versions, it is all that keeps a replaced token from coming back. */
async function writeAnew({ userId, accountId }: { userId: string; accountId: string }, { hub }: Parts): Promise<void> {
  const account = await hub.getLinkedAccount(userId, accountId);
  if (sealStateOf(account) !== "former") return;
  const tokens = {
    ...(account.access_token === null ? {} : { access_token: account.access_token }),
    ...(account.refresh_token === null ? {} : { refresh_token: account.refresh_token }),
  };
  await hub.updateLinkedAccount(userId, accountId, tokens, { ifVersion: account.version });
}
