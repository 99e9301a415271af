import type { LinkedAccount } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import type { ExternalService } from "../external/external-service.ts";
import type { HubClient } from "../hub/hub-client.ts";
import type { Log } from "../log.ts";
import type { Kept } from "../spool/backlog.ts";
import type { RenewalEntry } from "../spool/entries.ts";
import { type HandedIn, handInRenewal } from "./hand-in-renewal.ts";
import { tokensOf } from "./tokens-of.ts";

/** Renewed tokens that the hub has not taken yet. */
export type HeldRenewals = ReturnType<typeof createHeldRenewals>;

/** Remembers, for each account, the renewal that the hub has not taken yet, and offers it again. */
export function createHeldRenewals(parts: { hub: HubClient; service: ExternalService; clock: Clock }) {
  const held = new Map<string, Kept<RenewalEntry>>();

  async function forget(kept: Kept<RenewalEntry>): Promise<void> {
    if (held.get(kept.entry.accountId) === kept) held.delete(kept.entry.accountId);
    await kept.done();
  }

  /** The renewal that took the place of the refresh token which the hub still has. */
  function newerThan(account: LinkedAccount): Kept<RenewalEntry> | undefined {
    const kept = held.get(account.linked_account_id);
    return kept?.entry.replaced === account.refresh_token ? kept : undefined;
  }

  return {
    newerThan,
    forget,
    newestOf(account: LinkedAccount): LinkedAccount {
      const kept = newerThan(account);
      return kept === undefined ? account : { ...account, ...tokensOf(kept.entry.grant) };
    },
    takeUp(kept: Kept<RenewalEntry>): void {
      held.set(kept.entry.accountId, kept);
    },
    /** Offers what is held for an account; `undefined` when nothing is. */
    async handIn(accountId: string, log: Log): Promise<HandedIn | undefined> {
      const kept = held.get(accountId);
      if (kept === undefined) return undefined;
      let handed: HandedIn | undefined;
      try {
        handed = await handInRenewal(kept, log, parts);
        return handed;
      } finally {
        const isOver = handed === undefined || handed.end === "saved";
        if (isOver && held.get(accountId) === kept) held.delete(accountId);
      }
    },
    /**
     * Lets go of tokens when the hub has others by now. They are not withdrawn: those others came from the same grant, and
     * withdrawing one token of a grant ends it whole (RFC 7009, 2.1). It ends when the account is disconnected.
     */
    async dropOutdated(account: LinkedAccount, log: Log): Promise<LinkedAccount> {
      const kept = held.get(account.linked_account_id);
      if (kept === undefined || newerThan(account) !== undefined) return account;
      log("warn", "renewed_tokens_superseded", { account: account.linked_account_id });
      await forget(kept);
      return account;
    },
  };
}
