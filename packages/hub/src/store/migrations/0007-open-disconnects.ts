import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

const STATEMENTS = [
  // Neither could be used: what is open is told by its acknowledgement, also after it was finished without one.
  `drop index disconnects_due`,
  `drop index disconnects_stopped`,
  // Few at a time, of however many receipts: for the clockwork, and for the lists of administrators.
  `create index disconnects_open on disconnects (organisation_id, requested_at, linked_account_id) where acknowledgement is null`,
];

/** One index over disconnects that are not finished. Forward only: there is no `down`. */
export const openDisconnects: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
