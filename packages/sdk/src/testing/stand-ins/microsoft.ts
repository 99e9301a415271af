import { PERSON, RFC_6749_ERRORS, type VendorBehaviour } from "../stand-in.ts";

/** The organisation of the person, and the person in it. */
export const TENANT = "9f2c1a34-0000-4000-8000-0000000000aa";
export const OBJECT = "5d3e0c11-0000-4000-8000-0000000000bb";

const AUTHORITY = "https://login.microsoftonline.com/organizations";

/** As learn.microsoft.com/entra/identity-platform: v2-oauth2-auth-code-flow, v2-protocols-oidc and refresh-tokens say. */
export const microsoftBehaviour: VendorBehaviour = {
  name: "Microsoft",
  authorization: {
    url: `${AUTHORITY}/oauth2/v2.0/authorize`,
    scopes: (query) => (query.get("scope") ?? "").split(" "),
    refuses(query) {
      const prompt = query.get("prompt");
      if (query.get("response_type") !== "code") return "AADSTS900144: response_type is missing";
      // Consent was given for everybody by an administrator; people may not give any.
      if (prompt === "consent") return "AADSTS90094: an administrator must consent";
      if (prompt === "select_account" && query.has("login_hint")) return "login_hint can't be used with select_account";
      return undefined;
    },
  },
  token: {
    url: `${AUTHORITY}/oauth2/v2.0/token`,
    reads: "form",
    credentials: "either",
    givesRefreshToken: ({ scopes }) => scopes.includes("offline_access"),
    // A new one each time, and the old one stays good.
    refresh: "added",
    async grants({ accessToken, refreshToken, scopes, query }, { books, isRefresh }) {
      const claims = {
        // Pairwise: another one for each app.
        sub: "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ",
        oid: OBJECT,
        tid: TENANT,
        name: PERSON.name,
        preferred_username: PERSON.email,
        ver: "2.0",
        ...(isRefresh ? {} : { nonce: query.get("nonce") }),
      };
      return Response.json({
        token_type: "Bearer",
        scope: scopes.filter((scope) => !["openid", "profile", "offline_access"].includes(scope)).join(" "),
        expires_in: 3_599,
        access_token: accessToken,
        ...(refreshToken ? { refresh_token: refreshToken } : {}),
        ...(scopes.includes("openid")
          ? { id_token: await books.idToken(`https://login.microsoftonline.com/${TENANT}/v2.0`, claims) }
          : {}),
      });
    },
    refuses: (why) => {
      const said = { error: RFC_6749_ERRORS[why], error_description: "AADSTS…", error_codes: [70_000] };
      return Response.json(said, { status: why === "client" ? 401 : 400 });
    },
  },
  routes: {
    "GET https://login.microsoftonline.com/organizations/v2.0/.well-known/openid-configuration": () =>
      Response.json({
        // With the place for the organisation in it: the issuer of a token is that of the person's organisation.
        issuer: "https://login.microsoftonline.com/{tenantid}/v2.0",
        authorization_endpoint: `${AUTHORITY}/oauth2/v2.0/authorize`,
        token_endpoint: `${AUTHORITY}/oauth2/v2.0/token`,
        jwks_uri: `${AUTHORITY}/discovery/v2.0/keys`,
        userinfo_endpoint: "https://graph.microsoft.com/oidc/userinfo",
        token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt"],
        response_types_supported: ["code"],
        subject_types_supported: ["pairwise"],
        id_token_signing_alg_values_supported: ["RS256"],
      }),
    [`GET ${AUTHORITY}/discovery/v2.0/keys`]: (_, books) => Response.json(books.jwks()),
    "GET https://graph.microsoft.com/v1.0/me/messages": ({ grant }) =>
      grant
        ? Response.json({ value: [] })
        : Response.json({ error: { code: "InvalidAuthenticationToken" } }, { status: 401 }),
  },
};
