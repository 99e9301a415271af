import { Problem, type RevocationReport } from "@joinery/contract";
import { type AccountRef, markDeleted } from "../accounts/store.ts";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { notify } from "../notices/notify.ts";
import { publishDisconnected } from "./publish-disconnected.ts";
import { findDisconnect, insertOwnAccord, markRevocation } from "./store.ts";

/**
 * *Delete User Linked Account*: the integration says that an account is no more. Its tokens are shredded at once.
 * While a disconnect is under way this alone does not acknowledge it; the answer to `DELETE` does (contract 2.5). When the
 * integration deletes of its own accord, its word is the acknowledgement.
 */
export async function deleteAccount(
  context: Context,
  ref: AccountRef,
  report: { [Field in keyof RevocationReport]?: RevocationReport[Field] | undefined },
  requestId: string,
): Promise<void> {
  const now = context.clock();
  await context.transact(async (tx) => {
    const account = await markDeleted(tx, ref, now);
    if (account === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
    const isOwnAccord = (await findDisconnect(tx, ref)) === undefined;
    if (isOwnAccord) await insertOwnAccord(tx, account, now);
    if (report.revocation !== undefined) {
      await markRevocation(tx, ref, { revocation: report.revocation, detail: report.detail ?? null }, now);
    }
    await record(tx, {
      organisationId: ref.organisationId,
      at: now,
      action: "account.deleted_by_integration",
      subjectId: ref.userId,
      serviceId: ref.serviceId,
      detail: { linked_account: ref.linkedAccountId, revocation: report.revocation ?? null },
      requestId,
    });
    if (!isOwnAccord) return;
    await publishDisconnected(context, tx, account, now);
    await notify(context, tx, { account, kind: "account_removed", reason: "integration", at: now });
  });
}
