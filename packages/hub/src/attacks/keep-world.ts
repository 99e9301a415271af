import { sql } from "kysely";
import type { TestHub } from "../testing/start-hub.ts";
import { OWNED } from "./look.ts";

/** What is deleted stays in the files of its table and slows everything down: every so often they are begun anew. */
const DELETED_BEFORE_TRUNCATED = 20;

/**
 * Keeps everything that the organisations own as it is now; answers how to bring that back. Everybody has just signed in
 * then: a clock that a row sets forward is not set back.
 */
export async function keepWorld({ hub }: TestHub): Promise<() => Promise<void>> {
  const { db, clock } = hub.context;
  const tables = [...OWNED, "data_keys"];
  for (const table of tables) {
    await sql`create table ${sql.table(`kept_${table}`)} as select * from ${sql.table(table)}`.execute(db);
  }
  // One statement: PGlite takes no more at a time.
  const inOneStatement = (steps: string[]) => sql.raw(`do $$ begin ${steps.join("\n")} end $$`);
  const fill = tables.map((table) => `insert into ${table} select * from kept_${table};`);
  const empty = tables.toReversed().map((table) => `delete from ${table};`);
  const jobs = "delete from joinery_jobs.job;";
  const quick = inOneStatement([...empty, ...fill, jobs]);
  const thorough = inOneStatement([`truncate ${tables.join(", ")};`, ...fill, jobs]);
  let deleted = 0;
  return async () => {
    deleted = (deleted + 1) % DELETED_BEFORE_TRUNCATED;
    await (deleted === 0 ? thorough : quick).execute(db);
    const now = clock();
    await db.updateTable("sessions").set({ created_at: now, last_seen_at: now, authenticated_at: now }).execute();
  };
}
