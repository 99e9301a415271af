import type { Insertable, Selectable } from "kysely";
import type { Db, EventDeliveryTable, Tx } from "../store/tables.ts";
import type { EndpointRef } from "./endpoint-store.ts";

export type DeliveryRecord = Selectable<EventDeliveryTable>;

/** Names one delivery of one organisation. */
export interface DeliveryRef {
  organisationId: string;
  deliveryId: string;
}

/** Stores a delivery that waits. */
export async function insertDelivery(
  tx: Tx,
  row: Omit<Insertable<EventDeliveryTable>, "state" | "attempts">,
): Promise<void> {
  await tx
    .insertInto("event_deliveries")
    .values({ ...row, state: "waiting", attempts: 0 })
    .execute();
}

/** Finds a delivery. */
export function findDelivery(db: Db, ref: DeliveryRef): Promise<DeliveryRecord | undefined> {
  return db
    .selectFrom("event_deliveries")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: delivery of the organisation
    .where("delivery_id", "=", ref.deliveryId)
    .executeTakeFirst();
}

/** Finds a delivery that waits, and keeps others from taking it up until the transaction ends. */
export function lockWaitingDelivery(tx: Tx, ref: DeliveryRef): Promise<DeliveryRecord | undefined> {
  return tx
    .selectFrom("event_deliveries")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: waiting delivery of the organisation
    .where("delivery_id", "=", ref.deliveryId)
    .where("state", "=", "waiting")
    .forUpdate()
    .executeTakeFirst();
}

/** Whether an earlier event of the same account waits for the same endpoint: a young one, or one that is just due. */
export async function hasEarlierWaiting(
  tx: Tx,
  delivery: DeliveryRecord,
  { youngSince, dueBy }: { youngSince: Date; dueBy: Date },
): Promise<boolean> {
  const row = await tx
    .selectFrom("event_deliveries")
    .select("delivery_id")
    .where("organisation_id", "=", delivery.organisation_id) // owner: earlier delivery of the organisation
    .where("endpoint_id", "=", delivery.endpoint_id)
    .where("subject_id", "=", delivery.subject_id)
    .where("sequence", "<", delivery.sequence)
    .where("state", "=", "waiting")
    .where("replay", "=", false)
    .where((column) => column.or([column("created_at", ">", youngSince), column("next_attempt_at", "<=", dueBy)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Puts a delivery off without counting an attempt; `null`: until its endpoint is switched on. */
export async function markPostponed(tx: Tx, ref: DeliveryRef, until: Date | null): Promise<void> {
  await tx
    .updateTable("event_deliveries")
    .set({ next_attempt_at: until })
    .where("organisation_id", "=", ref.organisationId) // owner: postponed delivery of the organisation
    .where("delivery_id", "=", ref.deliveryId)
    .execute();
}

/** An attempt begins; nobody else begins one before `until`. */
export async function markAttempting(tx: Tx, ref: DeliveryRef, until: Date): Promise<void> {
  await tx
    .updateTable("event_deliveries")
    .set({ attempting_until: until })
    .where("organisation_id", "=", ref.organisationId) // owner: attempted delivery of the organisation
    .where("delivery_id", "=", ref.deliveryId)
    .execute();
}

/** What an attempt came to. */
export interface AttemptEnd {
  state: DeliveryRecord["state"];
  deliveredAt: Date | null;
  nextAttemptAt: Date | null;
  giveUpAt: Date | null;
}

/** Ends an attempt; resolves to its number, `undefined` when the delivery has ended or is gone meanwhile. */
export async function markAttempted(tx: Tx, ref: DeliveryRef, end: AttemptEnd): Promise<number | undefined> {
  const row = await tx
    .updateTable("event_deliveries")
    .set((column) => ({
      attempts: column("attempts", "+", 1),
      attempting_until: null,
      state: end.state,
      delivered_at: end.deliveredAt,
      next_attempt_at: end.nextAttemptAt,
      give_up_at: end.giveUpAt,
    }))
    .where("organisation_id", "=", ref.organisationId) // owner: ended attempt of the organisation
    .where("delivery_id", "=", ref.deliveryId)
    .where("state", "=", "waiting")
    .returning("attempts")
    .executeTakeFirst();
  return row?.attempts;
}

/** Lets what waits for an endpoint wait until it is switched on again. */
export async function holdDeliveries(tx: Tx, ref: EndpointRef): Promise<void> {
  await tx
    .updateTable("event_deliveries")
    .set({ next_attempt_at: null })
    .where("organisation_id", "=", ref.organisationId) // owner: held deliveries of the organisation
    .where("endpoint_id", "=", ref.endpointId)
    .where("state", "=", "waiting")
    .execute();
}

/** Makes what waits for an endpoint due; resolves to the ids. `anew`: its time to be delivered begins anew. */
export async function releaseDeliveries(
  tx: Tx,
  ref: EndpointRef,
  { now, anew }: { now: Date; anew: boolean },
): Promise<string[]> {
  const rows = await tx
    .updateTable("event_deliveries")
    .set({ next_attempt_at: now, ...(anew ? { give_up_at: null } : {}) })
    .where("organisation_id", "=", ref.organisationId) // owner: released deliveries of the organisation
    .where("endpoint_id", "=", ref.endpointId)
    .where("state", "=", "waiting")
    .returning("delivery_id")
    .execute();
  return rows.map((row) => row.delivery_id);
}

/** Forgets everything that was to be sent to an endpoint. */
export async function deleteDeliveriesOf(tx: Tx, ref: EndpointRef): Promise<void> {
  await tx
    .deleteFrom("event_deliveries")
    .where("organisation_id", "=", ref.organisationId) // owner: deliveries of the organisation's removed endpoint
    .where("endpoint_id", "=", ref.endpointId)
    .execute();
}
