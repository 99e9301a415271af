import type { Context } from "../context.ts";
import type { Tx } from "../store/tables.ts";
import { releaseDeliveries } from "./delivery-store.ts";
import type { EndpointRef } from "./endpoint-store.ts";

/** Sends everything that waits for an endpoint, now: it was switched on, or answers again. */
export async function sendWaiting(
  context: Context,
  tx: Tx,
  ref: EndpointRef,
  when: { now: Date; anew: boolean },
): Promise<void> {
  for (const deliveryId of await releaseDeliveries(tx, ref, when)) {
    await context.jobs.send(tx, "event.deliver", { organisationId: ref.organisationId, deliveryId });
  }
}
