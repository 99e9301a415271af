import { randomToken256 } from "@joinery/contract";
import type { ApiTokenView } from "@joinery/contract/pages";
import type { Digests } from "../secrets/digests.ts";
import type { ApiTokenRow } from "./store.ts";

/** Draws the secret of an API token; its prefix lets scanners recognise one that has leaked. */
export function drawApiToken(): string {
  return `jnr_${randomToken256()}`;
}

/** Makes an API token: what is stored, and the secret that is shown once. */
export function makeApiToken(digests: Digests, serviceId: string, name: string, now: Date, secret = drawApiToken()) {
  const row = {
    token_id: crypto.randomUUID(),
    service_id: serviceId,
    name,
    token_digest: digests.of("api-token", secret),
    hint: secret.slice(-4),
    created_at: now,
    last_used_at: null,
    revoked_at: null,
  };
  return { row, secret };
}

/** An API token as lists show it. */
export function toApiTokenView(row: Omit<ApiTokenRow, "organisation_id">): ApiTokenView {
  return {
    token_id: row.token_id,
    name: row.name,
    hint: row.hint,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
  };
}
