import { Problem } from "@joinery/contract";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import type { Actor } from "./change-endpoint.ts";
import { findDelivery, insertDelivery } from "./delivery-store.ts";
import { getEndpoint } from "./endpoint-store.ts";

/** Sends an event to an endpoint again: the same `webhook-id`, a new timestamp. Resolves to the id of the new delivery. */
export async function replayDelivery(context: Context, actor: Actor, deliveryId: string): Promise<string> {
  const { organisationId } = actor;
  const now = context.clock();
  const newDeliveryId = crypto.randomUUID();
  await context.transact(async (tx) => {
    const earlier = await findDelivery(tx, { organisationId, deliveryId });
    if (earlier === undefined) throw new Problem("DELIVERY_NOT_FOUND");
    const endpoint = await getEndpoint(tx, { organisationId, endpointId: earlier.endpoint_id });
    await insertDelivery(tx, {
      organisation_id: organisationId,
      delivery_id: newDeliveryId,
      event_id: earlier.event_id,
      endpoint_id: earlier.endpoint_id,
      subject_id: earlier.subject_id,
      sequence: earlier.sequence,
      // To an endpoint that is switched off it goes with everything else that waits.
      next_attempt_at: endpoint.enabled ? now : null,
      replay: true,
      created_at: now,
    });
    if (endpoint.enabled) await context.jobs.send(tx, "event.deliver", { organisationId, deliveryId: newDeliveryId });
    await record(tx, {
      organisationId,
      at: now,
      action: "event.replayed",
      actorId: actor.userId,
      detail: { endpoint: earlier.endpoint_id, event: earlier.event_id },
      requestId: actor.requestId,
    });
  });
  return newDeliveryId;
}
