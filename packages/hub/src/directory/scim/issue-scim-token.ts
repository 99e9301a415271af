import { Problem, randomToken256 } from "@joinery/contract";
import type { ScimView } from "@joinery/contract/pages";
import { record } from "../../audit/record.ts";
import type { Context } from "../../context.ts";
import { insertScimToken, markScimTokenRevoked, type ScimTokenRow } from "./scim-token-store.ts";

/** Which administrator asks. */
export interface Issuer {
  organisationId: string;
  userId: string;
  requestId: string;
}

type TokenView = ScimView["tokens"][number];

/** Makes a token for the identity provider's directory; the secret is answered this once. Its prefix lets scanners recognise one that has leaked. */
export async function issueScimToken(
  { clock, digests, transact }: Context,
  { organisationId, userId, requestId }: Issuer,
  name: string,
): Promise<{ token: TokenView; secret: string }> {
  const now = clock();
  const secret = `jsc_${randomToken256()}`;
  const row: ScimTokenRow = {
    organisation_id: organisationId,
    token_id: crypto.randomUUID(),
    name,
    token_digest: digests.of("scim-token", secret),
    hint: secret.slice(-4),
    created_at: now,
    last_used_at: null,
    revoked_at: null,
  };
  await transact(async (tx) => {
    await insertScimToken(tx, row);
    await record(tx, { organisationId, at: now, action: "scim_token.created", actorId: userId, requestId });
  });
  return { token: toTokenView(row), secret };
}

/** Revokes a token: a directory that shows it is a stranger from now on. */
export async function revokeScimToken(
  { clock, transact }: Context,
  { organisationId, userId, requestId }: Issuer,
  tokenId: string,
): Promise<void> {
  const now = clock();
  await transact(async (tx) => {
    if (!(await markScimTokenRevoked(tx, { organisationId, tokenId }, now))) throw new Problem("API_TOKEN_NOT_FOUND");
    await record(tx, { organisationId, at: now, action: "scim_token.revoked", actorId: userId, requestId });
  });
}

/** A token as lists show it. */
export function toTokenView(row: ScimTokenRow): TokenView {
  return {
    token_id: row.token_id,
    name: row.name,
    hint: row.hint,
    created_at: row.created_at.toISOString(),
    last_used_at: row.last_used_at?.toISOString() ?? null,
  };
}
