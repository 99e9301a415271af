import { type Selectable, sql } from "kysely";
import type { PersonRef } from "../../directory/people.ts";
import { type Cursor, PAGE_SIZE } from "../../http/cursor.ts";
import type { Db, OffboardingTable, Tx } from "../../store/tables.ts";
import type { DisconnectRow } from "../store.ts";

export type OffboardingRow = Selectable<OffboardingTable>;

/** Names one offboarding of one organisation. */
export interface OffboardingRef {
  organisationId: string;
  offboardingId: string;
}

/** Stores an offboarding, with what ended at once. */
export async function insertOffboarding(tx: Tx, row: OffboardingRow): Promise<void> {
  await tx.insertInto("offboardings").values(row).execute();
}

/** Finds an offboarding of an organisation. */
export function findOffboarding(db: Db, ref: OffboardingRef): Promise<OffboardingRow | undefined> {
  return db
    .selectFrom("offboardings")
    .selectAll()
    .where("organisation_id", "=", ref.organisationId) // owner: offboarding of the organisation
    .where("offboarding_id", "=", ref.offboardingId)
    .executeTakeFirst();
}

/** Finds the newest offboarding of a person; they may have come back since. */
export function findNewestOffboarding(db: Db, person: PersonRef): Promise<OffboardingRow | undefined> {
  return db
    .selectFrom("offboardings")
    .selectAll()
    .where("organisation_id", "=", person.organisationId) // owner: newest offboarding of the organisation
    .where("user_id", "=", person.userId)
    .orderBy("started_at", "desc")
    .orderBy("offboarding_id")
    .limit(1)
    .executeTakeFirst();
}

/** Lists offboardings, newest first, with one row more than a page shows. */
export function listOffboardings(
  db: Db,
  organisationId: string,
  before: Cursor | undefined,
): Promise<OffboardingRow[]> {
  return db
    .selectFrom("offboardings")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: offboardings of the organisation
    .$if(before !== undefined, (query) =>
      query.where(sql<boolean>`(started_at, offboarding_id) < (${before?.at ?? null}, ${before?.id ?? null})`),
    )
    .orderBy("started_at", "desc")
    .orderBy("offboarding_id", "desc")
    .limit(PAGE_SIZE + 1)
    .execute();
}

/**
 * Takes the disconnects of a leaver that nobody has acknowledged into the report: they began earlier, and through them the
 * person could still reach something.
 */
export async function adoptOpenDisconnects(tx: Tx, person: PersonRef, offboardingId: string): Promise<void> {
  await tx
    .updateTable("disconnects")
    .set({ offboarding_id: offboardingId })
    .where("organisation_id", "=", person.organisationId) // owner: open disconnects of a leaver of the organisation
    .where("user_id", "=", person.userId)
    .where("acknowledgement", "is", null)
    .where("offboarding_id", "is", null)
    .execute();
}

/** Lists the receipts of some offboardings. */
export function listDisconnectsOf(
  db: Db,
  organisationId: string,
  offboardingIds: readonly string[],
): Promise<DisconnectRow[]> {
  if (offboardingIds.length === 0) return Promise.resolve([]);
  return db
    .selectFrom("disconnects")
    .selectAll()
    .where("organisation_id", "=", organisationId) // owner: receipts of an offboarding of the organisation
    .where("offboarding_id", "in", offboardingIds)
    .orderBy("external_account_id")
    .orderBy("linked_account_id")
    .execute();
}
