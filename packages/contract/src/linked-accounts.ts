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
  /** The account's id; the same after a reconnect. */
  linked_account_id: z.string(),
  /** Whose it is. */
  user_id: z.string(),
  /** The Auth ID of the integration that linked it. */
  auth_id: z.string(),
  /** What people recognise the account by. */
  external_account_id: z.string(),
  /** The service's stable key for the account; null when it has none. */
  external_subject: z.string().nullable(),
  /** The name of its owner at the service. */
  display_name: z.string().nullable(),
  /** The address of a picture, https or http. */
  avatar_url: z.string().nullable(),
  /** What the integration keeps beside it, 2000 characters at most. */
  additional_info: z.string().nullable(),
  /** What was granted, as far as the service says. */
  scopes: z.array(z.string()),
  /** The token that acts as its owner; null when there is none. */
  access_token: z.string().nullable(),
  /** The token that renews it; null when the service gave none. */
  refresh_token: z.string().nullable(),
  /** When the access token expires: ISO 8601 with offset, null when nobody knows. */
  expiry: z.string().nullable(),
  /** Whether its owner must connect it again. */
  requires_reauthentication: z.boolean(),
  /** Where it is between connect and disconnect. */
  state: linkedAccountState,
  verified: z.boolean().describe("Whether the link was made by a verified connect."),
  version: z.int().describe("Grows with every change; send it as If-Match."),
  /** When it was linked: ISO 8601. */
  created_at: z.string(),
  /** When it was last changed: ISO 8601. */
  updated_at: z.string(),
});
/** A linked account with its tokens, as the API of hub and Blink has it; in handlers use `ConnectedAccount` (contract 1.2). */
export type LinkedAccount = z.infer<typeof linkedAccount>;

/** What became of the grant at the external service (contract 2.5). */
export const revocation = z.enum(["revoked", "already_invalid", "not_supported", "shared", "failed"]);
/**
 * What became of a grant at the external service: `shared` when another linked account still uses it, `not_supported` when the service
 * has no way to withdraw it, `failed` when trying again may help (contract 2.5).
 */
export type Revocation = z.infer<typeof revocation>;

/** What an integration may say in its `DELETE` answer or with *Delete User Linked Account*. */
export const revocationReport = z.object({
  /** What became of the grant. */
  revocation,
  /** One sentence for the receipt, 500 characters at most; never with a token. */
  detail: z.string().max(500).optional(),
});
/** What an integration says of the grant when it deletes a linked account (contract 2.5). */
export type RevocationReport = z.infer<typeof revocationReport>;
