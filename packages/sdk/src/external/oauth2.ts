import type { Identify } from "./identify.ts";

/** An external service that speaks OAuth 2.0 or OpenID Connect. */
export interface OAuth2Options {
  /** Issuer of the external service, exactly as it spells it; its endpoints are discovered from there. */
  issuer: string;
  clientId: string;
  /** Leave out for a public client; PKCE protects both kinds. */
  clientSecret?: string;
  /** With `openid` among them the identity comes from the id token; without it give `identify`. */
  scopes: readonly string[];
  /** More parameters of the authorization request, such as `{ access_type: "offline" }`. */
  authorizationParameters?: Readonly<Record<string, string>>;
  /** Says whose account was linked; the default reads the OpenID claims. */
  identify?: Identify;
}

/** How accounts of an external service are linked; made by `oauth2`. */
export interface OAuth2 extends OAuth2Options {
  readonly kind: "oauth2";
}

/** Parameters that the SDK sets itself; one from outside would undo a check. */
const OURS = ["client_id", "code_challenge", "code_challenge_method", "nonce", "redirect_uri", "response_mode"];
const OURS_TOO = ["response_type", "scope", "state"];

/**
 * Defines an external service by its issuer: authorization code with PKCE (S256), state, nonce and `iss`. Use it as
 * `auth` of an integration. Throws a `TypeError` for parameters that the SDK must set itself.
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
 * ```
 */
export function oauth2(options: OAuth2Options): OAuth2 {
  const reserved = Object.keys(options.authorizationParameters ?? {}).filter((name) =>
    [...OURS, ...OURS_TOO].includes(name),
  );
  if (reserved.length > 0) throw new TypeError(`oauth2: the SDK itself sets ${reserved.join(", ")}`);
  if (!options.scopes.includes("openid") && !options.identify) {
    throw new TypeError("oauth2: without the scope openid nobody says whose account it is; give identify");
  }
  return { kind: "oauth2", ...options };
}
