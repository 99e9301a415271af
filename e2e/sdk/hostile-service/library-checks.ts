/** A check of openid-client 6 and oauth4webapi 3 on the way of a connect, a renewal or a withdrawal, as its source has it. */
export interface LibraryCheck {
  where: string;
  check: string;
  cases: readonly RegExp[];
}

const check = (where: string, what: string, ...cases: readonly RegExp[]): LibraryCheck => ({
  where,
  check: what,
  cases,
});

/** Read in the sources of both: each place that throws for something a service sent. */
export const LIBRARY_CHECKS: readonly LibraryCheck[] = [
  check("processDiscoveryResponse", "status 200", /^metadata: 500 with HTML$/, /^metadata: 204$/),
  check("processDiscoveryResponse", "issuer is a text", /^metadata: issuer (missing|null|a number|an array)/),
  check("processDiscoveryResponse", "issuer is the expected one", /^metadata: issuer of another service$/),
  check("getResponseJsonBody", "the body is JSON", /: half of the right JSON$/, /: HTML with status 200$/),
  check("getResponseJsonBody", "the body is an object", /: JSON that is (null|a number|a text|true|an array)/),
  check("resolveEndpoint", "the endpoint is there", /^metadata: token endpoint at missing$/),
  check("resolveEndpoint", "the endpoint is a URL", /^metadata: token endpoint at relative$/),
  check("checkProtocol", "https", /^metadata: token endpoint at plain http$/, /^metadata: keys at plain http$/),
  check("checkProtocol", "neither javascript: nor data:", /^metadata: authorization endpoint (javascript|data):$/),
  check("validateAuthResponse", "no JARM answer", /^response of another flow/),
  check("validateAuthResponse", "iss, state, code, error, id_token and token once", /^(iss|state|code) twice/),
  check("validateAuthResponse", "iss is there where announced", /^iss missing/),
  check("validateAuthResponse", "iss is the issuer", /^iss of another service$/),
  check("validateAuthResponse", "state is the expected one", /^state (missing|cut short)$/),
  check("validateAuthResponse", "no error", /^code together with an error$/),
  check("validateAuthResponse", "neither implicit nor hybrid", /^(id_token|token) of another flow/),
  check("authorizationCodeGrantRequest", "there is a code", /^code (missing|empty)$/),
  check("checkOAuthBodyError", "token status 200", /^token answer: (tokens with status 201|204|302 to)/),
  check("checkAuthenticationChallenges", "no challenge", /^token answer: 401 with a challenge$/),
  check(
    "processGenericAccessTokenResponse",
    "access_token is a text",
    /^token answer: access token (missing|empty|a number)/,
  ),
  check("processGenericAccessTokenResponse", "token_type is a text", /^token answer: type (missing|null|an array)$/),
  check(
    "processGenericAccessTokenResponse",
    "expires_in is no negative number",
    /^token answer: life (of -1|that is no number|null)$/,
  ),
  check(
    "processGenericAccessTokenResponse",
    "refresh_token is a text",
    /^token answer: refresh token (null|empty|a number|an array)$/,
  ),
  check("processGenericAccessTokenResponse", "scope is a text", /^token answer: scope (an array|a number|null)$/),
  check(
    "processGenericAccessTokenResponse",
    "id_token is a text",
    /^id token that is (a number|null|an array|an object|empty)$/,
  ),
  check("processGenericAccessTokenResponse", "the type is known", /^token answer: type (mac|N_A|toString)$/),
  check("processAuthorizationCodeOpenIDResponse", "there is an id token", /^id token that is left out$/),
  check("validateJwt", "three parts", /^id token of (two|five) parts/),
  check(
    "validateJwt",
    "header and claims are objects",
    /^id token whose (header is an array|claims are (null|an array))$/,
    /^id token that is no base64$/,
  ),
  check("validateJwt", "no critical extension", /^id token with a critical extension$/),
  check(
    "checkSigningAlgorithm",
    "an announced algorithm",
    /^id token (without a signature|signed with|with an algorithm|without an algorithm)/,
  ),
  check(
    "validatePresence",
    "aud, exp, iat, iss and sub",
    /^id token (for nobody|that never ends|that was never issued|of no issuer|about nobody)$/,
  ),
  check(
    "validateJwt",
    "exp, iat, nbf are numbers",
    /^id token (whose (end|beginning) is a text|that was issued at a text|whose end is null)$/,
  ),
  check("validateJwt", "not over", /^id token that ended an hour ago$/),
  check("validateJwt", "begun", /^id token that begins in an hour$/),
  check("validateJwt", "iss and aud have the right type", /^id token (of an issuer that is an array|for a number)$/),
  check("validateIssuer", "iss is the issuer", /^id token of (another issuer|an issuer with a slash)$/),
  check("validateAudience", "aud has the client", /^id token for (another client|an empty list|a list of others)$/),
  check("validateStringClaim", "sub is a text", /^id token about (a number|null|an array)$/),
  check(
    "validateIdTokenAuthorizedParty",
    "azp among several",
    /^id token for several, (without azp|on behalf of another)$/,
  ),
  check("validateIdTokenAuthTimeClaim", "auth_time is a number", /^id token with a time of log-in that is a text$/),
  check(
    "validateIdTokenNonce",
    "nonce is there and the expected one",
    /^id token (without a nonce|with another nonce|with an empty nonce)$/,
  ),
  check(
    "jwksRequest",
    "status 200, keys are a list of objects",
    /^keys: (500 with HTML|keys that are no (list|objects))$/,
  ),
  check(
    "getPublicSigKeyFromIssuerJwksUri",
    "one key fits",
    /^keys: (no keys|two keys|the right key (for|of))/,
    /unknown key$/,
  ),
  check(
    "validateJwsSignature",
    "the signature",
    /^id token (signed by somebody else|with a signature of sevens|with claims changed)/,
  ),
  check("processUserInfoResponse", "status 200, no challenge", /^userinfo: (204|401 with a challenge|500 with HTML)$/),
  check("processUserInfoResponse", "a signed answer is announced", /^userinfo: a JWT that nobody has signed$/),
  check("processUserInfoResponse", "sub is a text, and the expected one", /^userinfo: subject /),
  check(
    "processRefreshTokenResponse",
    "as for the code",
    /^renewal: (access token|refresh token|type mac|life of -1|scope)/,
    /^renewal: an id token /,
  ),
  check("processRevocationResponse", "status 200", /^withdrawal: (302|400|401|403|500|503)/),
  check(
    "processPushedAuthorizationResponse",
    "201, request_uri, expires_in",
    /^pushed request: an answer with/,
    /^pushed request: 500/,
  ),
];
