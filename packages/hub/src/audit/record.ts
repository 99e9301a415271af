import type { AuditAction } from "@joinery/contract/pages";
import type { Db } from "../store/tables.ts";

/** One thing that happened, for the administrator. */
export interface AuditEvent {
  /** Given by whoever may have to record it again; then it is there once. */
  eventId?: string;
  organisationId: string;
  at: Date;
  action: AuditAction;
  /** Who did it; left out when it was nobody in particular: a clock, an integration. */
  actorId?: string | null;
  /** Whose account, flow or session it is about. */
  subjectId?: string | null;
  serviceId?: string | null;
  detail?: Record<string, string | number | boolean | null>;
  requestId?: string | null;
}

/** Records an event, in the transaction of the change it tells of. */
export function record(db: Db, event: AuditEvent): Promise<void> {
  return recordAll(db, [event]);
}

/** Records several events in one statement. */
export async function recordAll(db: Db, events: readonly AuditEvent[]): Promise<void> {
  await db
    .insertInto("audit_events")
    .values(events.map(toRow))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

function toRow(event: AuditEvent) {
  return {
    organisation_id: event.organisationId,
    event_id: event.eventId ?? crypto.randomUUID(),
    at: event.at,
    action: event.action,
    actor_id: event.actorId ?? null,
    subject_id: event.subjectId ?? null,
    service_id: event.serviceId ?? null,
    detail: JSON.stringify(event.detail ?? {}),
    request_id: event.requestId ?? null,
  };
}
