import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** What was written under a lease, so that the same write counts once. Forward only: there is no `down`. */
export const leaseWritten: Migration = {
  async up(db: Kysely<unknown>) {
    await sql`alter table linked_accounts add column lease_written text`.execute(db);
  },
};
