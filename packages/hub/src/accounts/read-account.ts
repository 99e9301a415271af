import { Problem } from "@joinery/contract";
import type { Context } from "../context.ts";
import type { AccountRef, LinkedAccountRow } from "./store.ts";

/** Reads an account for its integration, tokens and all; for a live one that counts as its last use. */
export async function readAccount(
  { gathered, clock, accountUses }: Context,
  ref: AccountRef,
): Promise<LinkedAccountRow> {
  const now = clock();
  const row = await gathered.findReadableAccount(ref);
  if (row === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
  if (row.state !== "disconnecting")
    accountUses.note({ organisationId: ref.organisationId, linkedAccountId: ref.linkedAccountId }, now);
  return row;
}
