import { LEASE_LIMITS } from "@joinery/contract";
import * as client from "openid-client";
import { boundedFetch, OUTGOING_LIMITS, type OutgoingLimits } from "../http/bounded-fetch.ts";
import { authorizedFetch, bearer } from "./authorized-fetch.ts";
import type { AuthorizationSecrets, ExternalService, ServiceParts } from "./external-service.ts";
import { ExchangeFailed, type Grant, GrantInvalid, toGrant, tokensIn } from "./grant.ts";
import { type Identify, identifyByOpenIdClaims, requireIdentity } from "./identify.ts";
import { identifyByProfile } from "./identity-profile.ts";
import type { OAuth2 } from "./oauth2.ts";
import { createWayOut, speakingTo } from "./open-configuration.ts";
import { AnswerLost, ExternalServiceDown, revokeTokens, statusOf, type Tokens } from "./revoke.ts";
import { needsAccessToken, revokeByProfile } from "./revoke-by-profile.ts";
import { allAtSite, atSite, ofSite, siteOf } from "./site.ts";
import { siteQuestion } from "./site-question.ts";

/** A token request under a lease is given up after this (contract 2.4). */
const RENEWAL_LIMITS: OutgoingLimits = { ...OUTGOING_LIMITS, milliseconds: LEASE_LIMITS.refreshSeconds * 1_000 };

/** Parameters of a callback that say nothing about whose account it is, or that must not be kept. */
const OF_THE_PROTOCOL = ["code", "state", "iss", "session_state", "error"];

/** Talks to the external service through openid-client; protocol decisions are its, order and consequences are ours. */
export function createOAuthService(auth: OAuth2, parts: ServiceParts): ExternalService {
  const { clock, redirectUri } = parts;
  const usesOpenId = auth.scopes.includes("openid");
  const { open, outgoing, keepKeys } = createWayOut(auth, parts);
  const renewing = speakingTo(auth, boundedFetch(parts.fetch, RENEWAL_LIMITS));
  const withinLimits = boundedFetch(parts.fetch);

  const originsOf = (site: string | null) => originsAt(auth, parts.apiOrigins, site);
  const grantOf = (tokens: Parameters<typeof toGrant>[0], site: string | null) =>
    toGrant(tokens, {
      now: clock.now(),
      requested: auth.scopes,
      separator: auth.quirks?.answeredScopeSeparator ?? " ",
      site,
    });
  const openOrDown = (site: string | null, ...fetch: [] | [typeof outgoing]) =>
    open(site, ...fetch).catch((cause) => {
      throw new ExternalServiceDown("the external service could not be reached", { cause });
    });

  async function authorizationParameters(secrets: AuthorizationSecrets, loginHint: string | undefined) {
    const { quirks = {}, scopes, pkce } = auth;
    // Who is asked to choose an account can't be given one: Microsoft refuses a request with both.
    const isChosenThere = auth.authorizationParameters?.prompt === "select_account";
    return {
      // Without it a service may leave out the refresh token (OpenID Connect Core 1.0, 11).
      ...(usesOpenId && scopes.includes("offline_access") ? { prompt: "consent" } : {}),
      ...auth.authorizationParameters,
      redirect_uri: redirectUri,
      // The query is where a code comes by default; services without metadata may not know the parameter.
      ...(auth.endpoints === undefined ? { response_mode: "query" } : {}),
      ...(scopes.length === 0 ? {} : { [quirks.scopeParameter ?? "scope"]: scopes.join(quirks.scopeSeparator ?? " ") }),
      state: secrets.state,
      ...(isOff(pkce) ? {} : await pkceParameters(secrets)),
      ...(usesOpenId ? { nonce: secrets.nonce } : {}),
      ...(loginHint === undefined || isChosenThere ? {} : { login_hint: loginHint }),
    };
  }

  const service: ExternalService = {
    question: auth.site && siteQuestion(auth.site),
    authorize: bearer,
    withdrawsAll: auth.revocation !== undefined && "reach" in auth.revocation && auth.revocation.reach === "client",
    originsOf,
    siteOf: (additionalInfo) => siteOf(auth.site, additionalInfo),

    wayIn: {
      by: "redirect",
      async authorizationUrl(secrets, { site, loginHint }) {
        const config = await open(site);
        const parameters = await authorizationParameters(secrets, loginHint);
        // Where it is announced, nothing of the request passes through the browser (RFC 9126).
        const isPushed = config.serverMetadata().pushed_authorization_request_endpoint !== undefined;
        return isPushed
          ? client.buildAuthorizationUrlWithPAR(config, parameters)
          : client.buildAuthorizationUrl(config, parameters);
      },

      async issuerFits(answer, site) {
        // A service whose name is not known can't be told from another by it.
        if (auth.issuer === undefined) return true;
        const metadata = (await open(site)).serverMetadata();
        const given = answer.getAll("iss");
        if (given.length === 0) return metadata.authorization_response_iss_parameter_supported !== true;
        return given.length === 1 && given[0] === metadata.issuer;
      },

      async exchange(answer, secrets, site) {
        let answered = "";
        let [isSent, isAnswered] = [false, false];
        const config = await open(site, async (input, init) => {
          const isExchange = init?.method === "POST";
          isSent ||= isExchange;
          const response = await outgoing(input, init);
          if (isExchange) answered = await response.clone().text();
          if (isExchange) isAnswered = isWholeAnswer(response, answered);
          return response;
        });
        try {
          const tokens = await client.authorizationCodeGrant(
            config,
            callbackOf(answer),
            {
              expectedState: secrets.state,
              ...(isOff(auth.pkce) ? {} : { pkceCodeVerifier: secrets.pkceVerifier }),
              ...(usesOpenId ? { expectedNonce: secrets.nonce } : {}),
            },
            { ...auth.tokenParameters },
          );
          keepKeys(config, site);
          return { ...grantOf(tokens, site), callback: saidInCallback(answer) };
        } catch (cause) {
          throw new ExchangeFailed({ ...tokensIn(answered), site }, { cause, isOutcomeUnknown: isSent && !isAnswered });
        }
      },
    },

    async identify(grant) {
      const fetch = authorizedFetch(withinLimits, originsOf(grant.site), grant);
      const { tokenAnswer, callback } = grant;
      const identity = await identifierOf(
        auth,
        grant.site,
      )({ claims: await claimsOf(grant), tokenAnswer, callback, fetch });
      return requireIdentity(ofSite(identity, auth.site, grant.site));
    },

    async refresh(refreshToken, site) {
      let [isSent, isRefused] = [false, false];
      const config = await openOrDown(site, async (input, init) => {
        if (init?.method !== "POST") return outgoing(input, init);
        isSent = true;
        const response = await renewing(input, init);
        isRefused = response.status >= 400 && response.status < 500;
        return response;
      });
      try {
        const grant = grantOf(await client.refreshTokenGrant(config, refreshToken, { ...auth.tokenParameters }), site);
        return { ...grant, refreshToken: grant.refreshToken ?? refreshToken };
      } catch (cause) {
        if (cause instanceof client.ResponseBodyError && cause.error === "invalid_grant") {
          throw new GrantInvalid("the grant is over", { cause });
        }
        const Failure = isSent && !isRefused ? AnswerLost : ExternalServiceDown;
        throw new Failure(`the access token could not be renewed (${statusOf(cause) ?? "no answer"})`, { cause });
      }
    },

    async revoke(tokens) {
      const site = tokens.site ?? null;
      const { revocation } = auth;
      if (revocation?.as === "none") return { revocation: "not_supported", detail: revocation.detail };
      if (revocation?.as !== "request") return revokeTokens(await openOrDown(site), tokens);
      const request = { ...revocation, url: atSite(revocation.url, site) };
      const usable = needsAccessToken(request) ? await withLivingToken(tokens, site) : tokens;
      if (usable === undefined) return { revocation: "already_invalid" };
      return revokeByProfile(usable, request, { client: auth, fetch: withinLimits });
    },
  };

  return service;

  /** Only a living access token can withdraw here; an expired one is renewed for it. `undefined` when the grant is over. */
  async function withLivingToken(tokens: Tokens, site: string | null): Promise<Tokens | undefined> {
    const { refreshToken, expiresAt } = tokens;
    const isOver = expiresAt != null && expiresAt <= clock.now();
    if (refreshToken === null || (tokens.accessToken !== null && !isOver)) return tokens;
    return service.refresh(refreshToken, site).catch((cause) => {
      if (cause instanceof GrantInvalid) return undefined;
      throw cause;
    });
  }

  /** Claims of the id token, completed by the userinfo endpoint when the name is missing. */
  async function claimsOf(grant: Grant): Promise<Record<string, unknown>> {
    const { sub, preferred_username } = grant.claims;
    if (typeof sub !== "string" || preferred_username) return grant.claims;
    const config = await open(grant.site);
    if (!config.serverMetadata().userinfo_endpoint) return grant.claims;
    return { ...(await client.fetchUserInfo(config, grant.accessToken, sub)), ...grant.claims };
  }

  function callbackOf(answer: URLSearchParams): URL {
    const callback = new URL(redirectUri);
    const kept = [...answer].filter(([name]) => name !== "iss" || auth.issuer !== undefined);
    callback.search = new URLSearchParams(kept).toString();
    return callback;
  }
}

function isOff(pkce: OAuth2["pkce"]): boolean {
  return typeof pkce === "object";
}

async function pkceParameters({ pkceVerifier }: AuthorizationSecrets) {
  return {
    code_challenge: await client.calculatePKCECodeChallenge(pkceVerifier),
    code_challenge_method: "S256",
  };
}

function originsAt(auth: OAuth2, given: readonly string[] | undefined, site: string | null): readonly string[] {
  const standard = [auth.issuer ?? auth.endpoints?.token ?? ""];
  // A host with a wildcard is no URL; it is compared as it is written.
  return allAtSite(given ?? auth.apiOrigins ?? standard, site).map((address) =>
    address.includes("*") ? address : new URL(address).origin,
  );
}

function identifierOf(auth: OAuth2, site: string | null): Identify {
  if (auth.identify) return auth.identify;
  const profile = auth.identity;
  if (!profile) return identifyByOpenIdClaims;
  const { from } = profile;
  const asked = typeof from === "object" ? { ...from, url: atSite(from.url, site) } : from;
  return (grant) => identifyByProfile({ ...profile, from: asked }, grant);
}

function saidInCallback(answer: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...answer].filter(([name]) => !OF_THE_PROTOCOL.includes(name)));
}

/**
 * Whether an answer says what was done. A failure inside the service, or of a gateway before it, leaves open whether access
 * was granted, and so does a success without tokens; 503 says that nothing was tried (RFC 9110, 15.6).
 */
function isWholeAnswer({ ok, status }: Response, answered: string): boolean {
  const { accessToken, refreshToken } = tokensIn(answered);
  if (ok) return accessToken !== null || refreshToken !== null;
  return status < 500 || status === 503;
}
