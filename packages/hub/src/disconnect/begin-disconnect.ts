import { type LinkedAccountRow, markDisconnecting } from "../accounts/store.ts";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { publish } from "../events/publish.ts";
import { notify, settleNotices } from "../notices/notify.ts";
import type { DisconnectCause, Tx } from "../store/tables.ts";
import { insertDisconnect } from "./store.ts";

/** Names the account, and says who removes it and why. */
export interface Removal {
  organisationId: string;
  userId: string;
  linkedAccountId: string;
  cause: DisconnectCause;
  /** null: a directory or a clock. */
  actorId: string | null;
  offboardingId?: string | undefined;
  requestId: string | null;
}

/** Whoever presses tells the integration at once; should that process die, the job does it after this. */
const FIRST_ALARM_MS = 5_000;

/**
 * `→ disconnecting`, in the caller's transaction: from its commit on the account is out of every list and never comes back
 * (contract 2.5), and the integration is told until it acknowledges. `undefined` when the account is not live any more.
 */
export async function beginDisconnect(
  context: Context,
  tx: Tx,
  removal: Removal,
): Promise<LinkedAccountRow | undefined> {
  const now = context.clock();
  const account = await markDisconnecting(tx, removal, now);
  if (account === undefined) return undefined;
  // A running renewal goes first: what it brings has to be withdrawn as well (contract 2.4).
  const leaseEnd = account.lease_until !== null && account.lease_until > now ? account.lease_until : undefined;
  const isPressed = removal.cause === "person" || removal.cause === "administrator";
  const dueAt = leaseEnd ?? new Date(now.getTime() + (isPressed ? FIRST_ALARM_MS : 0));
  await insertDisconnect(tx, account, { ...removal, nextAttemptAt: dueAt, now });
  await context.jobs.send(
    tx,
    "disconnect.attempt",
    { organisationId: account.organisation_id, linkedAccountId: account.linked_account_id },
    { dueAt },
  );
  await record(tx, {
    organisationId: removal.organisationId,
    at: now,
    action: "account.disconnect_requested",
    actorId: removal.actorId,
    subjectId: removal.userId,
    serviceId: account.service_id,
    detail: { linked_account: removal.linkedAccountId, cause: removal.cause },
    requestId: removal.requestId,
  });
  await publish(context, tx, {
    organisationId: removal.organisationId,
    type: "account.disconnect_requested",
    at: now,
    userId: removal.userId,
    serviceId: account.service_id,
    accountId: removal.linkedAccountId,
    detail: { reason: removal.cause },
  });
  await settleNotices(tx, account, now);
  const isOwnDoing = removal.actorId === removal.userId;
  if (!isOwnDoing) await notify(context, tx, { account, kind: "account_removed", reason: removal.cause, at: now });
  return account;
}
