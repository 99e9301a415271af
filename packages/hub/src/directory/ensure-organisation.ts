import { sql } from "kysely";
import type { Db } from "../store/tables.ts";
import { createTransact } from "../store/transact.ts";
import { addOrganisation } from "./add-people.ts";

/** Any number will do, as long as all processes take the same. */
const LOCK = 7_315_226_105;

/** Finds the organisation of this database; the first start makes it. Processes that start together agree on one. */
export async function ensureOrganisation(db: Db, name: string, now: Date): Promise<string> {
  return createTransact(db)(async (tx) => {
    await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(tx);
    const oldest = await tx
      .selectFrom("organisations")
      .select("organisation_id")
      .orderBy("created_at")
      .orderBy("organisation_id")
      .executeTakeFirst();
    return oldest?.organisation_id ?? addOrganisation(tx, name, now);
  });
}
