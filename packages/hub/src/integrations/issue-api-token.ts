import { Problem } from "@joinery/contract";
import type { ApiTokenView } from "@joinery/contract/pages";
import { record } from "../audit/record.ts";
import type { Context } from "../context.ts";
import { makeApiToken, toApiTokenView } from "./api-tokens.ts";
import type { Registrar } from "./register-integration.ts";
import { getIntegration, insertApiToken, markTokenRevoked } from "./store.ts";

/** Makes an API token for an integration; the token itself is answered this once. */
export async function createApiToken(
  context: Context,
  { organisationId, userId, requestId }: Registrar,
  serviceId: string,
  name: string,
): Promise<{ token: ApiTokenView; api_token: string }> {
  const { db, digests, clock, transact } = context;
  await getIntegration(db, { organisationId, serviceId });
  const now = clock();
  const { row, secret } = makeApiToken(digests, serviceId, name, now);
  await transact(async (tx) => {
    await insertApiToken(tx, { organisation_id: organisationId, ...row });
    await record(tx, { organisationId, serviceId, at: now, action: "api_token.created", actorId: userId, requestId });
  });
  return { token: toApiTokenView(row), api_token: secret };
}

/** Revokes an API token: whoever shows it is a stranger from now on. */
export async function revokeApiToken(
  { clock, transact }: Context,
  { organisationId, userId, requestId }: Registrar,
  serviceId: string,
  tokenId: string,
): Promise<void> {
  const now = clock();
  await transact(async (tx) => {
    const isRevoked = await markTokenRevoked(tx, { organisationId, serviceId }, tokenId, now);
    if (!isRevoked) throw new Problem("API_TOKEN_NOT_FOUND");
    await record(tx, { organisationId, serviceId, at: now, action: "api_token.revoked", actorId: userId, requestId });
  });
}
