import type { Context } from "../context.ts";
import type { Tx } from "../store/tables.ts";
import type { AccountRef } from "./store.ts";

/** A disconnect that waited for a renewal goes on at once. */
export async function wakeDisconnect({ jobs }: Context, tx: Tx, ref: AccountRef): Promise<void> {
  const { organisationId, linkedAccountId } = ref;
  await jobs.send(tx, "disconnect.attempt", { organisationId, linkedAccountId });
}
