import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

const STATEMENTS = [
  `create table notices (
    organisation_id text not null,
    notice_id text not null,
    user_id text not null,
    kind text not null check (kind in ('account_broken', 'account_removed')),
    linked_account_id text not null,
    service_id text not null,
    external_account_id text not null,
    reason text,
    occurrence text not null,
    created_at timestamptz not null,
    dismissed_at timestamptz,
    settled_at timestamptz,
    mail_state text not null check (mail_state in ('off', 'waiting', 'sent', 'failed')),
    mail_attempts integer not null default 0,
    mailed_at timestamptz,
    primary key (organisation_id, notice_id),
    unique (organisation_id, linked_account_id, kind, occurrence),
    foreign key (organisation_id, user_id) references users
  )`,
  // One break is one notice, whoever says it and however often; what is over makes room for the next.
  `create unique index notices_open on notices (organisation_id, linked_account_id, kind) where settled_at is null`,
  `create index notices_by_age on notices (created_at)`,
  `create index notices_by_user on notices (organisation_id, user_id, created_at desc)`,
];

/** What people are told about their links: on their page, and once by e-mail. Forward only: there is no `down`. */
export const notices: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
