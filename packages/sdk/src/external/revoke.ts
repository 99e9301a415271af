import type { Revocation, RevocationReport } from "@joinery/contract";
import * as client from "openid-client";

/** The external service did not answer as expected; trying again later may help. */
export class ExternalServiceDown extends Error {
  override readonly name: string = "ExternalServiceDown";
}

/** The request was sent and no whole answer came: whether the service acted on it, nobody knows. */
export class AnswerLost extends ExternalServiceDown {
  override readonly name = "AnswerLost";
}

/** What a grant consists of, as far as it can be withdrawn. */
export interface Tokens {
  accessToken: string | null;
  refreshToken: string | null;
  /** The customer's part of the service's host; `null` for a service without sites. */
  site?: string | null | undefined;
  /** When the access token ends, where that is known. */
  expiresAt?: Date | null | undefined;
}

/** What nothing was granted with, so that there is nothing to withdraw. */
export const NO_TOKENS = { accessToken: null, refreshToken: null, site: null } as const;

/**
 * Withdraws a grant at the external service (RFC 7009): the refresh token first, because with it a service also
 * withdraws the access tokens that came from it (2.1). Throws `ExternalServiceDown` when trying again may help.
 */
export async function revokeTokens(config: client.Configuration, tokens: Tokens): Promise<RevocationReport> {
  if (config.serverMetadata().revocation_endpoint === undefined) {
    return { revocation: "not_supported", detail: "The external service announces no way to withdraw access." };
  }
  const results: Revocation[] = [];
  if (tokens.refreshToken) results.push(await revokeToken(config, tokens.refreshToken, "refresh_token"));
  if (tokens.accessToken) results.push(await revokeToken(config, tokens.accessToken, "access_token"));
  // The refresh token decides: without it an access token ends by itself within its short life.
  return reportOf(results[0]);
}

/** Whether the grant is certainly over; `not_supported` and `failed` leave it alive. */
export function isGrantOver({ revocation }: RevocationReport): boolean {
  return revocation === "revoked" || revocation === "already_invalid";
}

/** What is said of a grant by the decisive result; `undefined` when there was no token to withdraw. */
export function reportOf(decisive: Revocation | undefined): RevocationReport {
  if (decisive === undefined) return { revocation: "not_supported", detail: "No token was stored for this account." };
  if (decisive === "failed")
    return { revocation: decisive, detail: "The external service refused to withdraw access." };
  return { revocation: decisive };
}

async function revokeToken(config: client.Configuration, token: string, hint: string): Promise<Revocation> {
  try {
    await client.tokenRevocation(config, token, { token_type_hint: hint });
    return "revoked";
  } catch (error) {
    return classifyRevocation(error);
  }
}

/** RFC 7009, 2.2: an unknown token is answered 200; some services answer 400 with an error of RFC 6749 or 6750. */
function classifyRevocation(error: unknown): Revocation {
  if (error instanceof client.ResponseBodyError) {
    if (error.error === "unsupported_token_type") return "not_supported";
    if (error.error === "invalid_token" || error.error === "invalid_grant") return "already_invalid";
    if (error.status === 429) throw new ExternalServiceDown("too many requests", { cause: error });
    return "failed";
  }
  if (error instanceof client.WWWAuthenticateChallengeError) return "failed";
  const status = statusOf(error);
  if (status !== undefined && status >= 200 && status < 300) return "revoked";
  if (status !== undefined && status >= 400 && status < 500 && status !== 429) return "failed";
  throw new ExternalServiceDown("the grant could not be withdrawn now", { cause: error });
}

/** The status of an answer that openid-client did not expect, from the answer it puts into `cause`. */
export function statusOf(error: unknown): number | undefined {
  const cause = error instanceof client.ClientError ? error.cause : undefined;
  return cause instanceof Response ? cause.status : undefined;
}
