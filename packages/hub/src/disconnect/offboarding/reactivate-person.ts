import { Problem } from "@joinery/contract";
import { record } from "../../audit/record.ts";
import type { Context } from "../../context.ts";
import { lockPerson, type PersonRef } from "../../directory/people.ts";
import { markActive } from "../../directory/people-store.ts";
import type { Tx } from "../../store/tables.ts";

/** Who is to come back, and on whose word. */
export interface Returning extends PersonRef {
  /** null: the identity provider's directory. */
  requestedBy: string | null;
  requestId: string | null;
}

/** Lets somebody sign in again. What was removed stays removed, and they are a member. Safe to repeat. */
export function reactivatePerson(context: Context, returning: Returning): Promise<void> {
  return context.transact((tx) => reactivateIn(context, tx, returning));
}

/** The same, for those who have more to write in the transaction. */
export async function reactivateIn(context: Context, tx: Tx, returning: Returning): Promise<void> {
  const person = await lockPerson(tx, returning);
  if (person === undefined || person.deleted_at !== null) throw new Problem("USER_NOT_FOUND");
  if (person.account_status === "active") return;
  await markActive(tx, returning);
  await record(tx, {
    organisationId: returning.organisationId,
    at: context.clock(),
    action: "person.reactivated",
    actorId: returning.requestedBy,
    subjectId: returning.userId,
    requestId: returning.requestId,
  });
}
