-- What all migrations make of an empty database: for reading, and for whoever wants to make the tables themselves.
-- Written by `npm run generate`; the hub's own way is `joinery hub migrate`. The jobs have a schema of their own,
-- joinery_jobs, which pg-boss makes.

create table api_tokens (
  organisation_id text not null,
  token_id text not null,
  service_id text not null,
  name text not null,
  token_digest text not null,
  hint text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone
);

create table audit_events (
  organisation_id text not null,
  event_id text not null,
  at timestamp with time zone not null,
  action text not null,
  actor_id text,
  subject_id text,
  service_id text,
  detail jsonb not null,
  request_id text
);

create table data_keys (
  organisation_id text not null,
  key_version integer not null,
  wrapped_key text not null,
  created_at timestamp with time zone not null
);

create table disconnects (
  organisation_id text not null,
  linked_account_id text not null,
  user_id text not null,
  service_id text not null,
  external_account_id text not null,
  requested_at timestamp with time zone not null,
  requested_by text,
  attempts integer not null,
  last_attempt_at timestamp with time zone,
  last_problem text,
  acknowledged_at timestamp with time zone,
  acknowledgement text,
  revocation text,
  revocation_detail text,
  revocation_at timestamp with time zone,
  cause text default 'person'::text not null,
  offboarding_id text,
  next_attempt_at timestamp with time zone,
  attempting_until timestamp with time zone,
  readable_until timestamp with time zone,
  stopped_at timestamp with time zone,
  finished_at timestamp with time zone,
  finished_by text,
  shredded_at timestamp with time zone
);

create table event_attempts (
  organisation_id text not null,
  delivery_id text not null,
  number integer not null,
  at timestamp with time zone not null,
  status integer,
  duration_ms integer not null,
  problem text
);

create table event_deliveries (
  organisation_id text not null,
  delivery_id text not null,
  event_id text not null,
  endpoint_id text not null,
  subject_id text not null,
  sequence integer not null,
  state text not null,
  attempts integer not null,
  attempting_until timestamp with time zone,
  next_attempt_at timestamp with time zone,
  give_up_at timestamp with time zone,
  replay boolean not null,
  created_at timestamp with time zone not null,
  delivered_at timestamp with time zone
);

create table event_endpoints (
  organisation_id text not null,
  endpoint_id text not null,
  url text not null,
  description text not null,
  types jsonb not null,
  allowed_networks jsonb not null,
  sealed_secret text not null,
  sealed_old_secret text,
  old_secret_until timestamp with time zone,
  enabled boolean not null,
  disabled_reason text,
  disabled_at timestamp with time zone,
  failing_since timestamp with time zone,
  created_at timestamp with time zone not null
);

create table event_sequences (
  organisation_id text not null,
  subject_id text not null,
  sequence integer not null
);

create table events (
  organisation_id text not null,
  event_id text not null,
  type text not null,
  account_id text,
  user_id text,
  service_id text,
  sequence integer not null,
  data jsonb not null,
  created_at timestamp with time zone not null
);

create table flows (
  organisation_id text not null,
  flow_id text not null,
  kind text not null,
  user_id text not null,
  session_digest text not null,
  service_id text not null,
  auth_id text not null,
  reconnect_account_id text,
  state text not null,
  reason text,
  challenge text,
  code_digest text,
  code_until timestamp with time zone,
  claim_digest text,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  claimed_at timestamp with time zone,
  ended_at timestamp with time zone,
  linked_account_id text
);

create table idempotency_keys (
  organisation_id text not null,
  service_id text not null,
  idempotency_key text not null,
  body_digest text not null,
  status integer not null,
  linked_account_id text not null,
  created_at timestamp with time zone not null
);

create table integrations (
  organisation_id text not null,
  service_id text not null,
  auth_id text not null,
  kind text not null,
  name text not null,
  description text not null,
  proxy_url text not null,
  connect_base text,
  enabled boolean not null,
  may_do jsonb not null,
  actions jsonb not null,
  forwarded_headers jsonb not null,
  allowed_networks jsonb not null,
  sealed_secret text not null,
  sealed_next_secret text,
  secret_changed_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  scopes jsonb default '[]'::jsonb not null
);

create table linked_accounts (
  organisation_id text not null,
  linked_account_id text not null,
  user_id text not null,
  service_id text not null,
  auth_id text not null,
  identity_key text not null,
  external_account_id text not null,
  external_subject text,
  display_name text,
  avatar_url text,
  additional_info text,
  scopes jsonb not null,
  sealed_access_token text,
  sealed_refresh_token text,
  expiry timestamp with time zone,
  requires_reauthentication boolean not null,
  state text not null,
  verified boolean not null,
  pending_for text,
  version integer not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  deleted_at timestamp with time zone,
  attention_reason text,
  lease text,
  lease_until timestamp with time zone,
  lease_lost boolean default false not null,
  lease_written text
);

create table logout_tokens (
  organisation_id text not null,
  issuer text not null,
  jti text not null,
  seen_at timestamp with time zone not null
);

create table notices (
  organisation_id text not null,
  notice_id text not null,
  user_id text not null,
  kind text not null,
  linked_account_id text not null,
  service_id text not null,
  external_account_id text not null,
  reason text,
  occurrence text not null,
  created_at timestamp with time zone not null,
  dismissed_at timestamp with time zone,
  settled_at timestamp with time zone,
  mail_state text not null,
  mail_attempts integer default 0 not null,
  mailed_at timestamp with time zone
);

create table offboardings (
  organisation_id text not null,
  offboarding_id text not null,
  user_id text not null,
  source text not null,
  requested_by text,
  started_at timestamp with time zone not null,
  sessions_ended integer not null,
  flows_ended integer not null
);

create table organisations (
  organisation_id text not null,
  name text not null,
  require_verified boolean default false not null,
  created_at timestamp with time zone not null
);

create table proxied_requests (
  organisation_id text not null,
  request_id text not null,
  at timestamp with time zone not null,
  service_id text not null,
  user_id text not null,
  method text not null,
  path text not null,
  status integer,
  duration_ms integer not null,
  problem text,
  detail text
);

create table schema_migrations (
  name character varying(255) not null,
  "timestamp" character varying(255) not null
);

create table scim_tokens (
  organisation_id text not null,
  token_id text not null,
  name text not null,
  token_digest text not null,
  hint text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone
);

create table sessions (
  organisation_id text not null,
  session_digest text not null,
  user_id text not null,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  session_id text not null,
  method text default 'development'::text not null,
  authenticated_at timestamp with time zone not null,
  user_agent text,
  oidc_issuer text,
  oidc_sid text,
  sealed_id_token text,
  ended_by text
);

create table setup_codes (
  organisation_id text not null,
  code_digest text not null,
  attempts integer default 0 not null,
  created_at timestamp with time zone not null,
  used_at timestamp with time zone,
  used_by text
);

create table signing_keys (
  kid text not null,
  public_jwk jsonb not null,
  sealed_private_jwk text not null,
  created_at timestamp with time zone not null
);

create table users (
  organisation_id text not null,
  user_id text not null,
  employee_id text,
  email text,
  company_name text,
  first_name text,
  second_name text,
  display_name text,
  initials text,
  job_title text,
  profile_photo_id text,
  timezone text,
  manager_id text,
  department_name text,
  account_status text not null,
  role text not null,
  created_at timestamp with time zone not null,
  user_name text,
  external_id text,
  oidc_issuer text,
  oidc_subject text,
  deactivated_at timestamp with time zone,
  deleted_at timestamp with time zone
);

alter table api_tokens add constraint api_tokens_pkey PRIMARY KEY (organisation_id, token_id);
alter table audit_events add constraint audit_events_pkey PRIMARY KEY (organisation_id, event_id);
alter table data_keys add constraint data_keys_pkey PRIMARY KEY (organisation_id, key_version);
alter table disconnects add constraint disconnects_pkey PRIMARY KEY (organisation_id, linked_account_id);
alter table event_attempts add constraint event_attempts_pkey PRIMARY KEY (organisation_id, delivery_id, number);
alter table event_deliveries add constraint event_deliveries_pkey PRIMARY KEY (organisation_id, delivery_id);
alter table event_endpoints add constraint event_endpoints_pkey PRIMARY KEY (organisation_id, endpoint_id);
alter table event_sequences add constraint event_sequences_pkey PRIMARY KEY (organisation_id, subject_id);
alter table events add constraint events_pkey PRIMARY KEY (organisation_id, event_id);
alter table flows add constraint flows_pkey PRIMARY KEY (organisation_id, flow_id);
alter table idempotency_keys add constraint idempotency_keys_pkey PRIMARY KEY (organisation_id, service_id, idempotency_key);
alter table integrations add constraint integrations_pkey PRIMARY KEY (organisation_id, service_id);
alter table linked_accounts add constraint linked_accounts_pkey PRIMARY KEY (organisation_id, linked_account_id);
alter table logout_tokens add constraint logout_tokens_pkey PRIMARY KEY (organisation_id, issuer, jti);
alter table notices add constraint notices_pkey PRIMARY KEY (organisation_id, notice_id);
alter table offboardings add constraint offboardings_pkey PRIMARY KEY (organisation_id, offboarding_id);
alter table organisations add constraint organisations_pkey PRIMARY KEY (organisation_id);
alter table proxied_requests add constraint proxied_requests_pkey PRIMARY KEY (organisation_id, request_id);
alter table schema_migrations add constraint schema_migrations_pkey PRIMARY KEY (name);
alter table scim_tokens add constraint scim_tokens_pkey PRIMARY KEY (organisation_id, token_id);
alter table sessions add constraint sessions_pkey PRIMARY KEY (organisation_id, session_digest);
alter table setup_codes add constraint setup_codes_pkey PRIMARY KEY (organisation_id);
alter table signing_keys add constraint signing_keys_pkey PRIMARY KEY (kid);
alter table users add constraint users_pkey PRIMARY KEY (organisation_id, user_id);
alter table integrations add constraint integrations_organisation_id_auth_id_key UNIQUE (organisation_id, auth_id);
alter table notices add constraint notices_organisation_id_linked_account_id_kind_occurrence_key UNIQUE (organisation_id, linked_account_id, kind, occurrence);
alter table disconnects add constraint disconnects_acknowledgement_check CHECK (acknowledgement = ANY (ARRAY['acknowledged'::text, 'unknown_account'::text, 'finished_anyway'::text]));
alter table disconnects add constraint disconnects_cause_check CHECK (cause = ANY (ARRAY['person'::text, 'administrator'::text, 'offboarding'::text, 'replaced'::text, 'cancelled'::text, 'integration'::text]));
alter table disconnects add constraint disconnects_revocation_check CHECK (revocation = ANY (ARRAY['revoked'::text, 'already_invalid'::text, 'not_supported'::text, 'shared'::text, 'failed'::text]));
alter table event_deliveries add constraint event_deliveries_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'failed'::text]));
alter table event_endpoints add constraint event_endpoints_disabled_reason_check CHECK (disabled_reason = ANY (ARRAY['administrator'::text, 'gone'::text, 'failing'::text]));
alter table flows add constraint flows_kind_check CHECK (kind = ANY (ARRAY['plain'::text, 'verified'::text]));
alter table flows add constraint flows_state_check CHECK (state = ANY (ARRAY['created'::text, 'verified'::text, 'redeemed'::text, 'claimed'::text, 'completed'::text, 'burned'::text, 'refused'::text, 'expired'::text]));
alter table integrations add constraint integrations_check CHECK ((kind = 'verified'::text) = (connect_base IS NOT NULL));
alter table integrations add constraint integrations_kind_check CHECK (kind = ANY (ARRAY['plain'::text, 'verified'::text]));
alter table linked_accounts add constraint linked_accounts_attention_reason_check CHECK (attention_reason = ANY (ARRAY['requires_reauthentication'::text, 'rotation_lost'::text]));
alter table linked_accounts add constraint linked_accounts_check CHECK (state <> 'gone'::text OR sealed_access_token IS NULL AND sealed_refresh_token IS NULL);
alter table linked_accounts add constraint linked_accounts_state_check CHECK (state = ANY (ARRAY['pending'::text, 'active'::text, 'attention'::text, 'disconnecting'::text, 'gone'::text]));
alter table notices add constraint notices_kind_check CHECK (kind = ANY (ARRAY['account_broken'::text, 'account_removed'::text]));
alter table notices add constraint notices_mail_state_check CHECK (mail_state = ANY (ARRAY['off'::text, 'waiting'::text, 'sent'::text, 'failed'::text]));
alter table offboardings add constraint offboardings_source_check CHECK (source = ANY (ARRAY['administrator'::text, 'csv'::text, 'scim'::text]));
alter table sessions add constraint sessions_method_check CHECK (method = ANY (ARRAY['development'::text, 'oidc'::text]));
alter table users add constraint users_account_status_check CHECK (account_status = ANY (ARRAY['active'::text, 'inactive'::text]));
alter table users add constraint users_role_check CHECK (role = ANY (ARRAY['member'::text, 'administrator'::text, 'auditor'::text]));
alter table api_tokens add constraint api_tokens_organisation_id_service_id_fkey FOREIGN KEY (organisation_id, service_id) REFERENCES integrations(organisation_id, service_id);
alter table data_keys add constraint data_keys_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(organisation_id);
alter table disconnects add constraint disconnects_organisation_id_linked_account_id_fkey FOREIGN KEY (organisation_id, linked_account_id) REFERENCES linked_accounts(organisation_id, linked_account_id);
alter table event_attempts add constraint event_attempts_organisation_id_delivery_id_fkey FOREIGN KEY (organisation_id, delivery_id) REFERENCES event_deliveries(organisation_id, delivery_id) ON DELETE CASCADE;
alter table event_deliveries add constraint event_deliveries_organisation_id_endpoint_id_fkey FOREIGN KEY (organisation_id, endpoint_id) REFERENCES event_endpoints(organisation_id, endpoint_id);
alter table event_deliveries add constraint event_deliveries_organisation_id_event_id_fkey FOREIGN KEY (organisation_id, event_id) REFERENCES events(organisation_id, event_id);
alter table event_endpoints add constraint event_endpoints_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(organisation_id);
alter table event_sequences add constraint event_sequences_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(organisation_id);
alter table events add constraint events_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(organisation_id);
alter table flows add constraint flows_organisation_id_service_id_fkey FOREIGN KEY (organisation_id, service_id) REFERENCES integrations(organisation_id, service_id);
alter table flows add constraint flows_organisation_id_user_id_fkey FOREIGN KEY (organisation_id, user_id) REFERENCES users(organisation_id, user_id);
alter table integrations add constraint integrations_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(organisation_id);
alter table linked_accounts add constraint linked_accounts_organisation_id_service_id_fkey FOREIGN KEY (organisation_id, service_id) REFERENCES integrations(organisation_id, service_id);
alter table linked_accounts add constraint linked_accounts_organisation_id_user_id_fkey FOREIGN KEY (organisation_id, user_id) REFERENCES users(organisation_id, user_id);
alter table logout_tokens add constraint logout_tokens_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(organisation_id);
alter table notices add constraint notices_organisation_id_user_id_fkey FOREIGN KEY (organisation_id, user_id) REFERENCES users(organisation_id, user_id);
alter table offboardings add constraint offboardings_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(organisation_id);
alter table offboardings add constraint offboardings_organisation_id_user_id_fkey FOREIGN KEY (organisation_id, user_id) REFERENCES users(organisation_id, user_id);
alter table scim_tokens add constraint scim_tokens_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(organisation_id);
alter table sessions add constraint sessions_organisation_id_user_id_fkey FOREIGN KEY (organisation_id, user_id) REFERENCES users(organisation_id, user_id);
alter table setup_codes add constraint setup_codes_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(organisation_id);
alter table users add constraint users_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(organisation_id);

CREATE INDEX api_tokens_by_digest ON api_tokens USING btree (token_digest);
CREATE INDEX audit_events_by_time ON audit_events USING btree (organisation_id, at DESC, event_id DESC);
CREATE INDEX disconnects_by_offboarding ON disconnects USING btree (organisation_id, offboarding_id) WHERE offboarding_id IS NOT NULL;
CREATE INDEX disconnects_by_user ON disconnects USING btree (organisation_id, user_id, requested_at DESC);
CREATE INDEX disconnects_open ON disconnects USING btree (organisation_id, requested_at, linked_account_id) WHERE acknowledgement IS NULL;
CREATE INDEX event_deliveries_by_age ON event_deliveries USING btree (created_at);
CREATE INDEX event_deliveries_by_endpoint ON event_deliveries USING btree (organisation_id, endpoint_id, created_at DESC, delivery_id DESC);
CREATE INDEX event_deliveries_by_event ON event_deliveries USING btree (organisation_id, event_id);
CREATE INDEX event_deliveries_waiting ON event_deliveries USING btree (organisation_id, endpoint_id, subject_id, sequence) WHERE state = 'waiting'::text;
CREATE INDEX events_by_age ON events USING btree (created_at);
CREATE INDEX events_by_time ON events USING btree (organisation_id, created_at DESC, event_id DESC);
CREATE INDEX flows_by_id ON flows USING btree (flow_id);
CREATE INDEX flows_by_user ON flows USING btree (organisation_id, user_id, auth_id, created_at);
CREATE INDEX flows_due ON flows USING btree (due_at) WHERE state = ANY (ARRAY['created'::text, 'verified'::text, 'redeemed'::text]);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys USING btree (created_at);
CREATE INDEX linked_accounts_by_user ON linked_accounts USING btree (organisation_id, user_id, service_id);
CREATE UNIQUE INDEX linked_accounts_kept ON linked_accounts USING btree (organisation_id, user_id, auth_id, identity_key) WHERE state = ANY (ARRAY['pending'::text, 'active'::text, 'attention'::text]);
CREATE INDEX notices_by_age ON notices USING btree (created_at);
CREATE INDEX notices_by_user ON notices USING btree (organisation_id, user_id, created_at DESC);
CREATE UNIQUE INDEX notices_open ON notices USING btree (organisation_id, linked_account_id, kind) WHERE settled_at IS NULL;
CREATE INDEX offboardings_by_user ON offboardings USING btree (organisation_id, user_id, started_at DESC);
CREATE INDEX proxied_requests_by_time ON proxied_requests USING btree (organisation_id, at DESC, request_id DESC);
CREATE INDEX scim_tokens_by_digest ON scim_tokens USING btree (token_digest);
CREATE INDEX sessions_by_digest ON sessions USING btree (session_digest);
CREATE UNIQUE INDEX sessions_by_id ON sessions USING btree (organisation_id, session_id);
CREATE INDEX sessions_by_oidc_sid ON sessions USING btree (oidc_issuer, oidc_sid);
CREATE INDEX sessions_by_user ON sessions USING btree (organisation_id, user_id);
CREATE UNIQUE INDEX signing_keys_only_one ON signing_keys USING btree ((true));
CREATE INDEX users_by_email ON users USING btree (organisation_id, lower(email)) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX users_by_external_id ON users USING btree (organisation_id, external_id) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX users_by_subject ON users USING btree (organisation_id, oidc_issuer, oidc_subject) WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX users_by_user_name ON users USING btree (organisation_id, lower(user_name)) WHERE deleted_at IS NULL;

insert into schema_migrations values ('0001-first', 'from schema.sql');
insert into schema_migrations values ('0002-sign-in', 'from schema.sql');
insert into schema_migrations values ('0003-leases', 'from schema.sql');
insert into schema_migrations values ('0004-disconnect-promise', 'from schema.sql');
insert into schema_migrations values ('0005-events', 'from schema.sql');
insert into schema_migrations values ('0006-notices', 'from schema.sql');
insert into schema_migrations values ('0007-open-disconnects', 'from schema.sql');
insert into schema_migrations values ('0008-lease-written', 'from schema.sql');
