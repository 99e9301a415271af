import type { Db } from "../store/tables.ts";

/** A write that an `Idempotency-Key` makes safe to repeat. */
export interface IdempotentWrite {
  organisationId: string;
  serviceId: string;
  key: string;
  bodyDigest: string;
}

const KEPT_DAYS = 7;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Remembers a write; answers `false` when the key was used before and is still kept. A parallel use waits until the first one
 * is decided.
 */
export async function rememberWrite(
  db: Db,
  write: IdempotentWrite,
  result: { status: number; linkedAccountId: string; now: Date },
): Promise<boolean> {
  const remembered = {
    body_digest: write.bodyDigest,
    status: result.status,
    linked_account_id: result.linkedAccountId,
    created_at: result.now,
  };
  const outcome = await db
    .insertInto("idempotency_keys")
    .values({
      organisation_id: write.organisationId,
      service_id: write.serviceId,
      idempotency_key: write.key,
      ...remembered,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["organisation_id", "service_id", "idempotency_key"])
        .doUpdateSet(remembered)
        // One whose time is over is free again, whether or not the clockwork has been here since.
        .where("idempotency_keys.created_at", "<=", keptSince(result.now)),
    )
    .executeTakeFirst();
  return (outcome.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Finds what a key was used for. */
export function findWrite(db: Db, write: IdempotentWrite, now: Date) {
  return db
    .selectFrom("idempotency_keys")
    .selectAll()
    .where("organisation_id", "=", write.organisationId) // owner: remembered write of the organisation
    .where("service_id", "=", write.serviceId) // owner: remembered write of the integration
    .where("idempotency_key", "=", write.key)
    .where("created_at", ">", keptSince(now))
    .executeTakeFirst();
}

/** Forgets keys that are older than they need to be kept. */
export async function forgetOldWrites(db: Db, now: Date): Promise<void> {
  await db.deleteFrom("idempotency_keys").where("created_at", "<=", keptSince(now)).execute();
}

/** What was remembered by then is over. */
function keptSince(now: Date): Date {
  return new Date(now.getTime() - KEPT_DAYS * DAY_MS);
}
