import * as client from "openid-client";
import type { Clock } from "../clock.ts";
import { boundedFetch, type Fetch, OUTGOING_LIMITS } from "../http/bounded-fetch.ts";
import { isLoopback } from "../http/loopback.ts";
import { reveal } from "../secret.ts";
import { clientAuthentication } from "./client-authentication.ts";
import { cacheDiscovery } from "./discovery-cache.ts";
import { requireSafeEndpoints } from "./endpoint-place.ts";
import type { OAuth2 } from "./oauth2.ts";
import type { Endpoints } from "./service-profile.ts";
import { atSite } from "./site.ts";
import { inDialect } from "./token-dialect.ts";

/** Opens a configuration of openid-client for one use: with another `fetch`, when somebody has to look at what travels. */
export type OpenConfiguration = (site: string | null, fetch?: Fetch) => Promise<client.Configuration>;

/** What goes out to one service: within limits, over https, in the service's dialect. */
export interface WayOut {
  open: OpenConfiguration;
  outgoing: Fetch;
  /** Remembers the keys that an id token was checked with; openid-client asks again when they are old or none fits. */
  keepKeys(config: client.Configuration, site: string | null): void;
}

/** Finds out where the service's endpoints are: from its profile, or from its metadata, which is kept for an hour. */
export function createWayOut(auth: OAuth2, { fetch, clock }: { fetch: Fetch; clock: Clock }): WayOut {
  const outgoing = cacheDiscovery(speakingTo(auth, boundedFetch(fetch)), clock);
  const authentication = clientAuthentication(auth);
  const clientSecret = reveal(auth.clientSecret);
  const keys = new Map<string | null, client.ExportedJWKSCache>();

  return {
    outgoing,
    keepKeys(config, site) {
      const used = client.getJwksCache(config);
      if (used !== undefined) keys.set(site, used);
    },
    async open(site, through = outgoing) {
      const config = await configure(site, through);
      requireSafeEndpoints(config.serverMetadata(), auth);
      // TLS says who sent an id token, its signature who made it (OpenID Connect Core 1.0, 3.1.3.7).
      if (auth.scopes.includes("openid")) client.enableNonRepudiationChecks(config);
      const known = keys.get(site);
      if (known !== undefined) client.setJwksCache(config, known);
      // `boundedFetch` has a limit already; openid-client's own would leave a timer behind after every request.
      config.timeout = 0;
      return config;
    },
  };

  /** Metadata comes from the cache; failed discovery is tried again next time. */
  async function configure(site: string | null, through: Fetch): Promise<client.Configuration> {
    const customFetch = (url: string, init: unknown) => through(url, init as RequestInit);
    const issuer = issuerOf(auth, site);
    const insecure = issuer.protocol === "http:" && isLoopback(issuer);
    if (auth.endpoints === undefined) {
      return client.discovery(issuer, auth.clientId, clientSecret, authentication, {
        algorithm: auth.discovery === "oauth2" ? "oauth2" : "oidc",
        execute: insecure ? [client.allowInsecureRequests] : [],
        timeout: OUTGOING_LIMITS.milliseconds / 1_000,
        [client.customFetch]: customFetch,
      });
    }
    const metadata = metadataOf(auth.endpoints, { issuer: auth.issuer ?? issuer.origin, site });
    const config = new client.Configuration(metadata, auth.clientId, clientSecret, authentication);
    config[client.customFetch] = customFetch;
    if (insecure) client.allowInsecureRequests(config);
    return config;
  }
}

/** The same for requests that need other limits. */
export function speakingTo({ quirks }: OAuth2, fetch: Fetch): Fetch {
  return inDialect(fetch, quirks);
}

/** The issuer, or for a service that names none, where its tokens come from: only so that the library has a name for it. */
function issuerOf({ issuer, endpoints }: OAuth2, site: string | null): URL {
  return new URL(atSite(issuer ?? endpoints?.token ?? "", site));
}

function metadataOf(
  endpoints: Endpoints,
  { issuer, site }: { issuer: string; site: string | null },
): client.ServerMetadata {
  const named = {
    issuer,
    authorization_endpoint: endpoints.authorization,
    token_endpoint: endpoints.token,
    revocation_endpoint: endpoints.revocation,
    userinfo_endpoint: endpoints.userinfo,
    pushed_authorization_request_endpoint: endpoints.pushedAuthorization,
    jwks_uri: endpoints.jwks,
  };
  const known = Object.entries(named).flatMap(([name, address]) =>
    address === undefined ? [] : [[name, atSite(address, site)]],
  );
  return Object.fromEntries(known) as client.ServerMetadata;
}
