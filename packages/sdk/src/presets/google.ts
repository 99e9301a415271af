import type { Preset } from "../external/preset.ts";
import { documented } from "./documented.ts";

/**
 * Google accounts, of people and of organisations. Add the scopes of the APIs that you call, such as
 * `https://www.googleapis.com/auth/calendar.readonly`.
 */
export const google: Preset = {
  name: "Google",
  profile: {
    issuer: "https://accounts.google.com",
    clientAuthentication: "client_secret_post",
    alwaysScopes: ["openid", "email", "profile"],
    authorizationParameters: { access_type: "offline", prompt: "consent" },
    revocation: { as: "rfc7009", reach: "client" },
    identity: {
      from: "claims",
      subject: ["iss", "sub"],
      label: ["email", "sub"],
      displayName: "name",
      avatarUrl: "picture",
    },
    apiOrigins: ["https://*.googleapis.com"],
  },
  facts: [
    ...documented("https://developers.google.com/identity/openid-connect/reference", {
      issuer: "Google publishes OpenID metadata, with a revocation endpoint in it, under this issuer.",
      alwaysScopes: "The scope openid brings an id token; email and profile bring address, name and picture into it.",
      "authorizationParameters.prompt": "The value consent asks for consent even when it was given before.",
      "identity.from": "The id token holds the claims that the scopes ask for.",
      "identity.subject": "The claim sub is unique among all Google accounts and never used again.",
      "identity.label": "The claim email is the address; it may change, and is no key of an account.",
      "identity.displayName": "The claim name is the full name.",
      "identity.avatarUrl": "The claim picture is the address of a picture.",
    }),
    ...documented("https://developers.google.com/identity/protocols/oauth2/web-server", {
      "revocation.as":
        "A token is withdrawn by a POST to the revocation endpoint; what is done is answered 200, an error 400.",
      "revocation.reach": "Everything goes that the person has granted to this project, by whatever token.",
      clientAuthentication: "Id and secret of the client are parameters of the token request.",
      "authorizationParameters.access_type":
        "Only the value offline brings a refresh token, and without asking for consent again only the first time.",
    }),
    ...documented("https://developers.google.com/workspace/drive/api/reference/rest/v3", {
      apiOrigins: "The APIs are served under googleapis.com, each under a name of its own or under www.",
    }),
  ],
};
