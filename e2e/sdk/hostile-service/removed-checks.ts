import { TOKEN_CASES } from "./cases-of-tokens.ts";
import type { Patch } from "./patched-sdk.ts";

/** A check of the SDK, how it is removed, and the cases that only it stands against. */
export interface RemovedCheck extends Patch {
  check: string;
  /** Names of cases, or what fits them. */
  fails: readonly (string | RegExp)[];
}

const STEPS = "connect/steps.ts";

/** Cases in which an administrator must learn that access may have been granted. */
const TOLD_NOTHING = TOKEN_CASES.filter(({ ends }) => ends === "refused, on the administrator's list").map(
  ({ name }) => name,
);

/** Each line takes one check away. Exactly the named cases must end wrongly then. */
export const REMOVED_CHECKS: readonly RemovedCheck[] = [
  {
    check: "the state is the one that this browser was given",
    file: STEPS,
    from: "(await isSameText(cookie.state, state))",
    to: "state !== undefined",
    fails: ["state cut short", "state longer than it was", "state without its random half"],
  },
  {
    check: "the state comes once",
    file: STEPS,
    from: 'answer.getAll("state").length === 1',
    to: 'answer.has("state")',
    fails: ["state twice, the same"],
  },
  {
    check: "the answer comes from the service that was asked",
    file: STEPS,
    from: "if (!(await wayIn.issuerFits(answer, site).catch(endAsDown(flow)))) throw refused(flow);",
    to: "",
    fails: [/^iss /, "metadata: iss is not announced, and a foreign one comes", /^mix-up: the code of another service/],
  },
  {
    check: "an answer with an error is none with a code, and a code comes once",
    file: STEPS,
    from: "      requireConsent(answer, flow);\n",
    to: "",
    fails: [/^code (missing|twice|together)/, "error text that is a script", /^access token in the answer instead/],
  },
  {
    check: "the nonce is fresh",
    file: STEPS,
    from: "nonce: randomToken256()",
    to: 'nonce: "always-the-same"',
    fails: ["the code of Eve with the state of Ada, at a service that ignores PKCE"],
  },
  {
    check: "the PKCE verifier is fresh",
    file: STEPS,
    from: "pkceVerifier: randomToken256()",
    to: 'pkceVerifier: "always-the-same-always-the-same-always-the-same"',
    fails: [/^the code of Eve/, "the answer to Eve in Ada's browser, which has a connect of her own"],
  },
  {
    check: "a look changes nothing",
    file: "connect/hub-mode.ts",
    from: '!isDeliberateVisit(visit.request, isForm ? "POST" : "GET")',
    to: "isForm",
    fails: [/^preview:/],
  },
  {
    check: "a cookie belongs to one integration",
    file: "seal.ts",
    from: "          audience: serviceId,\n",
    to: "",
    fails: [/^mix-up: the answer reaches another integration/],
  },
  {
    check: "endpoints are at https, and not within our own network",
    file: "external/open-configuration.ts",
    from: "      requireSafeEndpoints(config.serverMetadata(), auth);\n",
    to: "",
    fails: [
      /^metadata: token endpoint at (?!missing)/,
      /^metadata: (authorization|userinfo) endpoint at plain http elsewhere/,
      "metadata: userinfo endpoint at plain http",
      "metadata: userinfo endpoint at a private network",
      "metadata: keys at plain http",
    ],
  },
  {
    check: "somebody has signed the id token",
    file: "external/open-configuration.ts",
    from: 'if (auth.scopes.includes("openid")) client.enableNonRepudiationChecks(config);',
    to: "",
    fails: [
      /^metadata: (only )?id tokens that /,
      /^id token signed by somebody else/,
      /^id token with (a signature of sevens|its signature cut off|claims changed|an unknown key|its own key)/,
      "id token of 900,000 characters",
      /^keys: /,
      "renewal: an id token that somebody else has signed",
    ],
  },
  {
    check: "answers are read to a limit",
    file: "http/read-at-most.ts",
    from: "size > maxBytes",
    to: "size > 100 * maxBytes",
    fails: [/^(?!pushed request).*: (more than 1 MB|a gzip bomb)/],
  },
  {
    check: "redirects are not followed",
    file: "http/bounded-fetch.ts",
    from: 'redirect: init.redirect ?? "manual"',
    to: 'redirect: "follow"',
    fails: [/^token answer: 30[278] to/, /^resource server: it sends the request on/],
  },
  {
    check: "an answer that tells nothing leaves open what was granted",
    file: "external/oauth-service.ts",
    from: "isOutcomeUnknown: isSent && !isAnswered",
    to: "isOutcomeUnknown: false",
    fails: TOLD_NOTHING,
  },
  {
    check: "a token can be sent and stored",
    file: "external/grant.ts",
    from: "TOKEN.test(access_token) && TOKEN.test(refresh_token ?? access_token)",
    to: "true",
    fails: [
      /^token answer: (access|refresh)_token with /,
      /^renewal: (access|refresh) token (with a line break|too long)/,
    ],
  },
  {
    check: "a token is of the type that was asked for",
    file: "external/grant.ts",
    from: 'token_type !== "bearer"',
    to: 'token_type === ""',
    fails: [/type DPoP/],
  },
  {
    check: "one token that is none does not hide the other",
    file: "external/grant.ts",
    from: "z.string().min(1).nullable().catch(null)",
    to: "z.string().min(1).nullish().transform((token) => token ?? null)",
    fails: [/^token answer: (access|refresh) token (empty|a number|an array|an object)$/],
  },
  {
    check: "a label can be seen for what it is",
    file: "external/identify.ts",
    from: '(text) => text.trim() !== "" && !INVISIBLE.test(text)',
    to: "() => true",
    fails: [/^id token with a label (with |that turns|within|of blanks)/, /^userinfo: label (with|that turns)/],
  },
  {
    check: "a stable key has no control characters",
    file: "external/identify.ts",
    from: "(text) => !/\\p{Cc}/u.test(text)",
    to: "() => true",
    fails: ["id token about a text with line breaks"],
  },
  {
    check: "a name does not turn the text around",
    file: "external/identify.ts",
    from: 'text?.replace(MISLEADING, "")',
    to: "text",
    fails: [/^id token with a name (that turns|with control)/],
  },
  {
    check: "a picture is at an address on the web",
    file: "external/identify.ts",
    from: "url !== undefined && isPictureUrl(url)",
    to: "url !== undefined",
    fails: [/^id token with a picture at /],
  },
  {
    check: "userinfo is about the person of the id token",
    file: "external/oauth-service.ts",
    from: "client.fetchUserInfo(config, grant.accessToken, sub)",
    to: "client.fetchUserInfo(config, grant.accessToken, client.skipSubjectCheck)",
    fails: ["userinfo: subject of somebody else", "userinfo: subject in capitals"],
  },
  {
    check: "userinfo does not decide whose account it is",
    file: "external/oauth-service.ts",
    from: "...(await client.fetchUserInfo(config, grant.accessToken, sub)), ...grant.claims",
    to: "...grant.claims, ...(await client.fetchUserInfo(config, grant.accessToken, sub))",
    fails: ["userinfo: another issuer and subject than in the id token"],
  },
  {
    check: "renewed tokens are the same person's",
    file: "accounts/refresh-own-grant.ts",
    from: "isOfSomebodyElse(grant.claims, account)",
    to: "grant.claims === undefined",
    fails: ["renewal: an id token of another subject"],
  },
  {
    check: "the token goes to declared origins only",
    file: "external/authorized-fetch.ts",
    from: "!isDeclaredOrigin(origins, new URL(request.url))",
    to: "origins === undefined",
    fails: ["resource server: an address that was not declared"],
  },
  {
    check: "a dead grant is told by nothing but invalid_grant",
    file: "external/oauth-service.ts",
    from: 'cause.error === "invalid_grant"',
    to: 'cause.error !== ""',
    fails: ["renewal: an error called toString", "renewal: invalid_client", "renewal: 418"],
  },
];
