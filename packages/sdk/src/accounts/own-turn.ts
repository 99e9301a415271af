import { type LinkedAccount, Problem, type ReleaseBody } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import type { ExternalService } from "../external/external-service.ts";
import { type Grant, GrantInvalid } from "../external/grant.ts";
import { AnswerLost } from "../external/revoke.ts";
import type { HubClient } from "../hub/hub-client.ts";
import { describeError, type Log } from "../log.ts";
import type { Backlog } from "../spool/backlog.ts";
import { hasSameTokens, isOverByItself, isUsableOrOver, requireStillValid } from "./freshness.ts";
import type { HeldRenewals } from "./held-renewals.ts";
import { refreshOwnGrant } from "./refresh-own-grant.ts";
import type { RenewalWish } from "./renewer.ts";
import { tokensOf } from "./tokens-of.ts";
import { type HeldLease, LeaseUnavailable } from "./wait-for-lease.ts";

interface Parts {
  hub: HubClient;
  service: ExternalService;
  backlog: Backlog;
  clock: Clock;
}

/** How the lease is given back; `null` when it is not, because the write under it ended it or is still to come. */
type Return = ReleaseBody["outcome"] | null;

/** Renews an account whose lease we hold: one token request at most, then one write. */
export function createOwnTurn(parts: Parts, held: HeldRenewals) {
  const { hub, service, backlog, clock } = parts;

  return async function renewInOwnTurn(turn: HeldLease, wish: RenewalWish): Promise<LinkedAccount> {
    const { log, rejected } = wish;
    let giveBack: Return = "done";
    try {
      const account = await held.dropOutdated(turn.account, log);
      // Tokens that we could not hand in while somebody else had a newer lease: only using them shows whether they are good.
      const unproven = held.newerThan(account);
      if (unproven === undefined && isUsableOrOver(account, rejected, clock.now())) return account;
      const refreshToken = unproven?.entry.grant.refreshToken ?? account.refresh_token;
      if (refreshToken === null && isOverByItself(account, rejected)) return await endIfConfirmed(turn, log);
      if (refreshToken === null) return requireStillValid(account, { otherwise: "NEEDS_RECONNECT", now: clock.now() });
      // A process that was halted meanwhile must not use a refresh token that somebody else may have used since.
      if (!turn.hasTimeLeft()) throw new LeaseUnavailable("the lease ends too soon");

      const grant = await refreshOwnGrant(service, account, refreshToken).catch((cause) => {
        if (cause instanceof AnswerLost) giveBack = "unknown";
        return cause as Error;
      });
      if (grant instanceof GrantInvalid) return await endIfConfirmed(turn, log);
      if (grant instanceof Error) {
        log("warn", "refresh_failed", { account: account.linked_account_id, cause: describeError(grant) });
        const failure = { otherwise: "EXTERNAL_SERVICE_FAILED", now: clock.now(), cause: grant } as const;
        return requireStillValid(account, failure);
      }
      giveBack = null;
      return await keepAndHandIn(grant, turn, log);
    } finally {
      if (giveBack !== null) await release(turn, giveBack, log);
    }
  };

  async function keepAndHandIn(grant: Grant, { account, lease }: HeldLease, log: Log): Promise<LinkedAccount> {
    const { user_id: userId, linked_account_id: accountId, refresh_token: replaced } = account;
    const unproven = held.newerThan(account);
    const entry = { what: "renewal", userId, accountId, lease, replaced, grant, since: clock.now() } as const;
    const kept = await backlog.beginAnyway(entry);
    if (unproven !== undefined) await held.forget(unproven);
    held.takeUp(kept);
    const handed = await held.handIn(accountId, log);
    if (handed?.end === "saved") return handed.account;
    if (handed?.end === "kept") return { ...account, ...tokensOf(grant) };
    const stored = await hub.getLinkedAccount(userId, accountId);
    return requireStillValid(held.newestOf(stored), { otherwise: "INTEGRATION_BUSY", now: clock.now() });
  }

  /** A refusal counts only while the hub still has the token that was refused, or the one before it. */
  async function endIfConfirmed({ account, lease }: HeldLease, log: Log): Promise<LinkedAccount> {
    const { user_id: userId, linked_account_id: id } = account;
    const stored = await hub.getLinkedAccount(userId, id);
    if (!hasSameTokens(stored, account)) return stored;
    log("warn", "grant_over", { account: id });
    const refused = held.newerThan(account);
    if (refused !== undefined) await held.forget(refused);
    await hub.updateLinkedAccount(userId, id, { requires_reauthentication: true }, { lease }).catch((cause) => {
      log("warn", "attention_not_saved", { account: id, cause: describeError(cause) });
    });
    throw new Problem("NEEDS_RECONNECT");
  }

  /** One that is not given back ends by itself; until then nobody can renew. */
  async function release({ account, lease }: HeldLease, outcome: ReleaseBody["outcome"], log: Log): Promise<void> {
    const { user_id: userId, linked_account_id: id } = account;
    await hub.releaseLease(userId, id, lease, { outcome }).catch((cause) => {
      log("warn", "lease_not_released", { account: id, cause: describeError(cause) });
    });
  }
}
