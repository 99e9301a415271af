import type { Preset } from "../external/preset.ts";
import { documented } from "./documented.ts";

/**
 * ServiceNow: each customer has an instance, which a page asks for. Its administrator registers the client there; the person
 * needs a role that may read their own record in `sys_user`.
 */
export const servicenow: Preset = {
  name: "ServiceNow",
  profile: {
    endpoints: {
      authorization: "https://{site}.service-now.com/oauth_auth.do",
      token: "https://{site}.service-now.com/oauth_token.do",
    },
    site: {
      host: "{site}.service-now.com",
      label: "Your ServiceNow instance",
      hint: "The address that you use ServiceNow at begins with it.",
    },
    clientAuthentication: "client_secret_post",
    revocation: {
      as: "request",
      method: "GET",
      url: "https://{site}.service-now.com/oauth_revoke_token.do?token={token}",
      authentication: "none",
    },
    identity: {
      from: {
        url: "https://{site}.service-now.com/api/now/table/sys_user?sysparm_query=sys_id%3Djavascript:gs.getUserID()&sysparm_fields=sys_id,user_name,name&sysparm_limit=2",
      },
      subject: "result.only.sys_id",
      label: "result.only.user_name",
      displayName: "result.only.name",
    },
    apiOrigins: ["https://{site}.service-now.com"],
  },
  facts: [
    ...documented("https://www.servicenow.com/docs/r/platform-security/authentication/authorization-workflow.html", {
      "endpoints.authorization":
        "People consent here; the parameter state is required, scopes have spaces between them.",
      "endpoints.token": "It takes forms, and exchanges codes and refresh tokens.",
      clientAuthentication: "Id and secret of the client are parameters of the token request.",
      apiOrigins: "The instance takes the access token as bearer.",
    }),
    ...documented(
      "https://www.servicenow.com/docs/r/platform-security/authentication/c_OAuthAuthorizationCodeFlow.html",
      {
        "site.host": "All addresses are those of the customer's instance.",
        "site.label": "An instance is named by the first part of its host.",
        "site.hint": "An instance is named by the first part of its host.",
      },
    ),
    ...documented("https://www.servicenow.com/docs/r/api-reference/rest-apis/c_TableAPI.html", {
      "identity.from.url":
        "A query may compare with the current user by gs.getUserID(); a part of it that is not valid is left out, and other rows come.",
      "identity.subject": "The sys_id is the key of a row; only an answer with one row says whose token it is.",
      "identity.label": "The fields that are asked for come as members of the row.",
      "identity.displayName": "The fields that are asked for come as members of the row.",
    }),
    ...documented("https://www.servicenow.com/docs/r/platform-security/authentication/t_RevokeOAuthToken.html", {
      "revocation.as": "A token is ended by asking for an address of the instance.",
      "revocation.method": "The address is opened, with the token in its query.",
      "revocation.url": "The token that is given, access or refresh, is marked as expired; nothing is said of others.",
      "revocation.authentication": "It needs no authentication.",
    }),
  ],
};
