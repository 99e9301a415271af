import { isOriginPattern } from "../accounts/api-origins.ts";
import { parseUrl } from "../http/loopback.ts";
import { reveal } from "../secret.ts";
import type { Auth } from "./auth.ts";
import type { OAuth2 } from "./oauth2.ts";
import { isPrivateKey } from "./private-key.ts";
import type { Endpoints, Site } from "./service-profile.ts";
import { atSite, needsSite } from "./site.ts";

const HTTPS = "an https URL (http only on this machine)";

/** What is wrong with `auth` and the origins that its tokens may be sent to; never with a value. */
export function authFaults(auth: Auth, apiOrigins: readonly string[] | undefined): (string | false)[] {
  const origins = apiOrigins ?? ("apiOrigins" in auth ? auth.apiOrigins : undefined) ?? [];
  const site = "site" in auth ? auth.site : undefined;
  return [
    !origins.every((origin) => isOrigin(origin, site)) &&
      "apiOrigins must be https origins without a path, such as https://api.acme.example or https://*.acme.example",
    auth.kind !== "oauth2" && origins.length === 0 && "apiOrigins is missing: where may the credentials be sent?",
    site === undefined &&
      [...origins, ...addressesIn(auth)].some(needsSite) &&
      "auth.site is missing: an address has {site} in it",
    site !== undefined && !isSiteHost(site) && "auth.site.host must be a host name with one {site} in it",
    ...(auth.kind === "oauth2" ? oauth2Faults(auth) : []),
  ];
}

/** What people call the external service. */
export function nameOf({ name, auth }: { name?: string; auth: Auth }): string | undefined {
  return name || (auth.kind === "oauth2" ? auth.serviceName : undefined);
}

function oauth2Faults(auth: OAuth2): (string | false)[] {
  const { issuer, endpoints, site, clientAuthentication: method, privateKey, pkce } = auth;
  const signs = method === "private_key_jwt" || (method === undefined && privateKey !== undefined);
  return [
    !auth.clientId && "auth.clientId is missing",
    issuer === undefined && endpoints === undefined && "auth.issuer or auth.endpoints is missing",
    issuer !== undefined && !isAddress(issuer, site) && `auth.issuer must be ${HTTPS}`,
    endpoints !== undefined && !areAddresses(endpoints, site) && `auth.endpoints must be ${HTTPS}`,
    urlsIn(auth).some((address) => !isAddress(address, site)) && `addresses in auth must be ${HTTPS}`,
    site !== undefined &&
      !addressesIn(auth).some(needsSite) &&
      "auth.site is asked for, and no address has {site} in it",
    auth.scopes.includes("openid") &&
      endpoints !== undefined &&
      endpoints.jwks === undefined &&
      "auth.endpoints.jwks is missing: the scope openid needs it",
    usesOpenIdWithoutIssuer(auth) && "auth.issuer is missing: the scope openid needs it",
    typeof pkce === "object" && !pkce.off && "auth.pkce needs a reason to be off",
    signs &&
      (privateKey === undefined || !isPrivateKey(privateKey)) &&
      "auth.privateKey must be a private JWK with alg",
    (method === "client_secret_basic" || method === "client_secret_post") &&
      !reveal(auth.clientSecret) &&
      "auth.clientSecret is missing",
  ];
}

/** Whose id token it is can't be checked without a name to compare. */
function usesOpenIdWithoutIssuer({ scopes, issuer, endpoints }: OAuth2): boolean {
  return scopes.includes("openid") && endpoints !== undefined && issuer === undefined;
}

function addressesIn(auth: Auth): string[] {
  if (auth.kind !== "oauth2") return [];
  return [auth.issuer ?? [], Object.values(auth.endpoints ?? {}), urlsIn(auth)].flat();
}

function urlsIn({ identity, revocation }: OAuth2): string[] {
  const asked = typeof identity?.from === "object" ? [identity.from.url] : [];
  // A query may hold what is withdrawn.
  return revocation?.as === "request" ? [...asked, revocation.url.replace(/\?.*$/s, "")] : asked;
}

function areAddresses(endpoints: Endpoints, site: Site | undefined): boolean {
  return Object.values(endpoints).every((address) => isAddress(address, site));
}

function isAddress(address: string, site: Site | undefined): boolean {
  return parseUrl(site === undefined ? address : atSite(address, "a")) !== undefined || isQueried(address);
}

/** GETs with a query, as some services have them, go to https only. */
function isQueried(address: string): boolean {
  return address.includes("?") && /^https:/.test(address) && URL.canParse(atSite(address, "a"));
}

function isOrigin(origin: string, site: Site | undefined): boolean {
  return isOriginPattern(site === undefined ? origin : atSite(origin, "a"));
}

function isSiteHost({ host }: Site): boolean {
  return /^[a-z0-9.-]*\{site\}[a-z0-9.-]*\.[a-z0-9.-]+$/.test(host) && host.split("{site}").length === 2;
}
