import type { AdminIntegrationRow, AdminIntegrationView } from "@joinery/contract/pages";
import { toApiTokenView } from "./api-tokens.ts";
import type { ApiTokenRow, IntegrationRow } from "./store.ts";

/** What an integration's row in the admin panel says beside its own columns. */
export interface IntegrationFacts {
  linkedAccounts: number;
  lastProblem: { at: Date; code: string; requestId: string } | undefined;
}

/** An integration as a row of the admin panel. */
export function toAdminRow(
  row: IntegrationRow,
  { linkedAccounts, lastProblem }: IntegrationFacts,
): AdminIntegrationRow {
  return {
    service_id: row.service_id,
    name: row.name,
    icon_url: null,
    kind: row.kind,
    enabled: row.enabled,
    proxy_url: row.proxy_url,
    linked_accounts: linkedAccounts,
    last_problem:
      lastProblem === undefined
        ? null
        : { at: lastProblem.at.toISOString(), code: lastProblem.code, request_id: lastProblem.requestId },
  };
}

/** An integration's management page. The secret itself is never shown again. */
export function toAdminView(row: IntegrationRow, facts: IntegrationFacts, tokens: ApiTokenRow[]): AdminIntegrationView {
  return {
    ...toAdminRow(row, facts),
    description: row.description,
    auth_id: row.auth_id,
    connect_base: row.connect_base,
    may_do: row.may_do,
    actions: row.actions,
    scopes: row.scopes,
    forwarded_headers: row.forwarded_headers,
    allowed_networks: row.allowed_networks,
    next_secret_prepared: row.sealed_next_secret !== null,
    secret_changed_at: row.secret_changed_at.toISOString(),
    tokens: tokens.map(toApiTokenView),
  };
}
