import { type Insertable, type Selectable, sql } from "kysely";
import type { Cursor } from "../http/cursor.ts";
import { PAGE_SIZE } from "../http/cursor.ts";
import type { Db, EventAttemptTable, Tx } from "../store/tables.ts";
import type { EndpointRef } from "./endpoint-store.ts";

export type AttemptRow = Selectable<EventAttemptTable>;
export type LoggedDelivery = Awaited<ReturnType<typeof listDeliveries>>[number];

/** Logs one attempt: how it ended and how long it took, never what was said. */
export async function insertAttempt(tx: Tx, row: Insertable<EventAttemptTable>): Promise<void> {
  await tx.insertInto("event_attempts").values(row).execute();
}

/** Lists the deliveries to an endpoint with their events, newest first: a page and one more. */
export function listDeliveries(db: Db, ref: EndpointRef, before: Cursor | undefined) {
  return db
    .selectFrom("event_deliveries as delivery")
    .innerJoin("events as event", (join) =>
      join
        .onRef("event.organisation_id", "=", "delivery.organisation_id")
        .onRef("event.event_id", "=", "delivery.event_id"),
    )
    .selectAll("delivery")
    .select(["event.type", "event.account_id"])
    .where("delivery.organisation_id", "=", ref.organisationId) // owner: listed deliveries of the organisation
    .where("delivery.endpoint_id", "=", ref.endpointId)
    .$if(before !== undefined, (query) =>
      query.where(
        sql<boolean>`(delivery.created_at, delivery.delivery_id) < (${before?.at ?? null}, ${before?.id ?? null})`,
      ),
    )
    .orderBy("delivery.created_at", "desc")
    .orderBy("delivery.delivery_id", "desc")
    .limit(PAGE_SIZE + 1)
    .execute();
}

/** Lists the attempts of deliveries in their order. */
export async function listAttempts(db: Db, organisationId: string, deliveryIds: string[]): Promise<AttemptRow[]> {
  if (deliveryIds.length === 0) return [];
  return db
    .selectFrom("event_attempts")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: attempts of the organisation
    .where("delivery_id", "in", deliveryIds)
    .orderBy("number")
    .execute();
}

/** Lists the newest delivery to each endpoint of an organisation. */
export function listLastDeliveries(db: Db, organisationId: string) {
  return db
    .selectFrom("event_deliveries")
    .distinctOn("endpoint_id")
    .select(["endpoint_id", "state", "created_at", "delivered_at"])
    .where("organisation_id", "=", organisationId) // owner: last deliveries of the organisation
    .orderBy("endpoint_id")
    .orderBy("created_at", "desc")
    .orderBy("delivery_id", "desc")
    .execute();
}
