import { PERSON, RFC_6749_ERRORS, type VendorBehaviour } from "../stand-in.ts";

const LOGIN = "https://login.salesforce.com";
export const INSTANCE = "https://acme.my.salesforce.com";
export const ORGANIZATION = "00Dx0000000BV7z";
export const USER = "005x00000012Q9P";

/** As help.salesforce.com says of the web server flow, the refresh token flow, revocation and UserInfo. */
export const salesforceBehaviour: VendorBehaviour = {
  name: "Salesforce",
  authorization: {
    url: `${LOGIN}/services/oauth2/authorize`,
    scopes: (query) => (query.get("scope") ?? "").split(" "),
    refuses: (query) => (query.get("response_type") === "code" ? undefined : "unsupported_response_type"),
  },
  token: {
    url: `${LOGIN}/services/oauth2/token`,
    reads: "form",
    credentials: "body",
    givesRefreshToken: ({ scopes }) => scopes.includes("refresh_token") || scopes.includes("offline_access"),
    refresh: "kept",
    // No expires_in: how long a token lives is a setting of the organisation.
    grants: ({ accessToken, refreshToken, scopes }, { isRefresh }) =>
      Response.json({
        access_token: accessToken,
        ...(refreshToken && !isRefresh ? { refresh_token: refreshToken } : {}),
        signature: "cR1sLcXnV0…",
        scope: scopes.join(" "),
        instance_url: INSTANCE,
        id: `${LOGIN}/id/${ORGANIZATION}/${USER}`,
        token_type: "Bearer",
        issued_at: "1764547200000",
      }),
    refuses: (why) => {
      const error = { ...RFC_6749_ERRORS, request: "unsupported_grant_type" };
      return Response.json({ error: error[why], error_description: "expired access/refresh token" }, { status: 400 });
    },
  },
  routes: {
    [`GET ${LOGIN}/services/oauth2/userinfo`]: ({ grant }) =>
      grant
        ? Response.json({
            sub: `${LOGIN}/id/${ORGANIZATION}/${USER}`,
            user_id: USER,
            organization_id: ORGANIZATION,
            preferred_username: "ada@lovelace.example.crm",
            name: PERSON.name,
            email: PERSON.email,
            urls: { rest: `${INSTANCE}/services/data/v{version}/` },
          })
        : new Response("Bad_OAuth_Token", { status: 403 }),
    [`POST ${LOGIN}/services/oauth2/revoke`]: ({ body }, books) => {
      const token = new URLSearchParams(body).get("token") ?? "";
      const grant = books.grantOf(token);
      if (!grant) return Response.json({ error: "invalid_token" }, { status: 400 });
      books.endToken(token);
      // With the refresh token its access tokens end; not the other way round.
      if (token === grant.refreshToken) books.endToken(grant.accessToken);
      return new Response(null, { status: 200 });
    },
    [`GET ${INSTANCE}/services/data/v62.0/sobjects`]: ({ grant }) =>
      grant ? Response.json({ sobjects: [] }) : Response.json([{ errorCode: "INVALID_SESSION_ID" }], { status: 401 }),
  },
};
