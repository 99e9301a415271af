import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

const STATEMENTS = [
  `create table event_sequences (
    organisation_id text not null references organisations,
    subject_id text not null,
    sequence integer not null,
    primary key (organisation_id, subject_id)
  )`,
  `create table events (
    organisation_id text not null references organisations,
    event_id text not null,
    type text not null,
    account_id text,
    user_id text,
    service_id text,
    sequence integer not null,
    data jsonb not null,
    created_at timestamptz not null,
    primary key (organisation_id, event_id)
  )`,
  `create index events_by_time on events (organisation_id, created_at desc, event_id desc)`,
  `create index events_by_age on events (created_at)`,
  `create table event_endpoints (
    organisation_id text not null references organisations,
    endpoint_id text not null,
    url text not null,
    description text not null,
    types jsonb not null,
    allowed_networks jsonb not null,
    sealed_secret text not null,
    sealed_old_secret text,
    old_secret_until timestamptz,
    enabled boolean not null,
    disabled_reason text check (disabled_reason in ('administrator', 'gone', 'failing')),
    disabled_at timestamptz,
    failing_since timestamptz,
    created_at timestamptz not null,
    primary key (organisation_id, endpoint_id)
  )`,
  `create table event_deliveries (
    organisation_id text not null,
    delivery_id text not null,
    event_id text not null,
    endpoint_id text not null,
    subject_id text not null,
    sequence integer not null,
    state text not null check (state in ('waiting', 'delivered', 'failed')),
    attempts integer not null,
    attempting_until timestamptz,
    next_attempt_at timestamptz,
    give_up_at timestamptz,
    replay boolean not null,
    created_at timestamptz not null,
    delivered_at timestamptz,
    primary key (organisation_id, delivery_id),
    foreign key (organisation_id, event_id) references events,
    foreign key (organisation_id, endpoint_id) references event_endpoints
  )`,
  `create index event_deliveries_by_endpoint on event_deliveries (organisation_id, endpoint_id, created_at desc, delivery_id desc)`,
  `create index event_deliveries_by_event on event_deliveries (organisation_id, event_id)`,
  `create index event_deliveries_waiting on event_deliveries (organisation_id, endpoint_id, subject_id, sequence) where state = 'waiting'`,
  `create index event_deliveries_by_age on event_deliveries (created_at)`,
  `create table event_attempts (
    organisation_id text not null,
    delivery_id text not null,
    number integer not null,
    at timestamptz not null,
    status integer,
    duration_ms integer not null,
    problem text,
    primary key (organisation_id, delivery_id, number),
    foreign key (organisation_id, delivery_id) references event_deliveries on delete cascade
  )`,
];

/** Events for other systems (contract 2.6), with the log of their deliveries. Forward only: there is no `down`. */
export const events: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
