import type { FlowState, HubEventType, LinkedAccountState, Revocation } from "@joinery/contract";
import type { IntegrationAction } from "@joinery/contract/pages";
import type { ColumnType, Kysely, Transaction } from "kysely";

/** A column of JSON: read parsed, written as text, because `pg` would turn an array into a PostgreSQL array. */
type Json<Value> = ColumnType<Value, string, string>;

/** Every table of the hub. `organisation_id` stands first in every key, so that it can distribute the tables one day. */
export interface Tables {
  organisations: { organisation_id: string; name: string; require_verified: boolean; created_at: Date };
  users: UserTable;
  sessions: SessionTable;
  integrations: IntegrationTable;
  api_tokens: ApiTokenTable;
  flows: FlowTable;
  linked_accounts: LinkedAccountTable;
  idempotency_keys: IdempotencyKeyTable;
  disconnects: DisconnectTable;
  proxied_requests: ProxiedRequestTable;
  audit_events: AuditEventTable;
  logout_tokens: LogoutTokenTable;
  setup_codes: SetupCodeTable;
  offboardings: OffboardingTable;
  scim_tokens: ScimTokenTable;
  event_sequences: { organisation_id: string; subject_id: string; sequence: number };
  events: EventTable;
  event_endpoints: EventEndpointTable;
  event_deliveries: EventDeliveryTable;
  event_attempts: EventAttemptTable;
  notices: NoticeTable;
  data_keys: { organisation_id: string; key_version: number; wrapped_key: string; created_at: Date };
  signing_keys: { kid: string; public_jwk: Json<Record<string, string>>; sealed_private_jwk: string; created_at: Date };
}

export interface UserTable {
  organisation_id: string;
  user_id: string;
  employee_id: string | null;
  email: string | null;
  company_name: string | null;
  first_name: string | null;
  second_name: string | null;
  display_name: string | null;
  initials: string | null;
  job_title: string | null;
  profile_photo_id: string | null;
  timezone: string | null;
  manager_id: string | null;
  department_name: string | null;
  account_status: "active" | "inactive";
  role: "member" | "administrator" | "auditor";
  created_at: Date;
  /** How the identity provider's directory names them (SCIM `userName`, `externalId`). */
  user_name: string | null;
  external_id: string | null;
  /** Who they are at the identity provider (OpenID Connect Core 1.0, section 2: `iss` and `sub`). */
  oidc_issuer: string | null;
  oidc_subject: string | null;
  /** When they left; until they sign in again, should they come back. */
  deactivated_at: Date | null;
  /** Removed from the directory for good: somebody created anew with the same e-mail is another person. */
  deleted_at: Date | null;
}

export interface SessionTable {
  organisation_id: string;
  session_digest: string;
  /** How pages and routes name it; it opens nothing. */
  session_id: string;
  user_id: string;
  method: ColumnType<"development" | "oidc", "development" | "oidc" | undefined>;
  created_at: Date;
  last_seen_at: Date;
  /** When the person last proved who they are; secrets are rotated only soon after. */
  authenticated_at: Date;
  user_agent: string | null;
  /** The session at the identity provider, for back-channel logout. */
  oidc_issuer: string | null;
  oidc_sid: string | null;
  sealed_id_token: string | null;
  ended_at: Date | null;
  /** Who ended it: a user id, or `identity_provider`. */
  ended_by: string | null;
}

export interface LogoutTokenTable {
  organisation_id: string;
  issuer: string;
  jti: string;
  seen_at: Date;
}

export interface SetupCodeTable {
  organisation_id: string;
  code_digest: string;
  attempts: ColumnType<number, number | undefined>;
  created_at: Date;
  used_at: Date | null;
  used_by: string | null;
}

export interface IntegrationTable {
  organisation_id: string;
  service_id: string;
  auth_id: string;
  kind: "plain" | "verified";
  name: string;
  description: string;
  proxy_url: string;
  connect_base: string | null;
  enabled: boolean;
  may_do: Json<string[]>;
  actions: Json<IntegrationAction[]>;
  forwarded_headers: Json<string[]>;
  allowed_networks: Json<string[]>;
  /** What people are asked to allow at the external service; an account that lacks one "needs consent" for it. */
  scopes: ColumnType<string[], string | undefined, string>;
  sealed_secret: string;
  sealed_next_secret: string | null;
  secret_changed_at: Date;
  created_at: Date;
}

export interface ApiTokenTable {
  organisation_id: string;
  token_id: string;
  service_id: string;
  name: string;
  token_digest: string;
  hint: string;
  created_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

export interface FlowTable {
  organisation_id: string;
  flow_id: string;
  kind: "plain" | "verified";
  user_id: string;
  session_digest: string;
  service_id: string;
  auth_id: string;
  reconnect_account_id: string | null;
  state: FlowState;
  reason: string | null;
  challenge: string | null;
  code_digest: string | null;
  code_until: Date | null;
  claim_digest: string | null;
  created_at: Date;
  /** When the flow expires if nothing further happens; no longer read once it is claimed. */
  due_at: Date;
  claimed_at: Date | null;
  ended_at: Date | null;
  linked_account_id: string | null;
}

export interface LinkedAccountTable {
  organisation_id: string;
  linked_account_id: string;
  user_id: string;
  service_id: string;
  auth_id: string;
  identity_key: string;
  external_account_id: string;
  external_subject: string | null;
  display_name: string | null;
  avatar_url: string | null;
  additional_info: string | null;
  scopes: Json<string[]>;
  sealed_access_token: string | null;
  sealed_refresh_token: string | null;
  expiry: Date | null;
  requires_reauthentication: boolean;
  state: LinkedAccountState;
  /** Why the state is `attention`. */
  attention_reason: "requires_reauthentication" | "rotation_lost" | null;
  verified: boolean;
  /** The live account that a pending one was meant to repair (contract 2.3). */
  pending_for: string | null;
  version: number;
  created_at: Date;
  updated_at: Date;
  last_used_at: Date | null;
  /** When the integration called *Delete* while a disconnect was under way: gone for it, not yet acknowledged by it. */
  deleted_at: Date | null;
  /** The newest lease; it fences writes also after `lease_until` (contract 2.4). */
  lease: string | null;
  lease_until: Date | null;
  /** A lease ran out unreleased and no token was written since: the refresh token may have been rotated and lost. */
  lease_lost: ColumnType<boolean, boolean | undefined>;
  /** Digest of what was written last under the newest lease: the same write, sent again, counts once. */
  lease_written: ColumnType<string | null, string | null | undefined>;
}

export interface IdempotencyKeyTable {
  organisation_id: string;
  service_id: string;
  idempotency_key: string;
  body_digest: string;
  status: number;
  linked_account_id: string;
  created_at: Date;
}

export interface DisconnectTable {
  organisation_id: string;
  linked_account_id: string;
  /** What the receipt says about the account, kept with it: the account itself is gone one day. */
  user_id: string;
  service_id: string;
  external_account_id: string;
  requested_at: Date;
  /** null: the integration itself deleted the linked account. */
  requested_by: string | null;
  attempts: number;
  last_attempt_at: Date | null;
  last_problem: string | null;
  acknowledged_at: Date | null;
  acknowledgement: "acknowledged" | "unknown_account" | "finished_anyway" | null;
  revocation: Revocation | null;
  revocation_detail: string | null;
  revocation_at: Date | null;
  cause: ColumnType<DisconnectCause, DisconnectCause | undefined>;
  offboarding_id: string | null;
  /** When the integration is told next; null while nothing is due. */
  next_attempt_at: Date | null;
  /** An attempt is under way in some process, until then at most. */
  attempting_until: Date | null;
  /** Until when its integration may read the tokens, for withdrawing them. */
  readable_until: Date | null;
  /** Attempts have stopped after 72 hours: it needs an administrator. */
  stopped_at: Date | null;
  /** An administrator has finished it without the integration's word. */
  finished_at: Date | null;
  finished_by: string | null;
  /** Its tokens were destroyed without the integration's word. */
  shredded_at: Date | null;
}

/** Why a link was removed. */
export type DisconnectCause = "person" | "administrator" | "offboarding" | "replaced" | "cancelled" | "integration";

export interface OffboardingTable {
  organisation_id: string;
  offboarding_id: string;
  user_id: string;
  source: "administrator" | "csv" | "scim";
  requested_by: string | null;
  started_at: Date;
  sessions_ended: number;
  flows_ended: number;
}

export interface ScimTokenTable {
  organisation_id: string;
  token_id: string;
  name: string;
  token_digest: string;
  hint: string;
  created_at: Date;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

export interface EventTable {
  organisation_id: string;
  event_id: string;
  type: HubEventType;
  account_id: string | null;
  user_id: string | null;
  service_id: string | null;
  sequence: number;
  data: Json<Record<string, unknown>>;
  created_at: Date;
}

export interface EventEndpointTable {
  organisation_id: string;
  endpoint_id: string;
  url: string;
  description: string;
  /** Empty: all of them. */
  types: Json<HubEventType[]>;
  allowed_networks: Json<string[]>;
  sealed_secret: string;
  /** Events are signed with the secret before as well until then, so that a receiver can change over. */
  sealed_old_secret: string | null;
  old_secret_until: Date | null;
  enabled: boolean;
  disabled_reason: "administrator" | "gone" | "failing" | null;
  disabled_at: Date | null;
  /** Since when nothing has got through. */
  failing_since: Date | null;
  created_at: Date;
}

export interface EventDeliveryTable {
  organisation_id: string;
  delivery_id: string;
  event_id: string;
  endpoint_id: string;
  /** Whose events are counted, and the event's number, so that deliveries of one account keep their order. */
  subject_id: string;
  sequence: number;
  state: "waiting" | "delivered" | "failed";
  attempts: number;
  /** An attempt is under way in some process, until then at most. */
  attempting_until: Date | null;
  /** null: its endpoint is switched off, or nothing more is due. */
  next_attempt_at: Date | null;
  /** Counted from the first failure. */
  give_up_at: Date | null;
  replay: boolean;
  created_at: Date;
  delivered_at: Date | null;
}

export interface EventAttemptTable {
  organisation_id: string;
  delivery_id: string;
  number: number;
  at: Date;
  status: number | null;
  duration_ms: number;
  problem: string | null;
}

export interface NoticeTable {
  organisation_id: string;
  notice_id: string;
  user_id: string;
  kind: "account_broken" | "account_removed";
  linked_account_id: string;
  service_id: string;
  external_account_id: string;
  reason: string | null;
  /** Makes a notice unique: the account's version when it broke. */
  occurrence: string;
  created_at: Date;
  dismissed_at: Date | null;
  /** What it told of is over: the account has recovered, or was disconnected. */
  settled_at: Date | null;
  mail_state: "off" | "waiting" | "sent" | "failed";
  mail_attempts: ColumnType<number, number | undefined>;
  mailed_at: Date | null;
}

export interface ProxiedRequestTable {
  organisation_id: string;
  request_id: string;
  at: Date;
  service_id: string;
  user_id: string;
  method: string;
  path: string;
  status: number | null;
  duration_ms: number;
  problem: string | null;
  detail: string | null;
}

export interface AuditEventTable {
  organisation_id: string;
  event_id: string;
  at: Date;
  action: string;
  actor_id: string | null;
  subject_id: string | null;
  service_id: string | null;
  detail: Json<Record<string, string | number | boolean | null>>;
  request_id: string | null;
}

/** A handle that reads and writes: the database itself or a transaction. */
export type Db = Kysely<Tables>;
/** Inside a transaction only this may be used: on PGlite the database has one connection, and asking it again would wait for ever. */
export type Tx = Transaction<Tables>;
