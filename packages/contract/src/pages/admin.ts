import { z } from "zod";
import type { Receipt } from "../receipt.ts";
import type { AccountSummary } from "./integrations.ts";
import type { PersonView } from "./people.ts";

const name = z.string().trim().min(1).max(80);
const httpUrl = z.url({ protocol: /^https?$/ }).max(2_000);

/** Whether a path of an action stays clear of the reserved ones (contract 1.1). */
const actionPath = z
  .string()
  .max(200)
  .regex(/^\/[A-Za-z0-9/_-]*$/, "must be a path of letters, digits, - and _")
  .refine((path) => !/^\/+(auth|linked-accounts)(\/|$)/i.test(path), "must not be a reserved path");

const action = z.object({
  label: name,
  path: actionPath,
  fields: z
    .array(
      z.object({
        name: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, "must be a name in snake_case"),
        label: name,
        kind: z.enum(["text", "long_text"]),
        required: z.boolean(),
      }),
    )
    .max(10),
});

const integrationFields = {
  name,
  description: z.string().trim().max(300),
  proxy_url: httpUrl,
  may_do: z.array(z.string().trim().min(1).max(200)).max(12),
  actions: z.array(action).max(12),
  /** What people are asked to allow at the external service, by its names; shown as "needs consent for …" where an account lacks one. */
  scopes: z.array(z.string().trim().min(1).max(255)).max(100),
  forwarded_headers: z.array(z.string().regex(/^[a-z0-9-]{1,60}$/, "must be a header name in lower case")).max(20),
  /** Private networks, as CIDR, that the proxy URL may resolve to; nothing private is reached otherwise. */
  allowed_networks: z.array(z.union([z.cidrv4(), z.cidrv6()])).max(10),
};

/** `POST /api/admin/integrations` */
export const registerIntegrationBody = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("verified"),
    ...integrationFields,
    connect_base: httpUrl,
    description: integrationFields.description.default(""),
    may_do: integrationFields.may_do.default([]),
    actions: integrationFields.actions.default([]),
    scopes: integrationFields.scopes.optional(),
    forwarded_headers: integrationFields.forwarded_headers.default([]),
    allowed_networks: integrationFields.allowed_networks.default([]),
  }),
  z.object({
    kind: z.literal("plain"),
    ...integrationFields,
    /** The tick: "links made through it can be phished" (contract 2.1). */
    phishing_accepted: z.literal(true),
    description: integrationFields.description.default(""),
    may_do: integrationFields.may_do.default([]),
    actions: integrationFields.actions.default([]),
    scopes: integrationFields.scopes.optional(),
    forwarded_headers: integrationFields.forwarded_headers.default([]),
    allowed_networks: integrationFields.allowed_networks.default([]),
  }),
]);
export type RegisterIntegrationBody = z.infer<typeof registerIntegrationBody>;
export type RegisterIntegrationInput = z.input<typeof registerIntegrationBody>;

/** `PATCH /api/admin/integrations/{service_id}`: only what is given changes. */
export const changeIntegrationBody = z
  .object(integrationFields)
  .extend({ connect_base: httpUrl, enabled: z.boolean() })
  .partial();
export type ChangeIntegrationBody = z.infer<typeof changeIntegrationBody>;

/**
 * `POST /api/admin/integrations/{service_id}/proxy-secret`: rotation in two steps (contract 2.2).
 * `prepare` makes (or takes) the next secret and shows it once; `activate` sends it from then on; `discard` forgets it.
 */
export const rotateSecretBody = z.discriminatedUnion("step", [
  z.object({ step: z.literal("prepare"), secret: z.string().min(16).max(512).optional() }),
  z.object({ step: z.literal("activate") }),
  z.object({ step: z.literal("discard") }),
]);
export type RotateSecretBody = z.infer<typeof rotateSecretBody>;

/** `POST /api/admin/integrations/{service_id}/tokens` */
export const createTokenBody = z.object({ name });
/** `PATCH /api/admin/policy` */
export const policyBody = z.object({ require_verified: z.boolean() });
export type PolicyView = z.infer<typeof policyBody>;

/** An API token as lists show it; the token itself is shown once, when it is made. */
export interface ApiTokenView {
  token_id: string;
  name: string;
  /** Last four characters. */
  hint: string;
  created_at: string;
  last_used_at: string | null;
}

/** A row of `GET /api/admin/integrations`. */
export interface AdminIntegrationRow {
  service_id: string;
  name: string;
  icon_url: string | null;
  kind: "plain" | "verified";
  enabled: boolean;
  proxy_url: string;
  linked_accounts: number;
  last_problem: { at: string; code: string; request_id: string } | null;
}

/** `GET /api/admin/integrations/{service_id}`: the management page. */
export interface AdminIntegrationView extends AdminIntegrationRow {
  description: string;
  auth_id: string;
  connect_base: string | null;
  may_do: string[];
  actions: import("./integrations.ts").IntegrationAction[];
  scopes: string[];
  forwarded_headers: string[];
  allowed_networks: string[];
  /** A next secret is prepared and waits for `activate`. */
  next_secret_prepared: boolean;
  secret_changed_at: string;
  tokens: ApiTokenView[];
}

/** Answer of registering: secret and token are shown this once. */
export interface IntegrationRegistered {
  service_id: string;
  auth_id: string;
  proxy_secret: string;
  api_token: string;
}

/** `GET /api/admin/people` */
export interface AdminPeopleView {
  people: (PersonView & { linked_accounts: number })[];
}

/** `GET /api/admin/people/{user_id}` */
export interface AdminPersonView {
  person: PersonView;
  /** The newest offboarding, when there was one. */
  offboarding_id: string | null;
  accounts: (AccountSummary & { service_id: string; integration_name: string; last_used_at: string | null })[];
  receipts: Receipt[];
}

/** A row of `GET /api/admin/requests`: the last proxied requests. */
export interface ProxiedRequestRow {
  request_id: string;
  at: string;
  service_id: string;
  integration_name: string;
  user_id: string;
  user_name: string | null;
  method: string;
  /** Path below the proxy URL, without its query. */
  path: string;
  /** Status of the integration, null when there was no answer. */
  status: number | null;
  duration_ms: number;
  /** A code of the catalogue when the answer could not be used. */
  problem: string | null;
  /** One sentence for the administrator: what exactly was wrong. */
  detail: string | null;
}

/** A row of `GET /api/admin/audit`. */
export interface AuditRow {
  event_id: string;
  at: string;
  /** An `AuditAction`; a later hub may know more of them. */
  action: string;
  actor: { user_id: string; display_name: string | null } | null;
  subject: { user_id: string; display_name: string | null } | null;
  service_id: string | null;
  integration_name: string | null;
  detail: Record<string, string | number | boolean | null>;
  request_id: string | null;
}

/** A claimed flow that was neither saved nor refused in time: "exchange begun, outcome unknown" (contract 2.1, step 6). */
export interface OrphanRow {
  flow: string;
  user_id: string;
  user_name: string | null;
  integration_name: string;
  claimed_at: string;
  /** `reported`: the integration says that it never learned the answer; `silent`: it has said nothing for 72 hours. */
  kind: "reported" | "silent";
}

/** What one check of conformance came to. Made of our own words: nothing that an integration sent is in it. */
export interface ConformanceResult {
  id: string;
  sentence: string;
  outcome: "passed" | "failed" | "blocked";
  /** Only when failed. */
  expected: string | null;
  /** Only when failed: statuses, types and names. */
  got: string | null;
  /** Why it could not be run, or what to know about a pass. */
  note: string | null;
  /** What to do when it fails. */
  fix: string;
}

/** Answer of `POST /api/admin/integrations/{service_id}/check`: the checks that change nothing, run through the hub. */
export interface ConformanceReport {
  checked_at: string;
  duration_ms: number;
  results: readonly ConformanceResult[];
  /** Why the whole run made no sense, for example because nothing answers; null when it did. */
  could_not_run: string | null;
}

/** Lists that go on: `GET …?before=<cursor>`. */
export interface PageOf<Row> {
  rows: Row[];
  next: string | null;
}
