import { PERSON, RFC_6749_ERRORS, type VendorBehaviour } from "../stand-in.ts";

const INSTANCE = "https://acme.service-now.com";
const SYS_ID = "6816f79cc0a8016401c5a33be04be441";

/** As servicenow.com/docs says: authorization-workflow, t_RevokeOAuthToken and c_TableAPI. */
export const servicenowBehaviour: VendorBehaviour = {
  name: "ServiceNow",
  authorization: {
    url: `${INSTANCE}/oauth_auth.do`,
    scopes: (query) => (query.get("scope") ?? "").split(" ").filter(Boolean),
    refuses(query) {
      if (query.get("response_type") !== "code") return "response_type is missing";
      return query.has("state") ? undefined : "Missing State parameter in request";
    },
  },
  token: {
    url: `${INSTANCE}/oauth_token.do`,
    reads: "form",
    credentials: "body",
    givesRefreshToken: () => true,
    refresh: "kept",
    grants: ({ accessToken, refreshToken, scopes }) =>
      Response.json({
        access_token: accessToken,
        refresh_token: refreshToken,
        scope: scopes.join(" "),
        token_type: "Bearer",
        expires_in: 1_799,
      }),
    refuses: (why) => {
      return Response.json({ error: RFC_6749_ERRORS[why], error_description: "access_denied" }, { status: 401 });
    },
  },
  routes: {
    // Needs no authentication, and ends only the token that it is given.
    [`GET ${INSTANCE}/oauth_revoke_token.do`]: ({ url }, books) => {
      books.endToken(url.searchParams.get("token") ?? "");
      return new Response(null, { status: 200 });
    },
    [`GET ${INSTANCE}/api/now/table/sys_user`]: ({ url, grant }) => {
      if (!grant)
        return Response.json({ error: { message: "User Not Authenticated" }, status: "failure" }, { status: 401 });
      const isUnderstood = url.searchParams.get("sysparm_query") === "sys_id=javascript:gs.getUserID()";
      const row = (sys_id: string, user_name: string, name: string) => ({ sys_id, user_name, name });
      const ada = row(SYS_ID, PERSON.login, PERSON.name);
      // What is not understood of a query is left out, and other rows come.
      const rows = isUnderstood ? [ada] : [row("0".repeat(32), "abel.tuter", "Abel Tuter"), ada];
      return Response.json({ result: rows.slice(0, Number(url.searchParams.get("sysparm_limit") ?? "10000")) });
    },
    [`GET ${INSTANCE}/api/now/table/incident`]: ({ grant }) =>
      grant ? Response.json({ result: [] }) : Response.json({ status: "failure" }, { status: 401 }),
  },
};
