import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

const STATEMENTS = [
  `alter table users add column user_name text`,
  `alter table users add column external_id text`,
  `alter table users add column oidc_issuer text`,
  `alter table users add column oidc_subject text`,
  `alter table users add column deactivated_at timestamptz`,
  `alter table users add column deleted_at timestamptz`,
  `alter table users drop constraint users_role_check`,
  `alter table users add constraint users_role_check check (role in ('member', 'administrator', 'auditor'))`,
  `create unique index users_by_subject on users (organisation_id, oidc_issuer, oidc_subject) where deleted_at is null`,
  `create unique index users_by_user_name on users (organisation_id, lower(user_name)) where deleted_at is null`,
  `create unique index users_by_external_id on users (organisation_id, external_id) where deleted_at is null`,
  `create index users_by_email on users (organisation_id, lower(email)) where deleted_at is null`,
  `alter table sessions add column session_id text`,
  `alter table sessions add column method text not null default 'development' check (method in ('development', 'oidc'))`,
  `alter table sessions add column authenticated_at timestamptz`,
  `alter table sessions add column user_agent text`,
  `alter table sessions add column oidc_issuer text`,
  `alter table sessions add column oidc_sid text`,
  `alter table sessions add column sealed_id_token text`,
  `alter table sessions add column ended_by text`,
  `update sessions set session_id = gen_random_uuid()::text, authenticated_at = created_at`,
  `alter table sessions alter column session_id set not null`,
  `alter table sessions alter column authenticated_at set not null`,
  `create unique index sessions_by_id on sessions (organisation_id, session_id)`,
  `create index sessions_by_oidc_sid on sessions (oidc_issuer, oidc_sid)`,
  `create table logout_tokens (
    organisation_id text not null references organisations,
    issuer text not null,
    jti text not null,
    seen_at timestamptz not null,
    primary key (organisation_id, issuer, jti)
  )`,
  `create table setup_codes (
    organisation_id text primary key references organisations,
    code_digest text not null,
    attempts integer not null default 0,
    created_at timestamptz not null,
    used_at timestamptz,
    used_by text
  )`,
];

/** Sign-in by the organisation's identity provider, sessions that people see, the first administrator. Forward only: there is no `down`. */
export const signIn: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
