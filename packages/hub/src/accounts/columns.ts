import type { UpdateLinkedAccountBody } from "@joinery/contract";
import type { Insertable } from "kysely";
import type { OrganisationVault } from "../secrets/vault.ts";
import type { LinkedAccountTable } from "../store/tables.ts";

/** The columns that an integration's fields decide. */
export type AccountColumns = Partial<
  Pick<
    Insertable<LinkedAccountTable>,
    | "external_account_id"
    | "external_subject"
    | "display_name"
    | "avatar_url"
    | "additional_info"
    | "scopes"
    | "expiry"
    | "sealed_access_token"
    | "sealed_refresh_token"
    | "requires_reauthentication"
    | "state"
    | "attention_reason"
  >
>;

/** Turns the fields that an integration gave into columns: tokens sealed, and only what was given. */
export function toColumns(
  body: UpdateLinkedAccountBody,
  vault: OrganisationVault,
  linkedAccountId: string,
): AccountColumns {
  const seal = (field: "access_token" | "refresh_token", token: string | null) =>
    token === null ? null : vault.seal({ owner: linkedAccountId, field }, token);
  const columns: AccountColumns = {};
  if (body.external_account_id !== undefined) columns.external_account_id = body.external_account_id;
  if (body.external_subject !== undefined) columns.external_subject = body.external_subject;
  if (body.display_name !== undefined) columns.display_name = body.display_name;
  if (body.avatar_url !== undefined) columns.avatar_url = body.avatar_url;
  if (body.additional_info !== undefined) columns.additional_info = body.additional_info;
  if (body.scopes !== undefined) columns.scopes = JSON.stringify(body.scopes);
  if (body.expiry !== undefined) columns.expiry = body.expiry === null ? null : new Date(body.expiry);
  if (body.access_token !== undefined) columns.sealed_access_token = seal("access_token", body.access_token);
  if (body.refresh_token !== undefined) columns.sealed_refresh_token = seal("refresh_token", body.refresh_token);
  if (body.requires_reauthentication !== undefined) {
    columns.requires_reauthentication = body.requires_reauthentication;
    columns.state = body.requires_reauthentication ? "attention" : "active";
    columns.attention_reason = body.requires_reauthentication ? "requires_reauthentication" : null;
  }
  return columns;
}
