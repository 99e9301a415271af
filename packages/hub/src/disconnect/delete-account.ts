import { Problem, type RevocationReport } from "@joinery/contract";
import { type AccountRef, markDeleted } from "../accounts/store.ts";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { findDisconnect, insertOwnAccord, markRevocation } from "./store.ts";

/**
 * *Delete User Linked Account*: the integration says that an account is no more. Its tokens are shredded at once.
 * While a disconnect is under way this alone does not acknowledge it; the answer to `DELETE` does (contract 2.5). When the
 * integration deletes of its own accord, its word is the acknowledgement.
 */
export async function deleteAccount(
  { clock, transact }: Context,
  ref: AccountRef,
  report: { [Field in keyof RevocationReport]?: RevocationReport[Field] | undefined },
  requestId: string,
): Promise<void> {
  const now = clock();
  await transact(async (tx) => {
    const account = await markDeleted(tx, ref, now);
    if (account === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
    if ((await findDisconnect(tx, ref)) === undefined) await insertOwnAccord(tx, account, now);
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
  });
}
