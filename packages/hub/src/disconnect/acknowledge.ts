import { type LinkedAccountRow, markGone } from "../accounts/store.ts";
import { record } from "../audit/record.ts";
import type { Acknowledgement } from "../connector/read-acknowledgement.ts";
import type { Context } from "../context.ts";
import type { Asker } from "./attempt-disconnect.ts";
import { publishDisconnected } from "./publish-disconnected.ts";
import { markAcknowledged, markRevocation } from "./store.ts";

/** The integration has given its word: the account is gone, its tokens shredded. Only the first word counts. */
export async function acknowledge(
  context: Context,
  account: LinkedAccountRow,
  { state, report }: Acknowledgement,
  { actorId, requestId }: Asker,
): Promise<void> {
  const ref = { organisationId: account.organisation_id, linkedAccountId: account.linked_account_id };
  const now = context.clock();
  await context.transact(async (tx) => {
    // The account before its receipt, as in deleteAccount: in the other order the two could wait for each other for ever.
    const gone = await markGone(tx, ref, now);
    // One that has deleted the account itself, and says so when it is told again, has known it.
    const isUnknown = state === "unknown_account" && gone?.deleted_at === null;
    const word = isUnknown ? "unknown_account" : "acknowledged";
    const isFirstWord = await markAcknowledged(tx, ref, word, now);
    if (report !== undefined) {
      await markRevocation(tx, ref, { revocation: report.revocation, detail: report.detail ?? null }, now);
    }
    if (!isFirstWord) return;
    await record(tx, {
      organisationId: ref.organisationId,
      at: now,
      action: "account.disconnected",
      actorId,
      subjectId: account.user_id,
      serviceId: account.service_id,
      detail: { linked_account: ref.linkedAccountId, acknowledgement: word, revocation: report?.revocation ?? null },
      requestId,
    });
    await publishDisconnected(context, tx, account, now);
  });
}
