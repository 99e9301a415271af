import type { Preset } from "../external/preset.ts";
import { documented } from "./documented.ts";

/**
 * Work and school accounts of Microsoft Entra ID, of any organisation. An app that is registered for one organisation only gives
 * the issuer of its own: `https://login.microsoftonline.com/<tenant id>/v2.0`.
 */
export const microsoft: Preset = {
  name: "Microsoft",
  profile: {
    issuer: "https://login.microsoftonline.com/organizations/v2.0",
    clientAuthentication: "client_secret_post",
    pkce: "S256",
    alwaysScopes: ["openid", "profile", "offline_access"],
    authorizationParameters: { prompt: "select_account" },
    revocation: {
      as: "none",
      detail:
        "Microsoft Entra ID gives apps no way to hand back one grant. The person or an administrator can revoke the app's access there.",
    },
    identity: {
      from: "claims",
      subject: ["tid", "oid"],
      label: ["preferred_username", "name"],
      displayName: "name",
    },
    apiOrigins: ["https://graph.microsoft.com"],
  },
  facts: [
    ...documented("https://learn.microsoft.com/en-us/entra/identity-platform/v2-protocols-oidc", {
      issuer:
        "The authority organizations lets work and school accounts of any organisation sign in; a tenant's id only its own.",
      clientAuthentication: "The metadata announces client_secret_post and private_key_jwt.",
      "authorizationParameters.prompt":
        "The value select_account lets people choose; login_hint can't go along with it. The value consent would ask people who may not consent.",
      "revocation.as": "The metadata names no endpoint to withdraw a grant.",
    }),
    ...documented("https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow", {
      pkce: "PKCE is recommended for all kinds of apps, with S256.",
      alwaysScopes:
        "A refresh token comes only with the scope offline_access, an id token only with openid. A refresh brings a new refresh token and leaves the old one alive.",
      apiOrigins: "Access tokens for Microsoft Graph go to graph.microsoft.com.",
    }),
    ...documented("https://learn.microsoft.com/en-us/entra/identity-platform/refresh-tokens", {
      "revocation.detail":
        "Refresh tokens end when the user or an administrator revokes them, and after 90 days without use.",
    }),
    ...documented("https://learn.microsoft.com/en-us/entra/identity-platform/id-token-claims-reference", {
      "identity.from": "The id token holds the claims.",
      "identity.subject":
        "The claim oid never changes and is never used again; it belongs to the organisation in tid. Names and addresses may move to another person.",
      "identity.label": "The claim preferred_username is what people sign in with; it may change.",
      "identity.displayName": "The claim name is for display.",
    }),
  ],
};
