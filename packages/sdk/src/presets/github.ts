import type { Preset } from "../external/preset.ts";
import { documented, reported } from "./documented.ts";

/** GitHub refuses API requests without it, and not every runtime's fetch sends one. */
const USER_AGENT = "joinery";

/** GitHub, for OAuth apps and for the user tokens of GitHub Apps (which have no scopes: give `[]`). */
export const github: Preset = {
  name: "GitHub",
  profile: {
    endpoints: {
      authorization: "https://github.com/login/oauth/authorize",
      token: "https://github.com/login/oauth/access_token",
    },
    clientAuthentication: "client_secret_post",
    pkce: "S256",
    quirks: {
      answeredScopeSeparator: ",",
      lifetimeSeconds: "never",
      errors: {
        bad_verification_code: "invalid_grant",
        bad_refresh_token: "invalid_grant",
        incorrect_client_credentials: "invalid_client",
        redirect_uri_mismatch: "invalid_request",
        unverified_user_email: "invalid_request",
      },
    },
    revocation: {
      as: "request",
      method: "DELETE",
      url: "https://api.github.com/applications/{client_id}/token",
      authentication: "basic",
      body: { type: "json", fields: { access_token: "{access_token}" } },
      headers: { accept: "application/vnd.github+json", "user-agent": USER_AGENT },
      revoked: [204],
    },
    identity: {
      from: {
        url: "https://api.github.com/user",
        headers: { accept: "application/vnd.github+json", "user-agent": USER_AGENT },
      },
      subject: "id",
      label: "login",
      displayName: "name",
      avatarUrl: "avatar_url",
    },
    apiOrigins: ["https://api.github.com"],
  },
  facts: [
    ...documented("https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps", {
      "endpoints.authorization": "Scopes are asked for here, separated by spaces.",
      "endpoints.token": "The answer is a form unless JSON is asked for in the header accept.",
      clientAuthentication: "Id and secret of the client are parameters of the token request.",
      "quirks.answeredScopeSeparator": "Asked for with spaces, the scopes are listed with commas.",
      apiOrigins: "The REST API takes the access token as bearer at api.github.com.",
    }),
    ...documented("https://github.blog/changelog/2025-07-14-pkce-support-for-oauth-and-github-app-authentication/", {
      pkce: "PKCE is recommended for OAuth apps and GitHub Apps, with S256 only.",
    }),
    ...documented(
      "https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/token-expiration-and-revocation",
      {
        "quirks.lifetimeSeconds":
          "A token of an OAuth app does not end by itself, but when it is not used for a year. Tokens of GitHub Apps end after 8 hours and say so.",
      },
    ),
    ...documented(
      "https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors",
      { "quirks.errors": "Refused token requests have these names in the member error." },
    ),
    ...reported("https://github.com/orgs/community/discussions/24745", {
      "quirks.errors.bad_refresh_token":
        "People report this name for a refresh token of a GitHub App that is over; the documents have none for it.",
    }),
    ...documented("https://docs.github.com/en/rest/apps/oauth-applications", {
      "revocation.as": "The owner of an app can end a token that it was given.",
      "revocation.method": "The request is a DELETE.",
      "revocation.url": "It ends this one token; the app stays listed among those that the person has authorized.",
      "revocation.authentication": "Id and secret of the client are name and password of basic authentication.",
      "revocation.body": "The access token to end is a member of a JSON body.",
      "revocation.headers.accept": "This type is recommended for all requests of the REST API.",
      "revocation.revoked": "It is done when the answer is 204.",
    }),
    ...documented("https://docs.github.com/en/rest/using-the-rest-api/getting-started-with-the-rest-api", {
      "revocation.headers.user-agent": "Requests without a user agent are refused.",
      "identity.from.headers": "Requests without a user agent are refused; the type is recommended.",
    }),
    ...documented("https://docs.github.com/en/rest/users/users", {
      "identity.from.url": "The person that a token belongs to; no scope is needed for the public part.",
      "identity.subject": "The id is a number that stays when people change their login.",
      "identity.label": "The login is the name that people know the account by.",
      "identity.displayName": "The name is free text, and may be empty.",
      "identity.avatarUrl": "The address of the picture.",
    }),
  ],
};
