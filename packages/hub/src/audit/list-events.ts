import type { AuditRow } from "@joinery/contract/pages";
import { type Selectable, sql } from "kysely";
import { namesOf } from "../directory/people.ts";
import { type Cursor, PAGE_SIZE, toPage } from "../http/cursor.ts";
import { integrationNamesOf } from "../integrations/store.ts";
import type { AuditEventTable, Db } from "../store/tables.ts";

/** Lists what happened in an organisation, newest first. */
export async function listEvents(db: Db, organisationId: string, before: Cursor | undefined) {
  const rows = await db
    .selectFrom("audit_events")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: audit of the organisation
    .$if(before !== undefined, (query) =>
      query.where(sql<boolean>`(at, event_id) < (${before?.at ?? null}, ${before?.id ?? null})`),
    )
    .orderBy("at", "desc")
    .orderBy("event_id", "desc")
    .limit(PAGE_SIZE + 1)
    .execute();
  const people = await namesOf(
    db,
    organisationId,
    rows.flatMap((row) => [row.actor_id, row.subject_id]),
  );
  const integrations = await integrationNamesOf(db, organisationId);
  return toPage(rows, cursorOf, (row) => toAuditRow(row, people, integrations));
}

function cursorOf(row: Selectable<AuditEventTable>): Cursor {
  return { at: row.at, id: row.event_id };
}

function toAuditRow(
  row: Selectable<AuditEventTable>,
  people: Map<string, string | null>,
  integrations: Map<string, string>,
): AuditRow {
  const person = (id: string | null) => (id === null ? null : { user_id: id, display_name: people.get(id) ?? null });
  return {
    event_id: row.event_id,
    at: row.at.toISOString(),
    action: row.action,
    actor: person(row.actor_id),
    subject: person(row.subject_id),
    service_id: row.service_id,
    integration_name: row.service_id === null ? null : (integrations.get(row.service_id) ?? null),
    detail: row.detail,
    request_id: row.request_id,
  };
}
