import { Problem } from "@joinery/contract";
import type { Insertable, Selectable, Updateable } from "kysely";
import type { Db, EventEndpointTable, Tx } from "../store/tables.ts";

export type EndpointRow = Selectable<EventEndpointTable>;

/** Names one endpoint of one organisation. */
export interface EndpointRef {
  organisationId: string;
  endpointId: string;
}

/** Stores a new endpoint. */
export async function insertEndpoint(tx: Tx, row: Insertable<EventEndpointTable>): Promise<void> {
  await tx.insertInto("event_endpoints").values(row).execute();
}

/** Gets an endpoint of an organisation; refuses with `EVENT_ENDPOINT_NOT_FOUND`. */
export async function getEndpoint(db: Db, ref: EndpointRef): Promise<EndpointRow> {
  const row = await db
    .selectFrom("event_endpoints")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: endpoint of the organisation
    .where("endpoint_id", "=", ref.endpointId)
    .executeTakeFirst();
  if (row === undefined) throw new Problem("EVENT_ENDPOINT_NOT_FOUND");
  return row;
}

/** Lists the endpoints of an organisation, oldest first. */
export function listEndpoints(db: Db, organisationId: string): Promise<EndpointRow[]> {
  return db
    .selectFrom("event_endpoints")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: endpoints of the organisation
    .orderBy("created_at")
    .orderBy("endpoint_id")
    .execute();
}

/**
 * Lists the endpoints that are switched on, and keeps them from being deleted until the transaction ends: a delivery to one
 * that is gone would break the change that the event tells of.
 */
export function listListeners(tx: Tx, organisationId: string) {
  return tx
    .selectFrom("event_endpoints")
    .select(["endpoint_id", "types"])
    .where("organisation_id", "=", organisationId) // owner: listeners of the organisation
    .where("enabled", "=", true)
    .orderBy("endpoint_id")
    .forKeyShare()
    .execute();
}

/** Changes an endpoint; resolves to `undefined` when there is none. */
export function updateEndpoint(
  tx: Tx,
  ref: EndpointRef,
  change: Updateable<EventEndpointTable>,
): Promise<EndpointRow | undefined> {
  return tx
    .updateTable("event_endpoints")
    .set(change)
    .where("organisation_id", "=", ref.organisationId) // owner: changed endpoint of the organisation
    .where("endpoint_id", "=", ref.endpointId)
    .returningAll()
    .executeTakeFirst();
}

/** Something got through: it is not failing any more. */
export async function markReached(tx: Tx, ref: EndpointRef): Promise<void> {
  await tx
    .updateTable("event_endpoints")
    .set({ failing_since: null })
    .where("organisation_id", "=", ref.organisationId) // owner: reached endpoint of the organisation
    .where("endpoint_id", "=", ref.endpointId)
    .where("failing_since", "is not", null)
    .execute();
}

/**
 * Nothing got through this time; resolves to the endpoint with the moment from which on that has been so. `undefined` when it
 * has another address by now, of which this says nothing.
 */
export function markFailing(tx: Tx, ref: EndpointRef & { url: string }, now: Date): Promise<EndpointRow | undefined> {
  return tx
    .updateTable("event_endpoints")
    .set((column) => ({ failing_since: column.fn.coalesce("failing_since", column.val(now)) }))
    .where("organisation_id", "=", ref.organisationId) // owner: failing endpoint of the organisation
    .where("endpoint_id", "=", ref.endpointId)
    .where("url", "=", ref.url)
    .returningAll()
    .executeTakeFirst();
}

/** Switches an endpoint off; `false` when it is off already. */
export async function markDisabled(
  tx: Tx,
  ref: EndpointRef,
  reason: "administrator" | "gone" | "failing",
  now: Date,
): Promise<boolean> {
  const result = await tx
    .updateTable("event_endpoints")
    .set({ enabled: false, disabled_reason: reason, disabled_at: now })
    .where("organisation_id", "=", ref.organisationId) // owner: disabled endpoint of the organisation
    .where("endpoint_id", "=", ref.endpointId)
    .where("enabled", "=", true)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Keeps new deliveries from being made until the transaction ends; `undefined` when there is no such endpoint. */
export function lockEndpoint(tx: Tx, ref: EndpointRef): Promise<EndpointRow | undefined> {
  return tx
    .selectFrom("event_endpoints")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: locked endpoint of the organisation
    .where("endpoint_id", "=", ref.endpointId)
    .forUpdate()
    .executeTakeFirst();
}

/** Removes an endpoint that has no deliveries any more. */
export async function deleteEndpointRow(tx: Tx, ref: EndpointRef): Promise<void> {
  await tx
    .deleteFrom("event_endpoints")
    .where("organisation_id", "=", ref.organisationId) // owner: removed endpoint of the organisation
    .where("endpoint_id", "=", ref.endpointId)
    .execute();
}
