import { type LinkedAccount, Problem } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import type { ExternalService } from "../external/external-service.ts";
import type { Grant } from "../external/grant.ts";
import { withdraw } from "../external/withdraw.ts";
import type { AccountsApi } from "../hub/accounts-api.ts";
import { HubRefusal, isPassing } from "../hub/hub-errors.ts";
import { describeError, type Log } from "../log.ts";
import { tokensOf } from "./tokens-of.ts";

/** How often a save that met somebody else's change is tried again. */
const SAVE_ATTEMPTS = 3;
/** Renewed tokens that the hub could not take yet; more are not kept. */
const MOST_UNSAVED = 1_000;

/** Tokens that the service has issued, and the refresh token that they replace. */
export interface Renewed {
  grant: Grant;
  replaced: string;
}

/** Saves renewed tokens. Those that the hub can't take at the moment are kept in the process and offered again. */
export function createTokenSaver(parts: { hub: AccountsApi; service: ExternalService; clock: Clock }) {
  const unsaved = new Map<string, Renewed>();

  async function save(account: LinkedAccount, renewed: Renewed, log: Log): Promise<LinkedAccount> {
    const { user_id, linked_account_id: id } = account;
    const tokens = tokensOf(renewed.grant);
    let known: LinkedAccount | undefined = account;
    for (let attempt = 1; ; attempt += 1) {
      try {
        known ??= await parts.hub.getLinkedAccount(user_id, id);
        if (known.refresh_token !== renewed.replaced) return known;
        return await parts.hub.updateLinkedAccount(user_id, id, tokens, { ifVersion: known.version });
      } catch (cause) {
        const isMismatch = cause instanceof HubRefusal && cause.code === "VERSION_MISMATCH";
        if (isMismatch && attempt < SAVE_ATTEMPTS) {
          known = undefined;
        } else if (isMismatch || isPassing(cause) || !isAboutTheAccount(cause)) {
          log("error", "renewed_tokens_not_saved", { account: id, cause: describeError(cause) });
          if (unsaved.size < MOST_UNSAVED) unsaved.set(id, renewed);
          return { ...account, ...tokens };
        } else {
          // The account is being removed: what the service has just granted must not outlive it.
          await withdraw(renewed.grant, { ...parts, log });
          throw new Problem("LINKED_ACCOUNT_NOT_FOUND", { cause });
        }
      }
    }
  }

  return {
    save,
    /** Whether the last renewal of this account still waits to be saved. */
    isWaiting: (accountId: string): boolean => unsaved.has(accountId),
    /** The account with the tokens that wait to be saved. */
    newestOf(account: LinkedAccount): LinkedAccount {
      const waiting = unsaved.get(account.linked_account_id);
      return waiting?.replaced === account.refresh_token ? { ...account, ...tokensOf(waiting.grant) } : account;
    },
    /** Saves what an earlier renewal of this account could not; the account as it is otherwise. */
    async saveWaiting(account: LinkedAccount, log: Log): Promise<LinkedAccount> {
      const waiting = unsaved.get(account.linked_account_id);
      unsaved.delete(account.linked_account_id);
      return waiting?.replaced === account.refresh_token ? save(account, waiting, log) : account;
    },
  };
}

/** A hub that does not take our API token at the moment says nothing about the account: its grant must live on. */
function isAboutTheAccount(cause: unknown): boolean {
  return cause instanceof HubRefusal && ["LINKED_ACCOUNT_NOT_FOUND", "BAD_REQUEST"].includes(cause.code);
}
