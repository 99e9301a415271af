/** From the management page in the admin panel, and from Acme Desk, where we are registered as an app. */
export interface Settings {
  hub: string;
  authId: string;
  proxySecret: string;
  apiToken: string;
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Ours; `<origin>/callback` is registered at Acme Desk. */
  origin: string;
}

/** Reads the settings; what is missing is named. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const need = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === "") throw new Error(`Please set ${name}.`);
    return value;
  };
  return {
    hub: need("JOINERY_HUB"),
    authId: need("JOINERY_AUTH_ID"),
    proxySecret: need("JOINERY_PROXY_SECRET"),
    apiToken: need("JOINERY_API_TOKEN"),
    issuer: need("ACME_ISSUER"),
    clientId: need("ACME_CLIENT_ID"),
    clientSecret: need("ACME_CLIENT_SECRET"),
    origin: `http://localhost:${need("PORT")}`,
  };
}
