import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { publish } from "../events/publish.ts";
import { notify, settleNotices } from "../notices/notify.ts";
import type { Tx } from "../store/tables.ts";
import type { LinkedAccountRow } from "./store.ts";

/** An account before and after a change. */
export interface StateChange {
  before: LinkedAccountRow;
  after: LinkedAccountRow;
  at: Date;
  requestId: string | null;
}

/** Tells everybody concerned when a change has broken an account or mended it, in the transaction of the change. */
export async function tellState(
  context: Context,
  tx: Tx,
  { before, after, at, requestId }: StateChange,
): Promise<void> {
  const isBroken = before.state === "active" && after.state === "attention";
  const isMended = before.state === "attention" && after.state === "active";
  if (!isBroken && !isMended) return;
  const type = isBroken ? "account.attention_needed" : "account.recovered";
  const reason = (isBroken ? after : before).attention_reason ?? "requires_reauthentication";
  await record(tx, {
    organisationId: after.organisation_id,
    at,
    action: type,
    subjectId: after.user_id,
    serviceId: after.service_id,
    detail: { linked_account: after.linked_account_id, reason },
    requestId,
  });
  await publish(context, tx, {
    organisationId: after.organisation_id,
    type,
    at,
    userId: after.user_id,
    serviceId: after.service_id,
    accountId: after.linked_account_id,
    detail: isBroken ? { reason } : {},
  });
  if (isBroken) await notify(context, tx, { account: after, kind: "account_broken", reason, at });
  else await settleNotices(tx, after, at);
}
