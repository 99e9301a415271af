import { Problem, type Receipt } from "@joinery/contract";
import { type AccountRef, findAccountOfUser } from "../accounts/store.ts";
import type { Context } from "../context.ts";
import { type Asker, attemptDisconnect } from "./attempt-disconnect.ts";
import { beginDisconnect } from "./begin-disconnect.ts";
import { getReceipt } from "./receipt.ts";

/**
 * Disconnects a linked account (contract 2.5). From the first statement on the account is out of every list and never comes
 * back, whatever the integration answers; then the integration is told, again and again, until it acknowledges. Asking again tells it again at once.
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
  await attemptDisconnect(context, account, asker);
  return getReceipt(context.db, ref);
}
