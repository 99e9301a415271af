import type { Preset } from "../external/preset.ts";
import { documented, reported } from "./documented.ts";

/** Zendesk Support: each customer has a sub-domain, which a page asks for. A client for all of them is a global OAuth client. */
export const zendesk: Preset = {
  name: "Zendesk",
  profile: {
    endpoints: {
      authorization: "https://{site}.zendesk.com/oauth/authorizations/new",
      token: "https://{site}.zendesk.com/oauth/tokens",
    },
    site: {
      host: "{site}.zendesk.com",
      label: "Your Zendesk address",
      hint: "The address that you use Zendesk at begins with it.",
    },
    clientAuthentication: "client_secret_post",
    pkce: "S256",
    alwaysScopes: ["users:read"],
    quirks: { tokenRequest: "json" },
    revocation: {
      as: "request",
      method: "DELETE",
      url: "https://{site}.zendesk.com/api/v2/oauth/tokens/current.json",
      authentication: "bearer",
      revoked: [204],
    },
    identity: {
      from: { url: "https://{site}.zendesk.com/api/v2/users/me.json" },
      subject: "user.id",
      label: ["user.email", "user.name"],
      displayName: "user.name",
      avatarUrl: "user.photo.content_url",
    },
    apiOrigins: ["https://{site}.zendesk.com"],
  },
  facts: [
    ...documented(
      "https://support.zendesk.com/hc/en-us/articles/4408845965210-Using-OAuth-authentication-with-your-application",
      {
        "site.host": "All addresses are those of the customer's sub-domain.",
        "site.label": "A customer is named by the sub-domain.",
        "site.hint": "A customer is named by the sub-domain.",
      },
    ),
    ...documented("https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/", {
      "endpoints.token": "Codes and refresh tokens are exchanged here.",
      clientAuthentication: "Id and secret of the client are members of the token request.",
      "quirks.tokenRequest": "The token request is JSON.",
      apiOrigins: "The API of the sub-domain takes the access token as bearer.",
    }),
    ...documented("https://developer.zendesk.com/documentation/api-basics/authentication/oauth-pkce", {
      pkce: "PKCE is supported for the APIs of Ticketing, Help Center and Voice, with S256.",
    }),
    ...documented("https://developer.zendesk.com/documentation/api-basics/authentication/revoking-oauth-token", {
      "revocation.as": "The token that makes the request is ended at once.",
      "revocation.method": "The request is a DELETE.",
      "revocation.url": "It ends the token that it is made with.",
      "revocation.authentication": "It is made with the token itself.",
      "revocation.revoked": "It is done when the answer is 204.",
    }),
    ...reported("https://developer.zendesk.com/api-reference/ticketing/users/users/", {
      "identity.from.url": "It shows the person that the token belongs to; without one, somebody without an id.",
      "identity.subject": "The id is a number that the sub-domain gives out.",
      "identity.label": "The primary address, or the name.",
      "identity.displayName": "The name is for display.",
      "identity.avatarUrl": "The address of the picture, where there is one.",
    }),
    ...reported(
      "https://support.zendesk.com/hc/en-us/articles/4408845965210-Using-OAuth-authentication-with-your-application",
      {
        alwaysScopes: "A scope for one kind of thing has its name before it; users:read lets an app see people.",
        "endpoints.authorization": "People consent here; scopes have spaces between them.",
      },
    ),
  ],
};
