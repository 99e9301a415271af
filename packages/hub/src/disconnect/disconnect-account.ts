import { Problem, type Receipt } from "@joinery/contract";
import { type AccountRef, findAccountOfUser, markDisconnecting } from "../accounts/store.ts";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { attemptDisconnect } from "./attempt-disconnect.ts";
import { getReceipt } from "./receipt.ts";
import { findDisconnect, insertDisconnect } from "./store.ts";

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
  await begin(context, ref, asker);
  const disconnect = await findDisconnect(context.db, ref);
  if (disconnect === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
  if (disconnect.acknowledged_at === null) await attemptDisconnect(context, account, asker);
  return getReceipt(context.db, ref);
}

async function begin({ db, clock }: Context, ref: AccountRef, { actorId, requestId }: Asker): Promise<void> {
  const now = clock();
  await db.transaction().execute(async (tx) => {
    const row = await markDisconnecting(tx, ref, now);
    if (row === undefined) return;
    await insertDisconnect(tx, row, actorId, now);
    await record(tx, {
      organisationId: ref.organisationId,
      at: now,
      action: "account.disconnect_requested",
      actorId,
      subjectId: ref.userId,
      serviceId: ref.serviceId,
      detail: { linked_account: ref.linkedAccountId },
      requestId,
    });
  });
}
