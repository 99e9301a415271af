import {
  ASSERTION_ALGORITHM,
  ASSERTION_LEEWAY_SECONDS,
  ASSERTION_LIFETIME_SECONDS,
  type AssertionClaims,
  assertionClaims,
  JWKS_PATH,
  Problem,
} from "@joinery/contract";
import { createRemoteJWKSet, customFetch, decodeJwt, errors, jwtVerify } from "jose";
import type { Clock } from "../clock.ts";
import { digestOf } from "../digests.ts";
import { describeError, type Log } from "../log.ts";
import type { Fetch } from "./bounded-fetch.ts";

/** Claims that were checked against the request they came with. */
export type CheckedAssertion = AssertionClaims;

/** What an assertion must agree with. */
export interface AssertedRequest {
  method: string;
  /** Path and query relative to the proxy URL. */
  path: string;
  body: Uint8Array<ArrayBuffer>;
  /** `blink-auth-userid` */
  userId: string;
}

export type AssertionVerifier = (token: string, request: AssertedRequest, log: Log) => Promise<CheckedAssertion>;

/** Checks the hub's signed statement about a request (contract 2.2), with the keys that the hub publishes. */
export function createAssertionVerifier(options: {
  hub: string;
  serviceId: string;
  fetch: Fetch;
  clock: Clock;
}): AssertionVerifier {
  const keys = createRemoteJWKSet(new URL(`${options.hub}${JWKS_PATH}`), {
    [customFetch]: (url, init) => options.fetch(url, init),
  });

  return async (token, request, log) => {
    const now = options.clock.now();
    const refuse = (why: string, cause?: unknown): Problem => {
      const seconds = clockDifference(token, now);
      log("warn", "assertion_refused", {
        why,
        clock_difference_seconds: seconds,
        cause: describeError(cause),
      });
      return new Problem("ASSERTION_INVALID", { cause });
    };

    const verified = await jwtVerify(token, keys, {
      algorithms: [ASSERTION_ALGORITHM],
      issuer: options.hub,
      audience: options.serviceId,
      clockTolerance: ASSERTION_LEEWAY_SECONDS,
      maxTokenAge: ASSERTION_LIFETIME_SECONDS,
      currentDate: now,
    }).catch((cause) => {
      if (isAboutTheToken(cause)) throw refuse("signature, issuer, audience or time", cause);
      log("error", "hub_keys_unavailable", { cause: describeError(cause) });
      throw new Problem("INTEGRATION_BUSY", { cause });
    });

    const parsed = assertionClaims.safeParse(verified.payload);
    if (!parsed.success) throw refuse("claims missing");
    const claims = parsed.data;
    if (claims.sub !== request.userId) throw refuse("another user than the header");
    if (claims.htm !== request.method) throw refuse("another method");
    if (claims.path !== request.path) throw refuse("another path");
    if (claims.bh !== (await digestOf(request.body))) throw refuse("another body");
    return claims;
  };
}

/** Whether the token is at fault; otherwise it is the hub's keys that we could not get. */
function isAboutTheToken(cause: unknown): boolean {
  const aboutKeys = cause instanceof errors.JWKSTimeout || cause instanceof errors.JWKSInvalid;
  const unspecific = cause instanceof errors.JOSEError && cause.code === errors.JOSEError.code;
  return cause instanceof errors.JOSEError && !aboutKeys && !unspecific;
}

/** Seconds by which the hub's clock is ahead of ours when it signed, as far as the token says. For the log only. */
function clockDifference(token: string, now: Date): number | undefined {
  try {
    const { iat } = decodeJwt(token);
    return iat === undefined ? undefined : Math.round(iat - now.getTime() / 1_000);
  } catch {
    return undefined;
  }
}
