import type { LinkedAccount } from "@joinery/contract";
import type { AccountSummary } from "@joinery/contract/pages";
import type { OrganisationVault } from "../secrets/vault.ts";
import type { LinkedAccountRow } from "./store.ts";

/** A linked account as its own integration reads it: with its tokens. */
export function toLinkedAccount(row: LinkedAccountRow, vault: OrganisationVault): LinkedAccount {
  const open = (field: "access_token" | "refresh_token", sealed: string | null) =>
    sealed === null ? null : vault.open({ owner: row.linked_account_id, field }, sealed);
  return {
    linked_account_id: row.linked_account_id,
    user_id: row.user_id,
    auth_id: row.auth_id,
    external_account_id: row.external_account_id,
    external_subject: row.external_subject,
    display_name: row.display_name,
    avatar_url: row.avatar_url,
    additional_info: row.additional_info,
    scopes: row.scopes,
    access_token: open("access_token", row.sealed_access_token),
    refresh_token: open("refresh_token", row.sealed_refresh_token),
    expiry: row.expiry?.toISOString() ?? null,
    requires_reauthentication: row.requires_reauthentication,
    state: row.state,
    verified: row.verified,
    version: row.version,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  };
}

/** A linked account as lists of the hub's pages show it: without anything secret. */
export function toAccountSummary(row: LinkedAccountRow, wantedScopes: readonly string[] = []): AccountSummary {
  return {
    linked_account_id: row.linked_account_id,
    external_account_id: row.external_account_id,
    display_name: row.display_name,
    state: row.state,
    verified: row.verified,
    linked_at: row.created_at.toISOString(),
    needs_consent: missingScopes(row, wantedScopes).length > 0,
  };
}

/**
 * What an integration asks for and an account has not been given. An account whose scopes nobody has told is not asked
 * about: a service may leave them out when they are what was asked for (RFC 6749, 5.1).
 */
export function missingScopes(row: LinkedAccountRow, wantedScopes: readonly string[]): string[] {
  return row.scopes.length === 0 ? [] : wantedScopes.filter((scope) => !row.scopes.includes(scope));
}
