import type { Insertable, Selectable } from "kysely";
import type { Db, EventTable, Tx } from "../store/tables.ts";

export type EventRow = Selectable<EventTable>;

/** Names one event of one organisation. */
export interface EventRef {
  organisationId: string;
  eventId: string;
}

/**
 * Counts the events of an account, or of a person where there is no account. Whoever counts holds the number until the end
 * of the transaction, so that numbers follow the order of commits.
 */
export async function countUp(tx: Tx, organisationId: string, subjectId: string): Promise<number> {
  const { sequence } = await tx
    .insertInto("event_sequences")
    .values({ organisation_id: organisationId, subject_id: subjectId, sequence: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["organisation_id", "subject_id"])
        .doUpdateSet((column) => ({ sequence: column("event_sequences.sequence", "+", 1) })),
    )
    .returning("sequence")
    .executeTakeFirstOrThrow();
  return sequence;
}

/** Puts an event into the outbox. */
export async function insertEvent(tx: Tx, row: Insertable<EventTable>): Promise<void> {
  await tx.insertInto("events").values(row).execute();
}

/** Finds an event; one that has been forgotten is not there any more. */
export function findEvent(db: Db, ref: EventRef): Promise<EventRow | undefined> {
  return db
    .selectFrom("events")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: event of the organisation
    .where("event_id", "=", ref.eventId)
    .executeTakeFirst();
}

/** Forgets what nobody looks up any more. A replay keeps its event until the replay is old as well. */
export async function forgetOldEvents(db: Db, before: Date): Promise<void> {
  await db.deleteFrom("event_deliveries").where("created_at", "<", before).execute();
  await db
    .deleteFrom("events")
    .where("created_at", "<", before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("event_deliveries")
            .select("delivery_id")
            .whereRef("event_deliveries.organisation_id", "=", "events.organisation_id")
            .whereRef("event_deliveries.event_id", "=", "events.event_id"),
        ),
      ),
    )
    .execute();
}
