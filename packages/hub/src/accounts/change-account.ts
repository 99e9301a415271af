import { Problem, type ProblemCode, type UpdateLinkedAccountBody } from "@joinery/contract";
import type { Context } from "../context.ts";
import { lockPerson } from "../directory/people.ts";
import type { Tx } from "../store/tables.ts";
import { type AccountColumns, toColumns } from "./columns.ts";
import { identityKeyOf } from "./identity.ts";
import { bringsToken, hasTokenFields, isHeld, isRepeated, isRotationDoubtful } from "./lease-rules.ts";
import { saveLastTokens } from "./save-last-tokens.ts";
import {
  type AccountRef,
  type LinkedAccountRow,
  lockAccountOfIdentity,
  lockChangeableAccount,
  updateAccount,
} from "./store.ts";
import { tellState } from "./tell-state.ts";

/** On what condition a change is made. */
export interface ChangeCondition {
  /** `If-Match`; a lease makes it superfluous (contract 2.4). */
  expectedVersion: number | undefined;
  lease: string | undefined;
  requestId: string;
}

/**
 * Changes a live account. With `expectedVersion` a change that came first is a refusal; without, the fields given are
 * applied to whatever the account is now. Under a lease tokens are written as long as nobody has a newer one; without a
 * lease, only while nobody holds one (contract 2.4). The same write under the same lease counts once.
 */
export async function changeAccount(
  context: Context,
  ref: AccountRef,
  body: UpdateLinkedAccountBody,
  condition: ChangeCondition,
): Promise<LinkedAccountRow> {
  const columns = toColumns(body, await context.vault.of(ref.organisationId), ref.linkedAccountId);
  const now = context.clock();
  const { lease, requestId } = condition;
  const write =
    lease === undefined ? undefined : { lease, digest: context.digests.of("leased-write", JSON.stringify(body)) };
  return context.transact(async (tx) => {
    // Saves lock the person too: nothing else can change what this account is, or take the identity it gets.
    await lockPerson(tx, ref);
    const account = await lockChangeableAccount(tx, ref);
    if (account === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
    if (write !== undefined && isRepeated(account, write)) return account;
    if (account.state === "disconnecting") return saveLastTokens(context, tx, ref, { lease, columns, now });

    const identityKey = identityKeyOf({
      external_account_id: body.external_account_id ?? account.external_account_id,
      external_subject: body.external_subject === undefined ? account.external_subject : body.external_subject,
    });
    if (identityKey !== account.identity_key) await refuseTakenIdentity(tx, account, identityKey, body);
    const fence = {
      version: (lease === undefined ? condition.expectedVersion : undefined) ?? account.version,
      lease,
      unheldAt: lease === undefined && hasTokenFields(body) ? now : undefined,
    };
    const changed = await updateAccount(tx, ref, fence, {
      ...columns,
      ...stateColumns(account, body, { lease, now }),
      ...leaseColumns(body, lease),
      ...(write === undefined ? {} : { lease_written: write.digest }),
      identity_key: identityKey,
      updated_at: now,
    });
    if (changed === undefined) throw new Problem(whyNot(account, fence));
    await tellState(context, tx, { before: account, after: changed, at: now, requestId });
    return changed;
  });
}

/** Says which part of the fence an account did not pass. */
function whyNot(account: LinkedAccountRow, fence: Parameters<typeof updateAccount>[2]): ProblemCode {
  if (fence.lease !== undefined && fence.lease !== account.lease) return "LEASE_SUPERSEDED";
  if (fence.unheldAt !== undefined && isHeld(account, fence.unheldAt)) return "LEASE_REQUIRED";
  return "VERSION_MISMATCH";
}

/**
 * What a change makes of an account's health, where that isn't what the body says word for word: a refusal of the external
 * service after a renewal that nobody finished is a lost rotation, and tokens that come under the newest lease prove that
 * the access is alive.
 */
function stateColumns(
  account: LinkedAccountRow,
  body: UpdateLinkedAccountBody,
  { lease, now }: { lease: string | undefined; now: Date },
): AccountColumns {
  if (body.requires_reauthentication === true) {
    const found = isRotationDoubtful(account, lease, now) ? "rotation_lost" : "requires_reauthentication";
    return { attention_reason: account.attention_reason ?? found };
  }
  const isRenewed = lease !== undefined && typeof body.access_token === "string";
  if (body.requires_reauthentication !== undefined || !isRenewed) return {};
  return { requires_reauthentication: false, state: "active", attention_reason: null };
}

/** A lease ends with the word it was taken for; a token ends every doubt about the one before it. */
function leaseColumns(body: UpdateLinkedAccountBody, lease: string | undefined) {
  const isNew = bringsToken(body);
  const isLastWord = lease !== undefined && (hasTokenFields(body) || body.requires_reauthentication !== undefined);
  return { ...(isNew || isLastWord ? { lease_until: null } : {}), ...(isNew ? { lease_lost: false } : {}) };
}

/** Two accounts of one user can't be the same one at the external service (contract 1.2). */
async function refuseTakenIdentity(
  tx: Tx,
  account: LinkedAccountRow,
  identityKey: string,
  body: UpdateLinkedAccountBody,
): Promise<void> {
  const { organisation_id: organisationId, user_id: userId, auth_id: authId } = account;
  if ((await lockAccountOfIdentity(tx, { organisationId, userId, authId, identityKey })) === undefined) return;
  const path = body.external_subject === undefined ? "external_account_id" : "external_subject";
  throw new Problem("BAD_REQUEST", { errors: [{ path, message: "must not be that of another linked account" }] });
}
