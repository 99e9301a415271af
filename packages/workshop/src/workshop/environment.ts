import type { WorkshopKind } from "@joinery/contract/workshop";
import type { WorkshopFacts } from "./facts.ts";

/** What an integration is told by its environment, or by a `.env` file: the names that the SDK reads, and Acme Desk's. */
export function environmentOf(
  { integration, clientId, clientSecret }: WorkshopFacts,
  place: { kind: WorkshopKind; hub: string; address: URL; service: string; upstream: URL },
): Readonly<Record<string, string>> {
  return {
    HOST: place.upstream.hostname.replace(/^\[|\]$/g, ""),
    PORT: place.upstream.port || "80",
    JOINERY_HUB: place.hub,
    JOINERY_MODE: place.kind === "blink" ? "blink" : "hub",
    JOINERY_KIND: place.kind,
    JOINERY_SERVICE_ID: integration.service_id,
    JOINERY_AUTH_ID: integration.auth_id,
    JOINERY_PROXY_SECRET: integration.proxy_secret,
    JOINERY_API_TOKEN: integration.api_token,
    JOINERY_CONNECT_BASE: place.address.origin,
    ACME_ISSUER: place.service,
    ACME_CLIENT_ID: clientId,
    ACME_CLIENT_SECRET: clientSecret,
    // The same for a server that is not about Acme Desk, but is tried with it.
    OAUTH_ISSUER: place.service,
    OAUTH_CLIENT_ID: clientId,
    OAUTH_CLIENT_SECRET: clientSecret,
  };
}
