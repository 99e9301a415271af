/** From the hub's admin panel, and from Acme Desk, where we are registered as an app. */
export function readSettings(env) {
  const need = (name) => {
    const value = env[name];
    if (value === undefined || value === "") throw new Error(`Please set ${name}.`);
    return value;
  };
  return {
    port: Number(env.PORT ?? 0),
    host: env.HOST ?? "localhost",
    hub: need("JOINERY_HUB").replace(/\/+$/, ""),
    authId: need("JOINERY_AUTH_ID"),
    proxySecret: need("JOINERY_PROXY_SECRET"),
    apiToken: need("JOINERY_API_TOKEN"),
    /** Where browsers reach us. */
    connectBase: need("JOINERY_CONNECT_BASE").replace(/\/+$/, ""),
    issuer: need("ACME_ISSUER"),
    clientId: need("ACME_CLIENT_ID"),
    clientSecret: need("ACME_CLIENT_SECRET"),
  };
}
