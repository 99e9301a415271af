import { type AddLinkedAccountBody, newId, Problem } from "@joinery/contract";
import { record } from "../audit/record.ts";
import { type ConnectProof, completeConnect } from "../connect/complete-connect.ts";
import type { Context } from "../context.ts";
import { lockPerson, type PersonRow } from "../directory/people.ts";
import type { TokenHolder } from "../http/environment.ts";
import type { Db, Tx } from "../store/tables.ts";
import { toColumns } from "./columns.ts";
import { findWrite, type IdempotentWrite, rememberWrite } from "./idempotency.ts";
import { identityKeyOf } from "./identity.ts";
import {
  findReadableAccount,
  insertAccount,
  isDisconnecting,
  type LinkedAccountRow,
  lockLiveAccount,
  updateLiveAccount,
} from "./store.ts";

/** What an integration sends to save an account (contract 1.2 and 2.1, step 6). */
export interface Save {
  holder: TokenHolder;
  userId: string;
  body: AddLinkedAccountBody;
  /** The flow and claim of a verified connect; nothing for a plain integration or an update in place. */
  proof: ConnectProof | undefined;
  idempotency: IdempotentWrite | undefined;
  requestId: string;
}

/** 201: a new account. 200: a live account of the same identity was updated in place. */
export interface Saved {
  status: 200 | 201;
  account: LinkedAccountRow;
}

/** Saves an account: completes its flow, stores it (or updates the live one of the same identity), remembers the key. */
export async function saveAccount(context: Context, save: Save): Promise<Saved> {
  const vault = await context.vault.of(save.holder.organisationId);
  return context.transact((tx) => saveOnce(context, tx, vault, save));
}

async function saveOnce(
  context: Context,
  tx: Tx,
  vault: Awaited<ReturnType<Context["vault"]["of"]>>,
  save: Save,
): Promise<Saved> {
  const { holder, userId, body } = save;
  // One save at a time for each person: the same key, the same identity or the same Connect can't be used twice.
  const person = await lockPerson(tx, { organisationId: holder.organisationId, userId });
  const repeated = await findRepeated(context, tx, save);
  if (repeated !== undefined) return repeated;
  refuseStrangers(person, save);

  const now = context.clock();
  const { organisationId } = holder;
  const identityKey = identityKeyOf(body);
  const owner = { organisationId, userId, authId: holder.authId };
  const existing = await lockLiveAccount(tx, { ...owner, identityKey });
  // Only a new account has to wait: a live one must not lose a rotated token because another one is being removed.
  if (existing === undefined && (await isDisconnecting(tx, owner))) throw new Problem("DISCONNECT_IN_PROGRESS");
  const linkedAccountId = existing?.linked_account_id ?? newId("linkedAccount");
  const isReconnect = await completeConnect(context, tx, { ...save, linkedAccountId, isNew: existing === undefined });
  // A save is a fresh grant: without a word on it, the account is healthy again.
  const columns = toColumns({ requires_reauthentication: false, ...body }, vault, linkedAccountId);

  const account =
    existing === undefined
      ? await insertAccount(tx, { ...emptyAccount(save, linkedAccountId, now), ...columns, identity_key: identityKey })
      : await updateLiveAccount(
          tx,
          { organisationId, linkedAccountId, version: existing.version },
          { ...columns, updated_at: now },
        );
  if (account === undefined) throw new Problem("VERSION_MISMATCH");

  const status = existing === undefined ? 201 : 200;
  if (
    save.idempotency !== undefined &&
    !(await rememberWrite(tx, save.idempotency, { status, linkedAccountId, now }))
  ) {
    throw new Problem("IDEMPOTENCY_KEY_REUSED");
  }
  await record(tx, {
    organisationId,
    at: now,
    action: existing === undefined ? "account.linked" : isReconnect ? "account.reconnected" : "account.updated",
    subjectId: userId,
    serviceId: holder.serviceId,
    detail: { linked_account: linkedAccountId, verified: account.verified },
    requestId: save.requestId,
  });
  return { status, account };
}

async function findRepeated(
  { clock }: Context,
  tx: Db,
  { idempotency, holder, userId }: Save,
): Promise<Saved | undefined> {
  if (idempotency === undefined) return undefined;
  const earlier = await findWrite(tx, idempotency, clock());
  if (earlier === undefined) return undefined;
  if (earlier.body_digest !== idempotency.bodyDigest) throw new Problem("IDEMPOTENCY_KEY_REUSED");
  const account = await findReadableAccount(tx, { ...holder, userId, linkedAccountId: earlier.linked_account_id });
  if (account === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
  return { status: earlier.status === 201 ? 201 : 200, account };
}

function refuseStrangers(person: PersonRow | undefined, { holder, body }: Save): void {
  if (person === undefined) throw new Problem("USER_NOT_FOUND");
  if (person.account_status !== "active") throw new Problem("USER_INACTIVE");
  if (body.auth_id !== holder.authId) throw new Problem("AUTH_ID_NOT_FOUND");
}

function emptyAccount({ holder, userId, body }: Save, linkedAccountId: string, now: Date) {
  return {
    organisation_id: holder.organisationId,
    linked_account_id: linkedAccountId,
    user_id: userId,
    service_id: holder.serviceId,
    auth_id: holder.authId,
    external_account_id: body.external_account_id,
    scopes: "[]",
    requires_reauthentication: false,
    state: "active" as const,
    verified: holder.kind === "verified",
    version: 1,
    created_at: now,
    updated_at: now,
  };
}
