import { LEASE_LIMITS, type LinkedAccount, Problem } from "@joinery/contract";
import type { Clock } from "../clock.ts";
import type { HubClient } from "../hub/hub-client.ts";
import { HubRefusal, isRefusedWith } from "../hub/hub-errors.ts";

/** In milliseconds; whoever waits for another's lease waits no longer than this. */
const PATIENCE = 30_000;
/** Milliseconds between two looks: short at first, because most renewals take no longer, then twice as long each time. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 2_000;

/** A lease that we hold, and the account as it is under it. */
export interface HeldLease {
  lease: string;
  account: LinkedAccount;
  /** Whether a token request begun now is over before anybody else can take the lease. */
  hasTimeLeft(): boolean;
}

/** Somebody else held the lease for as long as we could wait. */
export class LeaseUnavailable extends Error {
  override readonly name = "LeaseUnavailable";
}

/**
 * Takes the lease of an account (contract 2.4). Whoever loses it waits and reads again, until the account `isAsWanted` by
 * the winner's doing; then that account is the answer, and no lease.
 */
export async function waitForLease(
  seen: LinkedAccount,
  isAsWanted: (account: LinkedAccount) => boolean,
  { hub, clock }: { hub: HubClient; clock: Clock },
): Promise<HeldLease | LinkedAccount> {
  const { user_id: userId, linked_account_id: id } = seen;
  const until = clock.now().getTime() + PATIENCE;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
    const askedAt = clock.now().getTime();
    try {
      const { lease, account } = await hub.takeLease(userId, id);
      // By our own clock, from before the hub began to count: clocks differ.
      const lastMoment = askedAt + (LEASE_LIMITS.leaseSeconds - 2 * LEASE_LIMITS.refreshSeconds) * 1_000;
      return { lease, account, hasTimeLeft: () => clock.now().getTime() <= lastMoment };
    } catch (cause) {
      if (!isRefusedWith(cause, "LEASE_HELD")) throw endIfGone(cause);
      const wait = pauseBefore(cause, pause);
      if (clock.now().getTime() + wait > until) throw new LeaseUnavailable("somebody else is at it", { cause });
      await clock.sleep(wait);
    }
    const account = await hub.getLinkedAccount(userId, id).catch((cause) => {
      throw endIfGone(cause);
    });
    if (isAsWanted(account)) return account;
  }
}

/** Never all at the same moment, and never later than the hub proposes. */
function pauseBefore(cause: unknown, pause: number): number {
  const proposed = cause instanceof HubRefusal ? cause.retryAfterSeconds : undefined;
  const longest = proposed === undefined ? pause : Math.min(pause, proposed * 1_000);
  return longest * (0.5 + Math.random() / 2);
}

/** The account was removed between the listing and now, or is being removed. */
export function endIfGone(cause: unknown): unknown {
  const isGone = isRefusedWith(cause, "LINKED_ACCOUNT_NOT_FOUND", "DISCONNECT_IN_PROGRESS", "USER_INACTIVE");
  return isGone ? new Problem("LINKED_ACCOUNT_NOT_FOUND", { cause }) : cause;
}
