import type { HubEventType } from "@joinery/contract";
import type { Context } from "../context.ts";
import type { Tx } from "../store/tables.ts";
import { insertDelivery } from "./delivery-store.ts";
import { listListeners } from "./endpoint-store.ts";
import { countUp, insertEvent } from "./event-store.ts";

/** Something other systems are told of (contract 2.6). */
export interface PublishedEvent {
  organisationId: string;
  type: HubEventType;
  at: Date;
  userId: string | null;
  serviceId: string | null;
  accountId: string | null;
  /** The rest of `data`: `reason`, `flow`, `receipt`. */
  detail?: Record<string, unknown>;
}

/** Puts an event into the outbox, in the transaction of the change it tells of, for every endpoint that wants it. */
export async function publish(context: Context, tx: Tx, event: PublishedEvent): Promise<void> {
  const { organisationId } = event;
  const subjectId = event.accountId ?? event.userId ?? organisationId;
  const sequence = await countUp(tx, organisationId, subjectId);
  const eventId = crypto.randomUUID();
  await insertEvent(tx, {
    organisation_id: organisationId,
    event_id: eventId,
    type: event.type,
    account_id: event.accountId,
    user_id: event.userId,
    service_id: event.serviceId,
    sequence,
    data: JSON.stringify(event.detail ?? {}),
    created_at: event.at,
  });
  for (const { endpoint_id, types } of await listListeners(tx, organisationId)) {
    if (types.length > 0 && !types.includes(event.type)) continue;
    const deliveryId = crypto.randomUUID();
    await insertDelivery(tx, {
      organisation_id: organisationId,
      delivery_id: deliveryId,
      event_id: eventId,
      endpoint_id,
      subject_id: subjectId,
      sequence,
      next_attempt_at: event.at,
      replay: false,
      created_at: event.at,
    });
    await context.jobs.send(tx, "event.deliver", { organisationId, deliveryId });
  }
}
