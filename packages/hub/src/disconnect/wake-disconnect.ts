import type { Context } from "../context.ts";
import type { Tx } from "../store/tables.ts";
import type { DisconnectRef } from "./store.ts";

/** A renewal that a disconnect waits for has ended before its time: the integration is told at once. */
export async function wakeDisconnect({ jobs }: Context, tx: Tx, ref: DisconnectRef): Promise<void> {
  const { organisationId, linkedAccountId } = ref;
  await jobs.send(tx, "disconnect.attempt", { organisationId, linkedAccountId });
}
