import { Problem } from "@joinery/contract";
import type { Context } from "../context.ts";
import { wakeDisconnect } from "../disconnect/wake-disconnect.ts";
import type { Tx } from "../store/tables.ts";
import type { AccountColumns } from "./columns.ts";
import { updateDisconnectingAccount } from "./lease-store.ts";
import type { AccountRef, LinkedAccountRow } from "./store.ts";

/**
 * Writes what a renewal brought to an account that is being disconnected meanwhile, so that the newest token is withdrawn,
 * and lets the disconnect go on. Nothing but tokens is written: the account stays what it is (contract 2.4, 2.5).
 */
export async function saveLastTokens(
  context: Context,
  tx: Tx,
  ref: AccountRef,
  { lease, columns, now }: { lease: string | undefined; columns: AccountColumns; now: Date },
): Promise<LinkedAccountRow> {
  if (lease === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
  const { sealed_access_token, sealed_refresh_token, expiry } = columns;
  const change = {
    ...(sealed_access_token === undefined ? {} : { sealed_access_token }),
    ...(sealed_refresh_token === undefined ? {} : { sealed_refresh_token }),
    ...(expiry === undefined ? {} : { expiry }),
    updated_at: now,
  };
  const account = await updateDisconnectingAccount(tx, ref, { lease, change });
  if (account === undefined) throw new Problem("LEASE_SUPERSEDED");
  await wakeDisconnect(context, tx, ref);
  return account;
}
