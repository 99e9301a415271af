import type { HubEventType } from "@joinery/contract";
import type { Context } from "../context.ts";
import type { Tx } from "../store/tables.ts";

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

/** Puts an event into the outbox, in the transaction of the change it tells of. */
export async function publish(_context: Context, tx: Tx, event: PublishedEvent): Promise<void> {
  const subject = event.accountId ?? event.userId ?? event.organisationId;
  const { sequence } = await tx
    .insertInto("event_sequences")
    .values({ organisation_id: event.organisationId, subject_id: subject, sequence: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["organisation_id", "subject_id"])
        .doUpdateSet((column) => ({ sequence: column("event_sequences.sequence", "+", 1) })),
    )
    .returning("sequence")
    .executeTakeFirstOrThrow();
  await tx
    .insertInto("events")
    .values({
      organisation_id: event.organisationId,
      event_id: crypto.randomUUID(),
      type: event.type,
      account_id: event.accountId,
      user_id: event.userId,
      service_id: event.serviceId,
      sequence,
      data: JSON.stringify(event.detail ?? {}),
      created_at: event.at,
    })
    .execute();
}
