import * as client from "openid-client";
import { reveal } from "../secret.ts";
import type { OAuth2 } from "./oauth2.ts";
import { privateKeyJwt } from "./private-key.ts";

/**
 * How the client says who it is. Nothing said: by its key, or basic, which every service must understand (RFC 6749, 2.3.1),
 * unless it announces only the form variant.
 */
export function clientAuthentication(auth: OAuth2): client.ClientAuth {
  const { privateKey } = auth;
  const secret = reveal(auth.clientSecret);
  switch (auth.clientAuthentication ?? (privateKey === undefined ? undefined : "private_key_jwt")) {
    case "none":
      return client.None();
    case "client_secret_basic":
      return client.ClientSecretBasic(secret);
    case "client_secret_post":
      return client.ClientSecretPost(secret);
    case "private_key_jwt":
      return privateKeyJwt(privateKey ?? "");
    case undefined:
      return secret ? asAnnounced(secret) : client.None();
  }
}

function asAnnounced(secret: string): client.ClientAuth {
  const [basic, post] = [client.ClientSecretBasic(secret), client.ClientSecretPost(secret)];
  return (server, registration, body, headers) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
    const chosen = methods.includes("client_secret_post") && !methods.includes("client_secret_basic") ? post : basic;
    return chosen(server, registration, body, headers);
  };
}
