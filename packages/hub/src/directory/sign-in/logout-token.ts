import { createRemoteJWKSet, customFetch, decodeProtectedHeader, type JWTVerifyGetKey, jwtVerify } from "jose";
import { z } from "zod";
import { CLOCK_SKEW_SECONDS, type IdentityProvider } from "./identity-provider.ts";

/** What a logout token says, once it has been checked. */
export interface LogoutOrder {
  issuer: string;
  jti: string;
  /** Whose sessions end; null when the provider names only one session. */
  subject: string | null;
  /** The session at the provider; null when all of the person's sessions end. */
  sid: string | null;
}

/** A logout token that is not one, or not for this hub. */
export class LogoutTokenRefused extends Error {
  override readonly name = "LogoutTokenRefused";
}

const EVENT = "http://schemas.openid.net/event/backchannel-logout";
/** Asymmetric ones only: whoever knows the client's secret must not be able to sign people out. */
const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
];
/** A token older than this was kept by somebody. */
const OLDEST_TOKEN_SECONDS = 10 * 60;

const shape = z.object({
  jti: z.string().min(1).max(255),
  sub: z.string().min(1).max(255).nullish(),
  sid: z.string().min(1).max(255).nullish(),
  events: z.record(z.string(), z.unknown()),
});

/**
 * Checks logout tokens as OpenID Connect Back-Channel Logout 1.0, section 2.6 demands. That a token is used once is for
 * whoever acts on it.
 */
export function createLogoutTokenCheck(provider: IdentityProvider, clock: () => Date) {
  let keys: { uri: string; get: JWTVerifyGetKey } | undefined;

  function keysAt(uri: URL): JWTVerifyGetKey {
    if (keys?.uri !== uri.href) {
      const remote = createRemoteJWKSet(uri, {
        timeoutDuration: 10_000,
        // A key set that moves is not followed: the provider names its address itself.
        [customFetch]: (url: string, init: RequestInit) => fetch(url, { ...init, redirect: "error" }),
      });
      keys = { uri: uri.href, get: remote };
    }
    return keys.get;
  }

  return async function checkLogoutToken(token: string): Promise<LogoutOrder> {
    const { issuer, clientId, jwksUri } = await provider.facts();
    const { typ } = decodeProtectedHeader(token);
    // Section 2.4 recommends `logout+jwt`; providers from before that say `JWT` or nothing.
    if (typ !== undefined && !/^(application\/)?(logout\+jwt|jwt)$/i.test(typ)) throw refused("typ");
    const { payload } = await jwtVerify(token, keysAt(jwksUri), {
      issuer,
      audience: clientId,
      algorithms: ALGORITHMS,
      requiredClaims: ["iat", "exp", "jti", "events"],
      clockTolerance: CLOCK_SKEW_SECONDS,
      maxTokenAge: OLDEST_TOKEN_SECONDS,
      currentDate: clock(),
    });
    const read = shape.safeParse(payload);
    if (!read.success) throw refused("claims");
    const { jti, sub, sid, events } = read.data;
    const event = Object.hasOwn(events, EVENT) ? events[EVENT] : undefined;
    if (typeof event !== "object" || event === null) throw refused("events");
    // An ID token must never pass for a logout token.
    if ("nonce" in payload) throw refused("nonce");
    if (!sub && !sid) throw refused("neither sub nor sid");
    return { issuer, jti, subject: sub ?? null, sid: sid ?? null };
  };
}

function refused(what: string): LogoutTokenRefused {
  return new LogoutTokenRefused(`The logout token is not valid: ${what}.`);
}
