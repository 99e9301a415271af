import type { LinkedAccountRow } from "../accounts/store.ts";
import type { Context } from "../context.ts";
import { publish } from "../events/publish.ts";
import type { Tx } from "../store/tables.ts";
import { getReceipt } from "./receipt.ts";

/** Tells other systems that a disconnect has ended, with its receipt; once for each account, by whoever ended it. */
export async function publishDisconnected(
  context: Context,
  tx: Tx,
  account: Pick<LinkedAccountRow, "organisation_id" | "linked_account_id" | "user_id" | "service_id">,
  now: Date,
): Promise<void> {
  const ref = { organisationId: account.organisation_id, linkedAccountId: account.linked_account_id };
  await publish(context, tx, {
    organisationId: ref.organisationId,
    type: "account.disconnected",
    at: now,
    userId: account.user_id,
    serviceId: account.service_id,
    accountId: ref.linkedAccountId,
    detail: { receipt: await getReceipt(tx, ref) },
  });
}
