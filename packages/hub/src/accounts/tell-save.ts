import type { HubEventType } from "@joinery/contract";
import type { AuditAction } from "@joinery/contract/pages";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { publish } from "../events/publish.ts";
import type { Tx } from "../store/tables.ts";
import type { Landing } from "./landing.ts";
import type { LinkedAccountRow } from "./store.ts";
import { tellState } from "./tell-state.ts";

/** A save that was written. */
export interface ToldSave {
  /** The account of the same identity, when there was one. */
  before: LinkedAccountRow | undefined;
  after: LinkedAccountRow;
  status: Landing["status"];
  /** Whether a connect was completed by it. */
  isConnect: boolean;
  at: Date;
  requestId: string;
}

/** Tells what a save has changed, in its transaction. An account that waits for a choice is not linked yet: it makes no event. */
export async function tellSave(context: Context, tx: Tx, save: ToldSave): Promise<void> {
  const { before, after, status, at, requestId } = save;
  const action = actionOf(save);
  await record(tx, {
    organisationId: after.organisation_id,
    at,
    action,
    subjectId: after.user_id,
    serviceId: after.service_id,
    detail: {
      linked_account: after.linked_account_id,
      verified: after.verified,
      // The old grant is not withdrawn, because that could end the new one; who looks for it finds it here.
      ...(action === "account.reconnected" && before?.sealed_refresh_token ? { earlier_grant: "left" } : {}),
      ...(after.state === "pending" ? { pending_for: after.pending_for } : {}),
    },
    requestId,
  });
  if (action === "account.linked" || action === "account.reconnected") {
    await publishAccount(context, tx, action, after, at);
  }
  if (status === 200 && before !== undefined) await tellState(context, tx, { before, after, at, requestId });
}

/** Publishes that an account is linked, now or again. */
export function publishAccount(
  context: Context,
  tx: Tx,
  type: Extract<HubEventType, "account.linked" | "account.reconnected">,
  account: LinkedAccountRow,
  at: Date,
): Promise<void> {
  return publish(context, tx, {
    organisationId: account.organisation_id,
    type,
    at,
    userId: account.user_id,
    serviceId: account.service_id,
    accountId: account.linked_account_id,
  });
}

function actionOf({ status, isConnect }: ToldSave): AuditAction {
  if (status === 201) return "account.linked";
  if (status === 202) return "account.choice_needed";
  return isConnect ? "account.reconnected" : "account.updated";
}
