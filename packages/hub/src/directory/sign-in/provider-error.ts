import type { SignInFailure } from "@joinery/contract/pages";
import { AuthorizationResponseError, ClientError, ResponseBodyError } from "openid-client";

/** What the library says when nobody answered in time. */
const UNREACHABLE_CODES = ["OAUTH_TIMEOUT", "OAUTH_ABORT"];

/** What the person reads when talking to the identity provider fails. */
export function describeProviderError(error: unknown): SignInFailure {
  // Every error answer of the provider's page: the person said no, may not, or has to do something there first.
  if (error instanceof AuthorizationResponseError) return "refused_there";
  if (error instanceof ClientError) {
    if (UNREACHABLE_CODES.includes(error.code ?? "")) return "provider_unreachable";
    // It is asked for when somebody has to sign in anew. Some providers say it only where they have been configured to.
    if (missingClaimOf(error) === "auth_time") return "freshness_unknown";
    return isServerFailure(error.cause) ? "provider_unreachable" : "answer_wrong";
  }
  // `fetch` throws a TypeError when there is no connection.
  return error instanceof TypeError && error.message === "fetch failed" ? "provider_unreachable" : "answer_wrong";
}

/** What an ID token has to say: always, with a nonce, and with a greatest age (OpenID Connect Core 1.0, section 2). */
const CLAIMS = ["iss", "sub", "aud", "exp", "iat", "nonce", "auth_time"];

/** The claim for whose absence an ID token was refused: a fixed word of the protocol; `undefined` when that was not the trouble. */
export function missingClaimOf(error: unknown): string | undefined {
  const claims = factsOf(error)?.claims;
  if (!(error instanceof ClientError) || error.code !== "OAUTH_INVALID_RESPONSE" || claims === undefined)
    return undefined;
  return CLAIMS.find((claim) => !Object.hasOwn(claims, claim));
}

/** A provider that answers 5xx is down, even if something in front of it still speaks. */
function isServerFailure(cause: unknown): boolean {
  return cause instanceof Response && cause.status >= 500;
}

/**
 * By how many seconds a time in a token misses the hub's clock; `undefined` when that was not the trouble. A wrong clock
 * is the likeliest reason for a provider that worked yesterday, and the hardest to see.
 */
export function clockSkewOf(error: unknown): number | undefined {
  const { now, claim, claims } = factsOf(error) ?? {};
  const time = typeof claim === "string" ? claims?.[claim] : undefined;
  return typeof now === "number" && typeof time === "number" ? Math.round(time - now) : undefined;
}

/** What the library has looked at when it refused a token. */
function factsOf(error: unknown): { now?: unknown; claim?: unknown; claims?: Record<string, unknown> } | undefined {
  const cause = error instanceof ClientError && error.cause instanceof Error ? error.cause.cause : undefined;
  return typeof cause === "object" && cause !== null ? cause : undefined;
}

/** The code of the provider's refusal, such as `invalid_client`: a fixed word of the protocol, and nothing else of it. */
export function providerErrorOf(error: unknown): string | undefined {
  const isAnswer = error instanceof AuthorizationResponseError || error instanceof ResponseBodyError;
  return isAnswer && /^[a-z_]{1,60}$/.test(error.error) ? error.error : undefined;
}
