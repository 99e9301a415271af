import { Problem } from "@joinery/contract";
import type { Context } from "../context.ts";
import { type AccountRef, findReadableAccount, type LinkedAccountRow, touchAccount } from "./store.ts";

/** Reads an account for its integration, tokens and all; for a live one that counts as its last use. */
export async function readAccount({ db, clock }: Context, ref: AccountRef): Promise<LinkedAccountRow> {
  const row = await findReadableAccount(db, ref);
  if (row === undefined) throw new Problem("LINKED_ACCOUNT_NOT_FOUND");
  if (row.state === "active" || row.state === "attention") await touchAccount(db, ref, clock());
  return row;
}
