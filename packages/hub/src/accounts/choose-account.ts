import { Problem } from "@joinery/contract";
import type { ChoiceAnswer, PendingChoice } from "@joinery/contract/pages";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { lockPerson } from "../directory/people.ts";
import { beginDisconnect } from "../disconnect/begin-disconnect.ts";
import type { Tx } from "../store/tables.ts";
import { markChosen } from "./choice-store.ts";
import { type AccountRef, findAccountOfUser, findLiveAccount, type LinkedAccountRow } from "./store.ts";
import { publishAccount } from "./tell-save.ts";

/** An account of whoever is signed in. */
type Owned = Omit<AccountRef, "serviceId">;

/** Who chooses. */
export interface Chooser {
  actorId: string;
  requestId: string;
}

/**
 * Does what the owner has chosen about a pending account (contract 2.3), all of it in one transaction: the account becomes
 * live or is disconnected, and so is the one that it replaces. A choice is made once. The integration is told by the job that
 * goes with a disconnect, so its silence keeps nobody waiting.
 */
export async function chooseAccount(
  context: Context,
  ref: Owned,
  choice: PendingChoice,
  chooser: Chooser,
): Promise<ChoiceAnswer> {
  return context.transact(async (tx) => {
    // Saves lock the person too: none can take the pending account's identity, or its place, meanwhile.
    await lockPerson(tx, ref);
    const pending = await findAccountOfUser(tx, ref);
    if (pending === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
    const old = await findOld(tx, pending);
    if (choice === "cancel") {
      if (pending.state !== "pending") throw new Problem("CHOICE_MADE");
      const cancelled = await beginDisconnect(context, tx, { ...ref, cause: "cancelled", ...chooser });
      if (cancelled === undefined) throw new Problem("CHOICE_MADE");
      await tellChoice(context, tx, pending, choice, chooser);
      return { linked_account_id: (old ?? pending).linked_account_id, receipt_of: pending.linked_account_id };
    }
    const chosen = await markChosen(tx, ref, context.clock());
    if (chosen === undefined) throw new Problem("CHOICE_MADE");
    await tellChoice(context, tx, chosen, choice, chooser);
    const answer = { linked_account_id: chosen.linked_account_id, receipt_of: null };
    if (choice === "add" || old === undefined) return answer;
    const oldRef = { ...ref, linkedAccountId: old.linked_account_id };
    const replaced = await beginDisconnect(context, tx, { ...oldRef, cause: "replaced", ...chooser });
    return { ...answer, receipt_of: replaced?.linked_account_id ?? null };
  });
}

/** The account that a pending one was meant to repair, as long as it is live. */
function findOld(tx: Tx, { pending_for, ...row }: LinkedAccountRow): Promise<LinkedAccountRow | undefined> {
  if (pending_for === null) return Promise.resolve(undefined);
  return findLiveAccount(tx, {
    organisationId: row.organisation_id,
    userId: row.user_id,
    serviceId: row.service_id,
    linkedAccountId: pending_for,
  });
}

async function tellChoice(
  context: Context,
  tx: Tx,
  account: LinkedAccountRow,
  choice: PendingChoice,
  { actorId, requestId }: Chooser,
): Promise<void> {
  const at = context.clock();
  await record(tx, {
    organisationId: account.organisation_id,
    at,
    action: "account.choice_made",
    actorId,
    subjectId: account.user_id,
    serviceId: account.service_id,
    detail: { linked_account: account.linked_account_id, choice },
    requestId,
  });
  if (choice !== "cancel") await publishAccount(context, tx, "account.linked", account, at);
}
