import type { HubSettings, IntegrationMode } from "./options.ts";
import { secret } from "./secret.ts";

/** Environment variable of each setting; `_FILE` variants are the adapter's business, because this file reads no disk. */
const VARIABLES = {
  hub: "JOINERY_HUB",
  serviceId: "JOINERY_SERVICE_ID",
  authId: "JOINERY_AUTH_ID",
  proxySecret: "JOINERY_PROXY_SECRET",
  apiToken: "JOINERY_API_TOKEN",
  connectBase: "JOINERY_CONNECT_BASE",
} as const;

/**
 * Reads an integration's settings from environment variables: `JOINERY_HUB`, `JOINERY_SERVICE_ID`, `JOINERY_AUTH_ID`,
 * `JOINERY_PROXY_SECRET`, `JOINERY_API_TOKEN`, `JOINERY_CONNECT_BASE`, and while a proxy secret is being replaced
 * `JOINERY_PROXY_SECRET_NEXT`; `JOINERY_MODE` (`hub` or `blink`) when the hub's host does not tell. Throws a `TypeError`
 * that names all that are missing. The two secrets are hidden from whatever prints the settings.
 *
 * @example
 * ```ts
 * import { readHubSettings } from "@joinery/sdk";
 *
 * const settings = readHubSettings(process.env);
 * ```
 */
export function readHubSettings(env: Readonly<Record<string, string | undefined>>): HubSettings {
  const missing = Object.values(VARIABLES).filter((name) => !env[name]);
  if (missing.length > 0) {
    throw new TypeError(
      `Set ${missing.join(", ")}: the values are on the integration's page in the hub's admin panel.`,
    );
  }
  const read = (name: keyof typeof VARIABLES) => env[VARIABLES[name]] ?? "";
  const next = env.JOINERY_PROXY_SECRET_NEXT;
  return {
    hub: read("hub"),
    ...readMode(env.JOINERY_MODE),
    serviceId: read("serviceId"),
    authId: read("authId"),
    proxySecret: next ? [secret(read("proxySecret")), secret(next)] : secret(read("proxySecret")),
    apiToken: secret(read("apiToken")),
    connectBase: read("connectBase"),
  };
}

function readMode(value: string | undefined): { mode?: IntegrationMode } {
  if (!value) return {};
  if (value === "hub" || value === "blink") return { mode: value };
  throw new TypeError('JOINERY_MODE must be "hub" or "blink"; without it the host of JOINERY_HUB decides.');
}
