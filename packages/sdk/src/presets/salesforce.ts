import type { Preset } from "../external/preset.ts";
import { documented, reported } from "./documented.ts";

/** Salesforce, for production organisations that sign in at `login.salesforce.com`. Add `api` for the REST API. */
export const salesforce: Preset = {
  name: "Salesforce",
  profile: {
    endpoints: {
      authorization: "https://login.salesforce.com/services/oauth2/authorize",
      token: "https://login.salesforce.com/services/oauth2/token",
      revocation: "https://login.salesforce.com/services/oauth2/revoke",
    },
    clientAuthentication: "client_secret_post",
    pkce: "S256",
    alwaysScopes: ["id", "refresh_token"],
    revocation: { as: "rfc7009", reach: "grant" },
    identity: {
      from: { url: "https://login.salesforce.com/services/oauth2/userinfo" },
      subject: ["organization_id", "user_id"],
      label: ["preferred_username", "name"],
      displayName: "name",
      additionalInfo: "instance_url",
    },
    apiOrigins: ["https://login.salesforce.com", "https://*.my.salesforce.com"],
  },
  facts: [
    ...documented("https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm&type=5", {
      "endpoints.authorization": "People consent here; scopes have spaces between them.",
      "endpoints.token": "The answer has no lifetime: a token lives as long as a session of the organisation.",
      pkce: "The web server flow is recommended with PKCE.",
    }),
    ...documented("https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_revoke_token.htm&type=5", {
      "endpoints.revocation":
        "Tokens are withdrawn here by a POST of a form; one that is over is answered 400, invalid_token.",
      "revocation.as": "The request and the answers are those of RFC 7009.",
      "revocation.reach": "A refresh token ends with all access tokens that came from it; other grants stay.",
    }),
    ...documented("https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_tokens_scopes.htm&type=5", {
      alwaysScopes: "A refresh token comes with refresh_token; who the person is may be asked with id.",
    }),
    ...documented(
      "https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_userinfo_endpoint.htm&type=5",
      {
        "identity.from.url": "It says whose token it is.",
        apiOrigins: "The answer names the organisation's own addresses, under my.salesforce.com.",
      },
    ),
    ...reported("https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_using_userinfo_endpoint.htm&type=5", {
      "identity.subject": "Ids of the organisation and of the person.",
      "identity.label": "The user name, which looks like an address and is unique.",
      "identity.displayName": "The full name.",
    }),
    ...reported("https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm&type=5", {
      "identity.additionalInfo": "The token answer says in instance_url where the organisation's API is.",
      clientAuthentication: "Id and secret of the client are parameters of the token request.",
    }),
  ],
};
