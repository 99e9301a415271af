import type { Secret } from "../secret.ts";
import type { Identify } from "./identify.ts";
import type { Preset } from "./preset.ts";
import type { PrivateKey } from "./private-key.ts";
import type { ServiceProfile } from "./service-profile.ts";

/** An external service that speaks OAuth 2.0 or OpenID Connect, and this integration as a client of it. */
export interface OAuth2Options extends ServiceProfile {
  /** What is known of the service already; what is given beside it goes before. */
  preset?: Preset;
  /** The id that the service knows this integration by. */
  clientId: string;
  /** Leave out for a public client; PKCE protects both kinds. */
  clientSecret?: string | Secret<string>;
  /** Signs instead of a secret, `private_key_jwt` (OpenID Connect Core 1.0, 9): a JWK with `alg`, and `kid` when the service has several. */
  privateKey?: PrivateKey;
  /** With `openid` among them the identity comes from the id token; without it give `identity` or `identify`. */
  scopes: readonly string[];
  /** Says whose account was linked; by default as `identity` has it, or the OpenID claims. */
  identify?: Identify;
}

/** How accounts of an external service are linked; made by `oauth2`. */
export interface OAuth2 extends Omit<OAuth2Options, "preset"> {
  /** Tells it from other ways to log in. */
  readonly kind: "oauth2";
  /** The service's name, when a preset has one. */
  readonly serviceName?: string;
}

/** Parameters that the SDK sets itself; one from outside would undo a check. */
const OURS = [
  ...["client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri", "response_mode"],
  ...["response_type", "scope", "state"],
];
const OURS_IN_TOKEN_REQUESTS = [
  ...["client_id", "client_secret", "client_assertion", "client_assertion_type", "code", "code_verifier"],
  ...["grant_type", "redirect_uri", "refresh_token"],
];

/**
 * Defines an external service by its issuer, its endpoints or a preset: authorization code with PKCE (S256), state, nonce
 * and `iss`. Use it as `auth` of an integration. Throws a `TypeError` for parameters that the SDK must set itself.
 *
 * @example
 * ```ts
 * import { oauth2 } from "@joinery/sdk";
 *
 * const auth = oauth2({
 *   issuer: "https://login.acme.example",
 *   clientId: "joinery",
 *   clientSecret: process.env.ACME_CLIENT_SECRET ?? "",
 *   scopes: ["openid", "profile", "offline_access"],
 * });
 *
 * const withoutDiscovery = oauth2({
 *   endpoints: { authorization: "https://acme.example/oauth/authorize", token: "https://acme.example/oauth/token" },
 *   identity: { from: { url: "https://acme.example/api/me" }, subject: "id", label: "login" },
 *   clientId: "joinery",
 *   clientSecret: process.env.ACME_CLIENT_SECRET ?? "",
 *   scopes: ["tickets"],
 * });
 * ```
 */
export function oauth2({ preset, ...given }: OAuth2Options): OAuth2 {
  const known = preset?.profile ?? {};
  const scopes = [...new Set([...(given.alwaysScopes ?? known.alwaysScopes ?? []), ...given.scopes])];
  const auth: OAuth2 = {
    kind: "oauth2",
    ...known,
    ...withoutUndefined(given),
    authorizationParameters: { ...known.authorizationParameters, ...given.authorizationParameters },
    tokenParameters: { ...known.tokenParameters, ...given.tokenParameters },
    scopes,
    ...(preset === undefined ? {} : { serviceName: preset.name }),
  };
  requireNone(auth.authorizationParameters, OURS);
  requireNone(auth.tokenParameters, OURS_IN_TOKEN_REQUESTS);
  if (!scopes.includes("openid") && !auth.identify && !auth.identity) {
    throw new TypeError("oauth2: without the scope openid nobody says whose account it is; give identity or identify");
  }
  return auth;
}

/** An option that is there without a value, as a variable that is not set leaves it, must not hide what a preset knows. */
function withoutUndefined<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}

function requireNone(parameters: Readonly<Record<string, string>> | undefined, ours: readonly string[]): void {
  const reserved = Object.keys(parameters ?? {}).filter((name) => ours.includes(name));
  if (reserved.length > 0) throw new TypeError(`oauth2: the SDK itself sets ${reserved.join(", ")}`);
}
