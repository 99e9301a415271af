import { Problem } from "@joinery/contract";
import { type LinkedAccountRow, listAccountsToRemove } from "../../accounts/store.ts";
import { record } from "../../audit/record.ts";
import { endFlowsOfPerson } from "../../connect/end-flows-of-person.ts";
import type { Context } from "../../context.ts";
import { lockPerson, type PersonRef } from "../../directory/people.ts";
import { lockAdministrators, markInactive } from "../../directory/people-store.ts";
import { endSessionsOf } from "../../directory/sessions.ts";
import { publish } from "../../events/publish.ts";
import type { Tx } from "../../store/tables.ts";
import { beginDisconnect } from "../begin-disconnect.ts";
import { adoptOpenDisconnects, findNewestOffboarding, insertOffboarding } from "./offboarding-store.ts";
import { tellAtOnce } from "./tell-at-once.ts";

/** Who is to leave, and on whose word. */
export interface Leaving extends PersonRef {
  source: "administrator" | "csv" | "scim";
  /** null: the identity provider's directory. */
  requestedBy: string | null;
  requestId: string | null;
}

/** An offboarding that stands, and the accounts whose integrations have not been told yet. */
export interface Offboarded {
  offboardingId: string;
  accounts: LinkedAccountRow[];
}

/**
 * Offboards somebody: in one transaction they are inactive, their sessions and open connects are ended, and every linked
 * account is being disconnected. Then the integrations are told, for a few seconds here and by the jobs after that.
 * Offboarding somebody again answers what stands already.
 */
export async function offboardPerson(context: Context, leaving: Leaving): Promise<string> {
  const offboarded = await context.transact((tx) => offboardIn(context, tx, leaving));
  await tellAtOnce(context, offboarded.accounts, leaving);
  return offboarded.offboardingId;
}

/** The part of an offboarding that is one transaction, for those who have more to write in it. They tell the integrations after its commit. */
export async function offboardIn(context: Context, tx: Tx, leaving: Leaving): Promise<Offboarded> {
  const now = context.clock();
  // A directory has the last word on who works here; a person at a button can be mistaken.
  const administrators = leaving.source === "scim" ? [] : await lockAdministrators(tx, leaving.organisationId);
  const person = await lockPerson(tx, leaving);
  if (person === undefined || person.deleted_at !== null) throw new Problem("USER_NOT_FOUND");
  if (person.account_status === "inactive") {
    const standing = await findNewestOffboarding(tx, leaving);
    if (standing !== undefined && person.deactivated_at !== null && standing.started_at >= person.deactivated_at) {
      return { offboardingId: standing.offboarding_id, accounts: [] };
    }
  }
  if (administrators.length === 1 && administrators[0] === leaving.userId) throw new Problem("LAST_ADMINISTRATOR");

  const offboardingId = crypto.randomUUID();
  await markInactive(tx, leaving, now);
  const sessions = await endSessionsOf(tx, leaving, now, leaving.requestedBy);
  const flowsEnded = await endFlowsOfPerson(context, tx, leaving, {
    actorId: leaving.requestedBy,
    requestId: leaving.requestId,
  });
  await insertOffboarding(tx, {
    organisation_id: leaving.organisationId,
    offboarding_id: offboardingId,
    user_id: leaving.userId,
    source: leaving.source,
    requested_by: leaving.requestedBy,
    started_at: now,
    sessions_ended: sessions.length,
    flows_ended: flowsEnded,
  });
  await adoptOpenDisconnects(tx, leaving, offboardingId);
  const accounts = await removeAccounts(context, tx, leaving, offboardingId);
  await tell(context, tx, leaving, {
    offboarding: offboardingId,
    source: leaving.source,
    sessions_ended: sessions.length,
    flows_ended: flowsEnded,
    accounts: accounts.length,
  });
  return { offboardingId, accounts };
}

async function removeAccounts(context: Context, tx: Tx, leaving: Leaving, offboardingId: string) {
  const removed: LinkedAccountRow[] = [];
  for (const { linked_account_id: linkedAccountId } of await listAccountsToRemove(tx, leaving)) {
    const account = await beginDisconnect(context, tx, {
      organisationId: leaving.organisationId,
      userId: leaving.userId,
      linkedAccountId,
      cause: "offboarding",
      actorId: leaving.requestedBy,
      offboardingId,
      requestId: leaving.requestId,
    });
    if (account !== undefined) removed.push(account);
  }
  return removed;
}

async function tell(
  context: Context,
  tx: Tx,
  leaving: Leaving,
  detail: Record<string, string | number>,
): Promise<void> {
  const at = context.clock();
  await record(tx, {
    organisationId: leaving.organisationId,
    at,
    action: "person.offboarded",
    actorId: leaving.requestedBy,
    subjectId: leaving.userId,
    detail,
    requestId: leaving.requestId,
  });
  await publish(context, tx, {
    organisationId: leaving.organisationId,
    type: "user.deprovisioned",
    at,
    userId: leaving.userId,
    serviceId: null,
    accountId: null,
    detail: { reason: leaving.source },
  });
}
