import type { Preset } from "../external/preset.ts";
import { documented, reported } from "./documented.ts";

/**
 * Atlassian Cloud: Jira, Confluence and the others, by OAuth 2.0 (3LO). Which sites a grant opens is asked at
 * `https://api.atlassian.com/oauth/token/accessible-resources`; their APIs are under `/ex/jira/<id>` and so on.
 */
export const atlassian: Preset = {
  name: "Atlassian",
  profile: {
    endpoints: {
      authorization: "https://auth.atlassian.com/authorize",
      token: "https://auth.atlassian.com/oauth/token",
    },
    clientAuthentication: "client_secret_post",
    alwaysScopes: ["offline_access", "read:me"],
    authorizationParameters: { audience: "api.atlassian.com", prompt: "consent" },
    quirks: { tokenRequest: "json" },
    revocation: {
      as: "none",
      detail:
        "Atlassian gives apps no way to hand back a grant. The person can remove the app among the connected apps of their account.",
    },
    identity: {
      from: { url: "https://api.atlassian.com/me" },
      subject: "account_id",
      label: ["email", "name"],
      displayName: "name",
      avatarUrl: "picture",
    },
    apiOrigins: ["https://api.atlassian.com"],
  },
  facts: [
    ...documented("https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/", {
      "endpoints.authorization": "People consent here; scopes have spaces between them.",
      "endpoints.token": "Codes and refresh tokens are exchanged here.",
      clientAuthentication: "Id and secret of the client are members of the token request.",
      "authorizationParameters.audience": "It names the APIs that the token is for.",
      "authorizationParameters.prompt": "It is needed for the consent screen.",
    }),
    ...documented("https://developer.atlassian.com/cloud/oauth/getting-started/refresh-tokens", {
      alwaysScopes:
        "A refresh token comes with offline_access. It is used once: each refresh brings a new one, and ends after 90 days without use.",
    }),
    ...reported("https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/", {
      "quirks.tokenRequest": "The token request is JSON.",
      "revocation.as": "No way to withdraw a grant is described.",
      "revocation.detail": "People remove an app's access in the settings of their account.",
      "identity.from.url": "The profile of the person, with the scope read:me.",
      "identity.subject": "The account id is the same across all Atlassian products.",
      "identity.label": "The address, where the person's settings let it be seen, or the name.",
      "identity.displayName": "The name is for display.",
      "identity.avatarUrl": "The address of the picture.",
      apiOrigins: "Access tokens are taken at api.atlassian.com only, not at the address of a site.",
    }),
  ],
};
