import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

const STATEMENTS = [
  `alter table linked_accounts add column attention_reason text check (attention_reason in ('requires_reauthentication', 'rotation_lost'))`,
  `update linked_accounts set attention_reason = 'requires_reauthentication' where state = 'attention'`,
  `alter table linked_accounts add column lease text`,
  `alter table linked_accounts add column lease_until timestamptz`,
  `alter table linked_accounts add column lease_lost boolean not null default false`,
  `drop index linked_accounts_live`,
  `create unique index linked_accounts_kept on linked_accounts (organisation_id, user_id, auth_id, identity_key)
    where state in ('pending', 'active', 'attention')`,
  `alter table integrations add column scopes jsonb not null default '[]'`,
];

/** Leases for refreshing, why an account needs attention, one pending account for each identity, and what an integration asks people to allow. Forward only: there is no `down`. */
export const leases: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
