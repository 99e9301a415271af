import { Problem, type Receipt } from "@joinery/contract";
import { type AccountRef, findAccountOfUser } from "../accounts/store.ts";
import type { Context } from "../context.ts";
import { attemptDisconnect } from "./attempt-disconnect.ts";
import { beginDisconnect } from "./begin-disconnect.ts";
import { getReceipt } from "./receipt.ts";
import { findDisconnect } from "./store.ts";

/** Who asks for a disconnect: the owner, or an administrator on the owner's behalf. */
export interface Asker {
  actorId: string;
  requestId: string;
}

/**
 * Disconnects a linked account (contract 2.5). From the first statement on the account is out of every list and never comes
 * back, whatever the integration answers; then the integration is told. Asking again tells it again, until it acknowledges.
 */
export async function disconnectAccount(context: Context, ref: AccountRef, asker: Asker): Promise<Receipt> {
  const account = await findAccountOfUser(context.db, ref);
  if (account === undefined || account.service_id !== ref.serviceId) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
  await context.transact((tx) =>
    beginDisconnect(context, tx, {
      ...ref,
      cause: asker.actorId === ref.userId ? "person" : "administrator",
      ...asker,
    }),
  );
  const disconnect = await findDisconnect(context.db, ref);
  if (disconnect === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
  if (disconnect.acknowledged_at === null) await attemptDisconnect(context, account, asker);
  return getReceipt(context.db, ref);
}
