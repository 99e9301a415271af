import { type LinkedAccount, Problem } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Kept } from "../spool/backlog.ts";
import type { RenewalEntry } from "../spool/entries.ts";
import { needsRenewal } from "./freshness.ts";
import type { Renewer } from "./renewer.ts";

/** An account whose access token is good for a while. */
export interface UsableAccount {
  account: LinkedAccount;
  accessToken: string;
}

/** An access token that the service has just refused, and whether it said that the token itself is over. */
export interface Rejected {
  accessToken: string;
  isOver: boolean;
}

/** What one process does with the tokens of its accounts. */
export interface TokenKeeper extends Pick<Renewer, "undisturbed" | "newestOf"> {
  /** Gives a usable access token; `rejected` is one that the service has just refused. */
  usable(account: LinkedAccount, log: Log, rejected?: Rejected): Promise<UsableAccount>;
  /** Hands in what an earlier renewal brought, unless the account is being renewed at this moment. */
  settle(kept: Kept<RenewalEntry>, log: Log): Promise<void>;
}

/**
 * Keeps access tokens usable: renews them when due, one at a time for each account: in this process by waiting for the
 * same promise, among all processes as the renewer has it.
 */
export function createTokenKeeper({ renewer, clock }: { renewer: Renewer; clock: Clock }): TokenKeeper {
  const inFlight = new Map<string, Promise<LinkedAccount>>();

  return {
    async usable(seen, log, rejected) {
      const account = needsRenewal(seen, rejected, clock.now())
        ? await share(seen.linked_account_id, () => renewer.renew(seen, { log, rejected }))
        : seen;
      if (account.requires_reauthentication || account.access_token === null) throw new Problem("NEEDS_RECONNECT");
      return { account, accessToken: account.access_token };
    },
    async settle(kept, log) {
      const { accountId } = kept.entry;
      const { settle } = renewer;
      if (inFlight.has(accountId) || settle === undefined) return kept.leave();
      await share(accountId, () => settle(kept, log));
    },
    undisturbed: renewer.undisturbed,
    newestOf: renewer.newestOf,
  };

  /** Whoever comes while an account is being renewed waits for that. */
  function share(id: string, renew: () => Promise<LinkedAccount>): Promise<LinkedAccount> {
    const running = inFlight.get(id);
    if (running) return running;
    const renewal = renew().finally(() => inFlight.delete(id));
    inFlight.set(id, renewal);
    return renewal;
  }
}
