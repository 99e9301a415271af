import { type LinkedAccount, Problem } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import type { ExternalService } from "../external/external-service.ts";
import type { HubClient } from "../hub/hub-client.ts";
import { isPassing } from "../hub/hub-errors.ts";
import { describeError } from "../log.ts";
import type { Backlog } from "../spool/backlog.ts";
import { isUsableOrOver, needsRenewal, requireStillValid } from "./freshness.ts";
import { createHeldRenewals } from "./held-renewals.ts";
import { createOwnTurn } from "./own-turn.ts";
import type { RenewalWish, Renewer } from "./renewer.ts";
import { LeaseUnavailable, waitForLease } from "./wait-for-lease.ts";

interface Parts {
  hub: HubClient;
  service: ExternalService;
  backlog: Backlog;
  clock: Clock;
}

/**
 * Renews the tokens of an account while nobody else does, in any process: under a lease of the hub, which also fences the
 * write (contract 2.4). What the service has answered is in the spool before the hub is told, until it has taken it.
 */
export function createLeaseRenewer(parts: Parts): Required<Renewer> {
  const { hub, clock } = parts;
  const held = createHeldRenewals(parts);
  const renewInOwnTurn = createOwnTurn(parts, held);

  return {
    async renew(seen, wish) {
      const handed = await held.handIn(seen.linked_account_id, wish.log);
      if (handed?.end === "saved" && !needsRenewal(handed.account, wish.rejected, clock.now())) return handed.account;
      if (handed?.end === "kept") return requireValid(held.newestOf(seen));
      if (seen.requires_reauthentication && handed === undefined) return seen;
      return renewInTurn(seen, wish);
    },

    // The hub itself waits for a running lease before it asks to disconnect, and grants none after (contract 2.5).
    undisturbed: (_ref, _log, work) => work(),
    newestOf: held.newestOf,

    async settle(kept, log) {
      const { accountId, userId } = kept.entry;
      held.takeUp(kept);
      const handed = await held.handIn(accountId, log);
      if (handed?.end === "saved") return handed.account;
      if (handed?.end === "kept") throw new Problem("INTEGRATION_BUSY");
      const account = await hub.getLinkedAccount(userId, accountId);
      return renewInTurn(account, { log, rejected: undefined });
    },
  };

  async function renewInTurn(seen: LinkedAccount, wish: RenewalWish): Promise<LinkedAccount> {
    const isSettled = (account: LinkedAccount) =>
      held.newerThan(account) === undefined && isUsableOrOver(account, wish.rejected, clock.now());
    try {
      const turn = await waitForLease(seen, isSettled, parts);
      return "lease" in turn ? await renewInOwnTurn(turn, wish) : await held.dropOutdated(turn, wish.log);
    } catch (cause) {
      if (!(cause instanceof LeaseUnavailable || isPassing(cause))) throw cause;
      wish.log("warn", "lease_not_taken", { account: seen.linked_account_id, cause: describeError(cause) });
      return requireValid(seen, cause);
    }
  }

  function requireValid(account: LinkedAccount, cause?: unknown): LinkedAccount {
    return requireStillValid(account, { otherwise: "INTEGRATION_BUSY", now: clock.now(), cause });
  }
}
