import type { Preset } from "../external/preset.ts";
import { documented, reported } from "./documented.ts";

/** Slack, with a token of the person (`xoxp`): scopes are those for users, such as `chat:write`. */
export const slack: Preset = {
  name: "Slack",
  profile: {
    endpoints: {
      authorization: "https://slack.com/oauth/v2/authorize",
      token: "https://slack.com/api/oauth.v2.access",
    },
    clientAuthentication: "client_secret_post",
    pkce: { off: "Slack takes it only from apps that are marked as public clients, which can't be undone." },
    quirks: {
      scopeSeparator: ",",
      scopeParameter: "user_scope",
      answeredScopeSeparator: ",",
      tokensWithin: ["authed_user"],
      tokenType: "ignored",
      lifetimeSeconds: "never",
      errors: {
        invalid_code: "invalid_grant",
        invalid_refresh_token: "invalid_grant",
        bad_client_secret: "invalid_client",
        invalid_client_id: "invalid_client",
        bad_redirect_uri: "invalid_request",
      },
    },
    revocation: {
      as: "request",
      method: "POST",
      url: "https://slack.com/api/auth.revoke",
      authentication: "bearer",
      revokedWhen: "revoked",
      alreadyInvalidWhen: { error: ["token_revoked", "account_inactive"] },
    },
    identity: {
      from: { url: "https://slack.com/api/auth.test", method: "POST" },
      subject: ["team_id", "user_id"],
      label: "user",
      additionalInfo: "team",
    },
    apiOrigins: ["https://slack.com"],
  },
  facts: [
    ...documented("https://docs.slack.dev/authentication/installing-with-oauth", {
      "endpoints.authorization": "People consent here, in a workspace of theirs.",
    }),
    ...documented(
      "https://github.com/slackapi/python-slack-sdk/blob/08082cdd45fa62c4a5c0d59979266c8cfbdedb00/docs/content/oauth.md",
      {
        "quirks.scopeSeparator": "Scopes have commas between them.",
        "quirks.answeredScopeSeparator": "Scopes have commas between them in the answer, too.",
        "quirks.scopeParameter": "What a person grants is asked for in user_scope; scope is for the app's bot.",
        "quirks.tokensWithin": "The person's token, its scopes and its type stand inside authed_user.",
      },
    ),
    ...documented("https://docs.slack.dev/reference/methods/oauth.v2.access", {
      "endpoints.token": "It takes forms. A refusal has status 200, ok false, and its name in error.",
      clientAuthentication:
        "Id and secret are taken as parameters. Basic authentication is preferred, but how the point in an id is written there, nothing is said of.",
      "quirks.errors": "Refused token requests have these names in the member error.",
    }),
    ...documented("https://docs.slack.dev/authentication/using-pkce", {
      "pkce.off": "Switching PKCE on marks the app as a public client, for good; only then its parameters may be used.",
    }),
    ...documented("https://docs.slack.dev/authentication/using-token-rotation", {
      "quirks.lifetimeSeconds":
        "Without token rotation a token does not end. With it, it ends after 12 hours and says so, and each refresh token is used once.",
    }),
    ...documented("https://docs.slack.dev/reference/methods/auth.revoke", {
      "revocation.as": "A method ends the token that calls it; the app stays installed.",
      "revocation.method": "Methods of the Web API may be called by POST.",
      "revocation.url": "The address of that method.",
      "revocation.authentication": "The token comes in the header authorization.",
      "revocation.revokedWhen": "The member revoked says whether the token was ended.",
      "revocation.alreadyInvalidWhen":
        "Names of a token that is over: its user or workspace is gone, or the app was removed.",
    }),
    ...documented("https://docs.slack.dev/reference/methods/auth.test", {
      "identity.from.url": "It says whose token it is, and needs no scope.",
      "identity.from.method": "The method is called by POST.",
      "identity.subject": "Ids of workspace and person.",
      "identity.label": "The person's name in the workspace.",
      "identity.additionalInfo": "The name of the workspace.",
    }),
    ...documented("https://docs.slack.dev/apis/web-api", {
      apiOrigins: "The methods of the Web API are at slack.com/api; the token comes as bearer.",
    }),
    ...reported("https://docs.slack.dev/reference/methods/oauth.v2.access", {
      "quirks.tokenType": "The person's token calls itself user.",
      "quirks.errors.invalid_refresh_token": "The name for a refresh token that is over.",
    }),
  ],
};
