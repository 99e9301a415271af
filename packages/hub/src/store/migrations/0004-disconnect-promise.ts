import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

const STATEMENTS = [
  `create table offboardings (
    organisation_id text not null references organisations,
    offboarding_id text not null,
    user_id text not null,
    source text not null check (source in ('administrator', 'csv', 'scim')),
    requested_by text,
    started_at timestamptz not null,
    sessions_ended integer not null,
    flows_ended integer not null,
    primary key (organisation_id, offboarding_id),
    foreign key (organisation_id, user_id) references users
  )`,
  `create index offboardings_by_user on offboardings (organisation_id, user_id, started_at desc)`,
  `alter table disconnects add column cause text not null default 'person' check (cause in ('person', 'administrator', 'offboarding', 'replaced', 'cancelled', 'integration'))`,
  `alter table disconnects add column offboarding_id text`,
  `alter table disconnects add column next_attempt_at timestamptz`,
  `alter table disconnects add column attempting_until timestamptz`,
  `alter table disconnects add column readable_until timestamptz`,
  `alter table disconnects add column stopped_at timestamptz`,
  `alter table disconnects add column finished_at timestamptz`,
  `alter table disconnects add column finished_by text`,
  `alter table disconnects add column shredded_at timestamptz`,
  `alter table disconnects drop constraint disconnects_acknowledgement_check`,
  `alter table disconnects add constraint disconnects_acknowledgement_check check (acknowledgement in ('acknowledged', 'unknown_account', 'finished_anyway'))`,
  `update disconnects set next_attempt_at = requested_at where acknowledged_at is null`,
  `create index disconnects_due on disconnects (next_attempt_at) where acknowledged_at is null and stopped_at is null`,
  `create index disconnects_stopped on disconnects (organisation_id, stopped_at) where acknowledged_at is null and stopped_at is not null`,
  `create index disconnects_by_offboarding on disconnects (organisation_id, offboarding_id) where offboarding_id is not null`,
  `create table scim_tokens (
    organisation_id text not null references organisations,
    token_id text not null,
    name text not null,
    token_digest text not null,
    hint text not null,
    created_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz,
    primary key (organisation_id, token_id)
  )`,
  `create index scim_tokens_by_digest on scim_tokens (token_digest)`,
];

/** Disconnects that are tried until they are acknowledged, and offboarding. Forward only: there is no `down`. */
export const disconnectPromise: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
