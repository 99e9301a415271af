import { type AddLinkedAccountBody, newId, Problem } from "@joinery/contract";
import { type ConnectProof, completeConnect, remarkOn } from "../connect/complete-connect.ts";
import type { Context } from "../context.ts";
import { lockPerson, type PersonRow } from "../directory/people.ts";
import type { TokenHolder } from "../http/environment.ts";
import type { OrganisationVault } from "../secrets/vault.ts";
import type { Db, Tx } from "../store/tables.ts";
import { toColumns } from "./columns.ts";
import { findWrite, type IdempotentWrite, rememberWrite } from "./idempotency.ts";
import { identityKeyOf } from "./identity.ts";
import { findStandingAccount } from "./integration-store.ts";
import { type Landing, landingOf } from "./landing.ts";
import { bringsToken, hasTokenFields } from "./lease-rules.ts";
import {
  findLiveAccount,
  insertAccount,
  isDisconnecting,
  type LinkedAccountRow,
  lockAccountOfIdentity,
  updateAccount,
} from "./store.ts";
import { tellSave } from "./tell-save.ts";

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

/** What a save came to; see `Landing` for the statuses. */
export interface Saved {
  status: Landing["status"];
  account: LinkedAccountRow;
}

/** Saves an account: completes its flow, stores it (or updates the one of the same identity), remembers the key. */
export async function saveAccount(context: Context, save: Save): Promise<Saved> {
  const vault = await context.vault.of(save.holder.organisationId);
  return context.transact((tx) => saveOnce(context, tx, vault, save));
}

async function saveOnce(context: Context, tx: Tx, vault: OrganisationVault, save: Save): Promise<Saved> {
  const { holder, userId, body } = save;
  // One save at a time for each person: the same key, the same identity or the same Connect can't be used twice.
  const person = await lockPerson(tx, { organisationId: holder.organisationId, userId });
  const repeated = await findRepeated(context, tx, save);
  if (repeated !== undefined) return repeated;
  refuseStrangers(person, save);

  const now = context.clock();
  const owner = { organisationId: holder.organisationId, userId, authId: holder.authId };
  const found = await lockAccountOfIdentity(tx, { ...owner, identityKey: identityKeyOf(body) });
  // Only a new account has to wait: a live one must not lose a rotated token because another one is being removed.
  if (found === undefined && (await isDisconnecting(tx, owner))) throw new Problem("DISCONNECT_IN_PROGRESS");
  const linkedAccountId = found?.linked_account_id ?? newId("linkedAccount");
  const isNew = found === undefined || found.state === "pending";
  const flow = await completeConnect(context, tx, { ...save, linkedAccountId, isNew });
  const brokenId = flow?.reconnect_account_id ?? null;
  const broken =
    brokenId === null
      ? undefined
      : await findLiveAccount(tx, { ...owner, serviceId: holder.serviceId, linkedAccountId: brokenId });
  const landing = landingOf(found, broken);
  if (flow !== undefined && landing.remark !== null) await remarkOn(tx, flow, landing.remark);

  const account = await write(tx, vault, { save, found, linkedAccountId, landing, isConnect: flow !== undefined, now });
  const { status } = landing;
  if (
    save.idempotency !== undefined &&
    !(await rememberWrite(tx, save.idempotency, { status, linkedAccountId, now }))
  ) {
    throw new Problem("IDEMPOTENCY_KEY_REUSED");
  }
  await tellSave(context, tx, {
    before: found,
    after: account,
    status,
    isConnect: flow !== undefined,
    at: now,
    requestId: save.requestId,
  });
  return { status, account };
}

interface Write {
  save: Save;
  found: LinkedAccountRow | undefined;
  linkedAccountId: string;
  landing: Landing;
  isConnect: boolean;
  now: Date;
}

async function write(
  tx: Tx,
  vault: OrganisationVault,
  { save, found, linkedAccountId, landing, isConnect, now }: Write,
): Promise<LinkedAccountRow> {
  const { organisationId } = save.holder;
  // A save is a fresh grant: without a word on it, the account is healthy again.
  const columns = {
    ...toColumns({ requires_reauthentication: false, ...save.body }, vault, linkedAccountId),
    ...(landing.status === 202 ? { state: "pending" as const } : {}),
    pending_for: landing.pendingFor,
  };
  if (found === undefined) {
    const identity = { identity_key: identityKeyOf(save.body) };
    const account = await insertAccount(tx, { ...emptyAccount(save, linkedAccountId, now), ...columns, ...identity });
    if (account === undefined) throw new Problem("VERSION_MISMATCH");
    return account;
  }
  // After a connect nothing that was begun with the old grant may be written any more: its leases are over.
  const leaseColumns = isConnect
    ? { lease: null, lease_until: null, lease_lost: false }
    : bringsToken(save.body)
      ? { lease_until: null, lease_lost: false }
      : {};
  const fence = {
    version: found.version,
    unheldAt: isConnect || !hasTokenFields(save.body) ? undefined : now,
  };
  const change = { ...columns, ...leaseColumns, updated_at: now };
  const account = await updateAccount(tx, { organisationId, linkedAccountId }, fence, change);
  // The row is locked and its version known, so only somebody's lease can stand in the way.
  if (account === undefined) throw new Problem("LEASE_REQUIRED");
  return account;
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
  const account = await findStandingAccount(tx, { ...holder, userId, linkedAccountId: earlier.linked_account_id });
  if (account === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
  return { status: earlier.status === 201 || earlier.status === 202 ? earlier.status : 200, account };
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
