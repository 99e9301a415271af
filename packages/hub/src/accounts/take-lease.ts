import { LEASE_LIMITS, Problem, randomToken256 } from "@joinery/contract";
import type { Context } from "../context.ts";
import { findStandingAccount } from "./integration-store.ts";
import { markLeased } from "./lease-store.ts";
import type { AccountRef, LinkedAccountRow } from "./store.ts";

/** Most renewals are done by then, and whoever lost only has to read again. */
const ASK_AGAIN_SECONDS = 1;

/** A lease, and the account as it is under it. */
export interface TakenLease {
  lease: string;
  leaseUntil: Date;
  account: LinkedAccountRow;
}

/** Lets one process renew an account's tokens, for a minute (contract 2.4). */
export async function takeLease({ db, clock, accountUses }: Context, ref: AccountRef): Promise<TakenLease> {
  const now = clock();
  const lease = randomToken256();
  const leaseUntil = new Date(now.getTime() + LEASE_LIMITS.leaseSeconds * 1000);
  const account = await markLeased(db, ref, { lease, until: leaseUntil, now });
  if (account !== undefined) {
    accountUses.note({ organisationId: ref.organisationId, linkedAccountId: ref.linkedAccountId }, now);
    return { lease, leaseUntil, account };
  }
  const standing = await findStandingAccount(db, ref);
  if (standing === undefined || standing.state === "pending") throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
  if (standing.state === "disconnecting") throw new Problem("DISCONNECT_IN_PROGRESS");
  throw new Problem("LEASE_HELD", { retryAfterSeconds: ASK_AGAIN_SECONDS });
}
