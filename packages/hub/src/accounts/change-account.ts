import { Problem, type UpdateLinkedAccountBody } from "@joinery/contract";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { type AccountColumns, toColumns } from "./columns.ts";
import { identityKeyOf } from "./identity.ts";
import { type AccountRef, findLiveAccount, type LinkedAccountRow, updateLiveAccount } from "./store.ts";

/** How often a change without `If-Match` is tried again when another one came first. */
const ATTEMPTS = 5;

/**
 * Changes a live account. With `expectedVersion` a change that came first is a refusal; without, the fields given are
 * applied to whatever the account is now.
 */
export async function changeAccount(
  context: Context,
  ref: AccountRef,
  body: UpdateLinkedAccountBody,
  { expectedVersion, requestId }: { expectedVersion: number | undefined; requestId: string },
): Promise<LinkedAccountRow> {
  const vault = await context.vault.of(ref.organisationId);
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const account = await findLiveAccount(context.db, ref);
    if (account === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
    if (expectedVersion !== undefined && account.version !== expectedVersion) throw new Problem("VERSION_MISMATCH");
    const changed = await write(context, account, toColumns(body, vault, account.linked_account_id), body, requestId);
    if (changed !== undefined) return changed;
  }
  throw new Problem("VERSION_MISMATCH");
}

function write(
  { db, clock }: Context,
  account: LinkedAccountRow,
  columns: AccountColumns,
  body: UpdateLinkedAccountBody,
  requestId: string,
): Promise<LinkedAccountRow | undefined> {
  const ref = {
    organisationId: account.organisation_id,
    linkedAccountId: account.linked_account_id,
    version: account.version,
  };
  const now = clock();
  const identity = {
    external_account_id: body.external_account_id ?? account.external_account_id,
    external_subject: body.external_subject === undefined ? account.external_subject : body.external_subject,
  };
  return db.transaction().execute(async (tx) => {
    const changed = await updateLiveAccount(tx, ref, {
      ...columns,
      identity_key: identityKeyOf(identity),
      updated_at: now,
    });
    if (changed === undefined || changed.state === account.state) return changed;
    await record(tx, {
      organisationId: ref.organisationId,
      at: now,
      action: changed.state === "attention" ? "account.attention_needed" : "account.recovered",
      subjectId: account.user_id,
      serviceId: account.service_id,
      detail: { linked_account: account.linked_account_id, reason: "requires_reauthentication" },
      requestId,
    });
    return changed;
  });
}
