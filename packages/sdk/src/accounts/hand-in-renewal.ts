import { type LinkedAccount, Problem } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import type { ExternalService } from "../external/external-service.ts";
import { withdraw } from "../external/withdraw.ts";
import type { HubClient } from "../hub/hub-client.ts";
import { isRefusedWith } from "../hub/hub-errors.ts";
import { describeError, type Log } from "../log.ts";
import type { Kept } from "../spool/backlog.ts";
import type { RenewalEntry } from "../spool/entries.ts";
import { tokensOf } from "./tokens-of.ts";

/** A grant without an account that can't be withdrawn is reported after a day of trying. */
const PATIENCE_MILLISECONDS = 24 * 60 * 60 * 1_000;

/**
 * What came of offering renewed tokens to the hub: saved; kept, because the hub could not take them now; or superseded,
 * because somebody has taken a newer lease.
 */
export type HandedIn = { end: "saved"; account: LinkedAccount } | { end: "kept" | "superseded" };

/**
 * Offers renewed tokens to the hub, under the lease they were renewed with. When the account is gone, or is going, they are
 * withdrawn: what the service has granted must not outlive it (contract 2.5). Throws `LINKED_ACCOUNT_NOT_FOUND` then.
 */
export async function handInRenewal(
  kept: Kept<RenewalEntry>,
  log: Log,
  parts: { hub: HubClient; service: ExternalService; clock: Clock },
): Promise<HandedIn> {
  const { userId, accountId, lease, grant } = kept.entry;
  const { hub } = parts;
  try {
    const changes = { ...tokensOf(grant), requires_reauthentication: false };
    const account = await hub.updateLinkedAccount(userId, accountId, changes, { lease });
    // Taken so that it can be withdrawn. Whoever withdraws may have read the account before; twice does no harm.
    if (account.state === "disconnecting") return await endWithAccount(new Problem("DISCONNECT_IN_PROGRESS"));
    await kept.done();
    return { end: "saved", account };
  } catch (cause) {
    if (isRefusedWith(cause, "LEASE_SUPERSEDED")) {
      kept.leave();
      return { end: "superseded" };
    }
    if (isRefusedWith(cause, "LINKED_ACCOUNT_NOT_FOUND", "USER_NOT_FOUND", "USER_INACTIVE")) {
      return endWithAccount(cause);
    }
    if (isRefusedWith(cause, "BAD_REQUEST")) return refuseForGood(cause);
    if (cause instanceof Problem) throw cause;
    log("error", "renewed_tokens_not_saved", { account: accountId, cause: describeError(cause) });
    kept.leave();
    return { end: "kept" };
  }

  async function endWithAccount(cause: unknown): Promise<never> {
    await withdrawForGood();
    throw new Problem("LINKED_ACCOUNT_NOT_FOUND", { cause });
  }

  /** The hub will never take these tokens, and the ones it has are used up: only a new connect helps. */
  async function refuseForGood(cause: unknown): Promise<never> {
    await withdrawForGood();
    await hub
      .updateLinkedAccount(userId, accountId, { requires_reauthentication: true }, { lease })
      .catch((failure) => {
        log("warn", "attention_not_saved", { account: accountId, cause: describeError(failure) });
      });
    throw new Problem("NEEDS_RECONNECT", { cause });
  }

  async function withdrawForGood(): Promise<void> {
    const end = await withdraw(grant, { ...parts, log });
    const age = parts.clock.now().getTime() - kept.entry.since.getTime();
    if (end === "lives_on" && age < PATIENCE_MILLISECONDS) return kept.leave();
    if (end !== "over") log("error", "orphaned_grant", { account: accountId });
    await kept.done();
  }
}
