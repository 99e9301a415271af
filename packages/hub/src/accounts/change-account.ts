import { Problem, type UpdateLinkedAccountBody } from "@joinery/contract";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { lockPerson } from "../directory/people.ts";
import type { Tx } from "../store/tables.ts";
import { toColumns } from "./columns.ts";
import { identityKeyOf } from "./identity.ts";
import {
  type AccountRef,
  findLiveAccount,
  type LinkedAccountRow,
  lockLiveAccount,
  updateLiveAccount,
} from "./store.ts";

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
  const columns = toColumns(body, await context.vault.of(ref.organisationId), ref.linkedAccountId);
  const now = context.clock();
  return context.transact(async (tx) => {
    // Saves lock the person too: nothing else can change what this account is, or take the identity it gets.
    await lockPerson(tx, ref);
    const account = await findLiveAccount(tx, ref);
    if (account === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
    if (expectedVersion !== undefined && account.version !== expectedVersion) throw new Problem("VERSION_MISMATCH");
    const identityKey = identityKeyOf({
      external_account_id: body.external_account_id ?? account.external_account_id,
      external_subject: body.external_subject === undefined ? account.external_subject : body.external_subject,
    });
    if (identityKey !== account.identity_key) await refuseTakenIdentity(tx, account, identityKey, body);
    const changed = await updateLiveAccount(
      tx,
      { ...ref, version: account.version },
      { ...columns, identity_key: identityKey, updated_at: now },
    );
    if (changed === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
    if (changed.state !== account.state) await recordState(tx, changed, now, requestId);
    return changed;
  });
}

/** Two live accounts of one user can't be the same one at the external service (contract 1.2). */
async function refuseTakenIdentity(
  tx: Tx,
  account: LinkedAccountRow,
  identityKey: string,
  body: UpdateLinkedAccountBody,
): Promise<void> {
  const { organisation_id: organisationId, user_id: userId, auth_id: authId } = account;
  if ((await lockLiveAccount(tx, { organisationId, userId, authId, identityKey })) === undefined) return;
  const path = body.external_subject === undefined ? "external_account_id" : "external_subject";
  throw new Problem("BAD_REQUEST", { errors: [{ path, message: "must not be that of another linked account" }] });
}

async function recordState(tx: Tx, account: LinkedAccountRow, now: Date, requestId: string): Promise<void> {
  await record(tx, {
    organisationId: account.organisation_id,
    at: now,
    action: account.state === "attention" ? "account.attention_needed" : "account.recovered",
    subjectId: account.user_id,
    serviceId: account.service_id,
    detail: { linked_account: account.linked_account_id, reason: "requires_reauthentication" },
    requestId,
  });
}
