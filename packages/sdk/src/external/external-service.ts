import { LEASE_LIMITS } from "@joinery/contract";
import * as client from "openid-client";
import type { Clock } from "../clock.ts";
import { boundedFetch, type Fetch, OUTGOING_LIMITS, type OutgoingLimits } from "../http/bounded-fetch.ts";
import { isLoopback, isSafeTransport } from "../http/loopback.ts";
import { clientAuthentication } from "./client-authentication.ts";
import { cacheDiscovery } from "./discovery-cache.ts";
import { ExchangeFailed, type Grant, GrantInvalid, toGrant, tokensIn } from "./grant.ts";
import type { OAuth2 } from "./oauth2.ts";
import { AnswerLost, ExternalServiceDown, revokeTokens, statusOf, type Tokens } from "./revoke.ts";

/** A token request under a lease is given up after this (contract 2.4). */
const RENEWAL_LIMITS: OutgoingLimits = { ...OUTGOING_LIMITS, milliseconds: LEASE_LIMITS.refreshSeconds * 1_000 };

/** The random values that tie one authorization request to its answer. */
export interface AuthorizationSecrets {
  state: string;
  nonce: string;
  pkceVerifier: string;
}

/** Talks to the external service through openid-client; protocol decisions are its, order and consequences are ours. */
export function createExternalService(auth: OAuth2, options: { fetch: Fetch; clock: Clock; redirectUri: string }) {
  const { clock, redirectUri } = options;
  const usesOpenId = auth.scopes.includes("openid");
  const outgoing = cacheDiscovery(safeTransportOnly(boundedFetch(options.fetch)), clock);
  const renewing = safeTransportOnly(boundedFetch(options.fetch, RENEWAL_LIMITS));

  /** A configuration for one use. Metadata comes from the cache; failed discovery is tried again next time. */
  const open = async (fetch: Fetch = outgoing): Promise<client.Configuration> => {
    const issuer = new URL(auth.issuer);
    const insecure = issuer.protocol === "http:" && isLoopback(issuer);
    const authentication = clientAuthentication(auth.clientSecret);
    const config = await client.discovery(issuer, auth.clientId, auth.clientSecret, authentication, {
      execute: insecure ? [client.allowInsecureRequests] : [],
      timeout: OUTGOING_LIMITS.milliseconds / 1_000,
      [client.customFetch]: (url, init) => fetch(url, init as RequestInit),
    });
    // `boundedFetch` has a limit already; openid-client's own would leave a timer behind after every request.
    config.timeout = 0;
    return config;
  };

  return {
    async authorizationUrl(secrets: AuthorizationSecrets, loginHint?: string): Promise<URL> {
      return client.buildAuthorizationUrl(await open(), {
        // Without it a service may leave out the refresh token (OpenID Connect Core 1.0, 11).
        ...(auth.scopes.includes("offline_access") ? { prompt: "consent" } : {}),
        ...auth.authorizationParameters,
        redirect_uri: redirectUri,
        response_mode: "query",
        scope: auth.scopes.join(" "),
        state: secrets.state,
        code_challenge: await client.calculatePKCECodeChallenge(secrets.pkceVerifier),
        code_challenge_method: "S256",
        ...(usesOpenId ? { nonce: secrets.nonce } : {}),
        ...(loginHint === undefined ? {} : { login_hint: loginHint }),
      });
    },

    /** Whether the answer comes from the service that was asked (RFC 9207, 2.4). */
    async issuerFits(answer: URLSearchParams): Promise<boolean> {
      const metadata = (await open()).serverMetadata();
      const given = answer.getAll("iss");
      if (given.length === 0) return metadata.authorization_response_iss_parameter_supported !== true;
      return given.length === 1 && given[0] === metadata.issuer;
    },

    /** Exchanges the code: one token request, never repeated. */
    async exchange(answer: URLSearchParams, secrets: AuthorizationSecrets): Promise<Grant> {
      let answered = "";
      let [isSent, isAnswered] = [false, false];
      const config = await open(async (input, init) => {
        const isExchange = init?.method === "POST";
        isSent ||= isExchange;
        const response = await outgoing(input, init);
        if (isExchange) answered = await response.clone().text();
        if (isExchange) isAnswered = isWholeAnswer(response, answered);
        return response;
      });
      const callback = new URL(redirectUri);
      callback.search = answer.toString();
      try {
        const tokens = await client.authorizationCodeGrant(config, callback, {
          expectedState: secrets.state,
          pkceCodeVerifier: secrets.pkceVerifier,
          ...(usesOpenId ? { expectedNonce: secrets.nonce } : {}),
        });
        return toGrant(tokens, clock.now(), auth.scopes);
      } catch (cause) {
        throw new ExchangeFailed(tokensIn(answered), { cause, isOutcomeUnknown: isSent && !isAnswered });
      }
    },

    /** Claims of the id token, completed by the userinfo endpoint when the name is missing. */
    async claimsOf(grant: Grant): Promise<Record<string, unknown>> {
      const { sub, preferred_username } = grant.claims;
      const config = await open();
      if (typeof sub !== "string" || preferred_username || !config.serverMetadata().userinfo_endpoint)
        return grant.claims;
      return { ...(await client.fetchUserInfo(config, grant.accessToken, sub)), ...grant.claims };
    },

    /**
     * Renews the tokens. Throws `GrantInvalid` when the grant is over, `AnswerLost` when the refresh token may have been
     * replaced nevertheless, and `ExternalServiceDown` for anything else.
     */
    async refresh(refreshToken: string): Promise<Grant> {
      let [isSent, isRefused] = [false, false];
      const config = await open(async (input, init) => {
        if (init?.method !== "POST") return outgoing(input, init);
        isSent = true;
        const response = await renewing(input, init);
        isRefused = response.status >= 400 && response.status < 500;
        return response;
      }).catch((cause) => {
        throw new ExternalServiceDown("the external service could not be reached", { cause });
      });
      try {
        const tokens = await client.refreshTokenGrant(config, refreshToken);
        const grant = toGrant(tokens, clock.now(), auth.scopes);
        return { ...grant, refreshToken: grant.refreshToken ?? refreshToken };
      } catch (cause) {
        if (cause instanceof client.ResponseBodyError && cause.error === "invalid_grant") {
          throw new GrantInvalid("the grant is over", { cause });
        }
        const Failure = isSent && !isRefused ? AnswerLost : ExternalServiceDown;
        throw new Failure(`the access token could not be renewed (${statusOf(cause) ?? "no answer"})`, { cause });
      }
    },

    async revoke(tokens: Tokens) {
      const config = await open().catch((cause) => {
        throw new ExternalServiceDown("the external service could not be reached", { cause });
      });
      return revokeTokens(config, tokens);
    },
  };
}

export type ExternalService = ReturnType<typeof createExternalService>;

/**
 * Whether an answer says what was done. A failure inside the service, or of a gateway before it, leaves open whether access
 * was granted, and so does a success without tokens; 503 says that nothing was tried (RFC 9110, 15.6).
 */
function isWholeAnswer({ ok, status }: Response, answered: string): boolean {
  const { accessToken, refreshToken } = tokensIn(answered);
  if (ok) return accessToken !== null || refreshToken !== null;
  return status < 500 || status === 503;
}

/** Metadata may name any endpoint; plain http stays on this machine. */
function safeTransportOnly(fetch: Fetch): Fetch {
  return async (input, init) => {
    if (!isSafeTransport(new URL(String(input)))) throw new TypeError("only https, or http on this machine");
    return fetch(input, init);
  };
}
