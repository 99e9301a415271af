import * as client from "openid-client";

/** Basic, which every service must understand (RFC 6749, 2.3.1), unless it announces only the form variant. */
export function clientAuthentication(secret: string | undefined): client.ClientAuth {
  if (!secret) return client.None();
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, registration, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const chosen = methods.includes("client_secret_post") && !methods.includes("client_secret_basic") ? post : basic;
    return chosen(server, registration, body, headers);
  };
}
