import { type LinkedAccount, Problem } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import { type ExternalService, type Grant, GrantInvalid } from "../external/external-service.ts";
import { withdraw } from "../external/withdraw.ts";
import type { HubClient } from "../hub/hub-client.ts";
import { HubRefusal, isPassing } from "../hub/hub-errors.ts";
import { describeError, type Log } from "../log.ts";
import { refreshDueAt } from "./refresh-due.ts";

/** How often a save that met somebody else's change is tried again. */
const SAVE_ATTEMPTS = 3;
/** Renewed tokens that the hub could not take yet; more are not kept. */
const MOST_UNSAVED = 1_000;

interface Parts {
  hub: HubClient;
  service: ExternalService;
  clock: Clock;
}

/** Tokens that were rotated at the service but not yet saved, and the refresh token they replaced. */
interface Unsaved {
  grant: Grant;
  replaced: string;
}

/** Keeps access tokens usable: renews them when due, one at a time for each account in this process (contract 2.4). */
export function createTokenKeeper(parts: Parts) {
  const inFlight = new Map<string, Promise<LinkedAccount>>();
  const unsaved = new Map<string, Unsaved>();

  return async function withUsableToken(
    account: LinkedAccount,
    log: Log,
  ): Promise<{ account: LinkedAccount; accessToken: string }> {
    const usable = isDue(account, parts.clock.now()) ? await renewOnce(account, log) : account;
    if (usable.requires_reauthentication || usable.access_token === null) throw new Problem("NEEDS_RECONNECT");
    return { account: usable, accessToken: usable.access_token };
  };

  function renewOnce(account: LinkedAccount, log: Log): Promise<LinkedAccount> {
    const id = account.linked_account_id;
    const running = inFlight.get(id);
    if (running) return running;
    const renewal = renew(account, log).finally(() => inFlight.delete(id));
    inFlight.set(id, renewal);
    return renewal;
  }

  async function renew(seen: LinkedAccount, log: Log): Promise<LinkedAccount> {
    // Somebody may have renewed it between the reading and now; a refresh token must not be used twice.
    const account = await parts.hub.getLinkedAccount(seen.user_id, seen.linked_account_id);
    if (account.requires_reauthentication || !isDue(account, parts.clock.now())) return account;
    if (account.refresh_token === null) return stillValid(account, "NEEDS_RECONNECT");
    const waiting = unsaved.get(account.linked_account_id);
    if (waiting?.replaced === account.refresh_token) return save(account, waiting, log);
    try {
      const grant = await parts.service.refresh(account.refresh_token);
      return await save(account, { grant, replaced: account.refresh_token }, log);
    } catch (error) {
      if (error instanceof GrantInvalid) return markIfConfirmed(account, log);
      if (error instanceof Problem) throw error;
      log("warn", "refresh_failed", { account: account.linked_account_id, cause: describeError(error) });
      return stillValid(account, "EXTERNAL_SERVICE_FAILED", error);
    }
  }

  /** `invalid_grant` counts only when the refused token is still the stored one; else another process was faster. */
  async function markIfConfirmed(account: LinkedAccount, log: Log): Promise<LinkedAccount> {
    const { user_id, linked_account_id, refresh_token } = account;
    const now = await parts.hub.getLinkedAccount(user_id, linked_account_id);
    if (now.refresh_token !== refresh_token) return now;
    log("warn", "grant_over", { account: linked_account_id });
    const changes = { requires_reauthentication: true };
    await parts.hub
      .updateLinkedAccount(user_id, linked_account_id, changes, { ifVersion: now.version })
      .catch((cause) => {
        log("warn", "attention_not_saved", { account: linked_account_id, cause: describeError(cause) });
      });
    throw new Problem("NEEDS_RECONNECT");
  }

  async function save(account: LinkedAccount, renewed: Unsaved, log: Log): Promise<LinkedAccount> {
    const { user_id, linked_account_id } = account;
    const { grant, replaced } = renewed;
    const tokens = {
      access_token: grant.accessToken,
      refresh_token: grant.refreshToken,
      expiry: grant.expiresAt?.toISOString() ?? null,
    };
    let known = account;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const saved = await parts.hub.updateLinkedAccount(user_id, linked_account_id, tokens, {
          ifVersion: known.version,
        });
        unsaved.delete(linked_account_id);
        return saved;
      } catch (cause) {
        if (cause instanceof HubRefusal && cause.code === "VERSION_MISMATCH" && attempt < SAVE_ATTEMPTS) {
          known = await parts.hub.getLinkedAccount(user_id, linked_account_id);
          if (known.refresh_token !== replaced) return known;
        } else if (isPassing(cause)) {
          log("error", "renewed_tokens_not_saved", { account: linked_account_id, cause: describeError(cause) });
          if (unsaved.size < MOST_UNSAVED) unsaved.set(linked_account_id, renewed);
          return { ...known, ...tokens };
        } else {
          // The account is being removed: what the service has just granted must not outlive it.
          await withdraw(grant, { ...parts, log });
          throw new Problem("LINKED_ACCOUNT_NOT_FOUND", { cause });
        }
      }
    }
  }

  function stillValid(
    account: LinkedAccount,
    otherwise: "NEEDS_RECONNECT" | "EXTERNAL_SERVICE_FAILED",
    cause?: unknown,
  ) {
    const expiry = expiryOf(account);
    if (expiry !== null && expiry > parts.clock.now() && account.access_token !== null) return account;
    throw new Problem(otherwise, { cause });
  }
}

function isDue(account: LinkedAccount, now: Date): boolean {
  if (account.access_token === null) return true;
  const due = refreshDueAt(new Date(account.updated_at), expiryOf(account));
  return due !== null && due <= now;
}

function expiryOf({ expiry }: LinkedAccount): Date | null {
  return expiry === null ? null : new Date(expiry);
}
