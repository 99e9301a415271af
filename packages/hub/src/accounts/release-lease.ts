import { Problem, type ReleaseBody } from "@joinery/contract";
import type { Context } from "../context.ts";
import { wakeDisconnect } from "../disconnect/wake-disconnect.ts";
import { findStandingAccount } from "./integration-store.ts";
import { markReleased } from "./lease-store.ts";
import type { AccountRef } from "./store.ts";

/** Gives a lease back before its time is over; a disconnect that waits for it goes on (contract 2.4, 2.5). */
export async function releaseLease(
  context: Context,
  ref: AccountRef,
  lease: string,
  { outcome }: ReleaseBody,
): Promise<void> {
  await context.transact(async (tx) => {
    const account = await markReleased(tx, ref, { lease, isOutcomeUnknown: outcome === "unknown" });
    if (account?.state === "disconnecting") await wakeDisconnect(context, tx, ref);
    if (account !== undefined) return;
    const standing = await findStandingAccount(tx, ref);
    const isThere = standing !== undefined && standing.state !== "pending";
    throw new Problem(isThere ? "LEASE_SUPERSEDED" : "LINKED_ACCOUNT_NOT_FOUND");
  });
}
