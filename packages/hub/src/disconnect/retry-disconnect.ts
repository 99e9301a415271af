import { Problem } from "@joinery/contract";
import { findAccountOfOrganisation } from "../accounts/store.ts";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { type Asker, attemptDisconnect } from "./attempt-disconnect.ts";
import { type DisconnectRef, findDisconnect } from "./store.ts";

/** An administrator tells the integration again, at once, also when attempts have stopped. One attempt, whatever comes of it. */
export async function retryDisconnect(context: Context, ref: DisconnectRef, asker: Asker): Promise<void> {
  const disconnect = await findDisconnect(context.db, ref);
  const account = await findAccountOfOrganisation(context.db, ref);
  if (disconnect === undefined || account === undefined) throw new Problem("DISCONNECT_NOT_FOUND");
  if (disconnect.acknowledgement !== null) throw new Problem("DISCONNECT_FINISHED");
  await record(context.db, {
    organisationId: ref.organisationId,
    at: context.clock(),
    action: "account.disconnect_retried",
    actorId: asker.actorId,
    subjectId: disconnect.user_id,
    serviceId: disconnect.service_id,
    detail: { linked_account: ref.linkedAccountId },
    requestId: asker.requestId,
  });
  await attemptDisconnect(context, account, asker, "any");
}
