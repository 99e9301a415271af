import { z } from "zod";
import { opaqueId } from "./ids.ts";

/** The most characters a token may have; longer ones are refused before anything is sealed. */
export const TOKEN_MAX_LENGTH = 16_384;

const label = z.string().min(1).max(255);
const token = z.string().min(1).max(TOKEN_MAX_LENGTH);
const instant = z.iso.datetime({ offset: true }).refine(isStorable, "must be a time between 1970 and 9999");

/** Outside these years neither a token lives nor do all databases agree on how to write them. */
function isStorable(text: string): boolean {
  const year = new Date(text).getUTCFullYear();
  return year >= 1970 && year <= 9999;
}

/** The two Blink spellings that other clients use; the name wins, different values are refused (contract 1.2). */
const ALIASES = { token: "access_token", expires_at: "expiry", requires_reauth: "requires_reauthentication" } as const;

const changeableFields = {
  external_account_id: label.describe("What people recognise the account by, unique in the external service."),
  access_token: token.nullable().optional(),
  refresh_token: token.nullable().optional(),
  expiry: instant.nullable().optional().describe("When the access token expires: ISO 8601 with offset."),
  requires_reauthentication: z.boolean().optional().describe("The user must connect again."),
  additional_info: z.string().max(2_000).nullable().optional(),
  external_subject: label
    .nullable()
    .optional()
    .describe("The service's stable key for the account; decides identity when given."),
  display_name: label.nullable().optional(),
  avatar_url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullable()
    .optional(),
  scopes: z.array(label).max(200).optional(),
  token: token.nullable().optional().describe("Alias of access_token."),
  expires_at: instant.nullable().optional().describe("Alias of expiry."),
  requires_reauth: z.boolean().optional().describe("Alias of requires_reauthentication."),
};

type Aliased = { [Alias in keyof typeof ALIASES]?: unknown } & {
  [Name in (typeof ALIASES)[keyof typeof ALIASES]]?: unknown;
};

function refuseContradictions(value: Aliased, context: z.RefinementCtx): void {
  for (const [alias, name] of Object.entries(ALIASES) as [keyof typeof ALIASES, keyof Aliased][]) {
    if (value[alias] !== undefined && value[name] !== undefined && value[alias] !== value[name]) {
      context.addIssue({ code: "custom", path: [alias], message: `must equal ${name} when both are given` });
    }
  }
}

function withoutAliases<Value extends Aliased>(value: Value): Omit<Value, keyof typeof ALIASES> {
  const { token: accessToken, expires_at: expiry, requires_reauth: requiresReauthentication, ...rest } = value;
  return {
    ...(accessToken === undefined ? {} : { access_token: accessToken }),
    ...(expiry === undefined ? {} : { expiry }),
    ...(requiresReauthentication === undefined ? {} : { requires_reauthentication: requiresReauthentication }),
    ...rest,
  };
}

/** The body of *Add User Linked Account* as it travels, for the reference (contract 1.2). */
export const addLinkedAccountWire = z.object({ auth_id: opaqueId, ...changeableFields });

/** The body of *Add User Linked Account*: aliases folded into their names, unknown fields ignored. */
export const addLinkedAccountBody = addLinkedAccountWire.superRefine(refuseContradictions).transform(withoutAliases);
export type AddLinkedAccountBody = z.infer<typeof addLinkedAccountBody>;

/** The body of *Update* as it travels, for the reference (contract 1.2). */
export const updateLinkedAccountWire = z.object({ ...changeableFields, external_account_id: label.optional() });

/** The body of *Update*: only what is given changes. */
export const updateLinkedAccountBody = updateLinkedAccountWire
  .superRefine(refuseContradictions)
  .transform(withoutAliases);
export type UpdateLinkedAccountBody = z.infer<typeof updateLinkedAccountBody>;

/** `pending → active ⇄ attention`, then `disconnecting → gone`. A gone account is not shown by the API. */
export const linkedAccountState = z.enum(["pending", "active", "attention", "disconnecting", "gone"]);
export type LinkedAccountState = z.infer<typeof linkedAccountState>;

/** A linked account as *Get* returns it to its own integration (contract 1.2). */
export const linkedAccount = z.object({
  linked_account_id: z.string(),
  user_id: z.string(),
  auth_id: z.string(),
  external_account_id: z.string(),
  external_subject: z.string().nullable(),
  display_name: z.string().nullable(),
  avatar_url: z.string().nullable(),
  additional_info: z.string().nullable(),
  scopes: z.array(z.string()),
  access_token: z.string().nullable(),
  refresh_token: z.string().nullable(),
  expiry: z.string().nullable(),
  requires_reauthentication: z.boolean(),
  state: linkedAccountState,
  verified: z.boolean().describe("Whether the link was made by a verified connect."),
  version: z.int().describe("Grows with every change; send it as If-Match."),
  created_at: z.string(),
  updated_at: z.string(),
});
export type LinkedAccount = z.infer<typeof linkedAccount>;

/** What became of the grant at the external service (contract 2.5). */
export const revocation = z.enum(["revoked", "already_invalid", "not_supported", "shared", "failed"]);
export type Revocation = z.infer<typeof revocation>;

/** What an integration may say in its `DELETE` answer or with *Delete User Linked Account*. */
export const revocationReport = z.object({ revocation, detail: z.string().max(500).optional() });
export type RevocationReport = z.infer<typeof revocationReport>;
