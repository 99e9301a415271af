import { type Call, PERSON, RFC_6749_ERRORS, type VendorBehaviour } from "../stand-in.ts";

const ISSUER = "https://accounts.google.com";

/** As https://developers.google.com/identity/protocols/oauth2/web-server and …/identity/openid-connect/reference say. */
export const googleBehaviour: VendorBehaviour = {
  name: "Google",
  authorization: {
    url: "https://accounts.google.com/o/oauth2/v2/auth",
    scopes: (query) => (query.get("scope") ?? "").split(" "),
    refuses: (query) => (query.get("response_type") === "code" ? undefined : "invalid_request"),
  },
  token: {
    url: "https://oauth2.googleapis.com/token",
    reads: "form",
    credentials: "either",
    // Offline only, and again only when consent is asked for again; this person has consented before.
    givesRefreshToken: ({ query }) => query.get("access_type") === "offline" && query.get("prompt") === "consent",
    refresh: "kept",
    async grants({ accessToken, refreshToken, scopes, query }, { books, isRefresh }) {
      const claims = { sub: PERSON.id, name: PERSON.name, picture: PERSON.picture, email: PERSON.email };
      const known = scopes.includes("email") ? claims : { ...claims, email: undefined };
      const id_token = await books.idToken(ISSUER, { ...known, ...(isRefresh ? {} : { nonce: query.get("nonce") }) });
      return Response.json({
        access_token: accessToken,
        expires_in: 3_920,
        token_type: "Bearer",
        scope: scopes.join(" "),
        ...(scopes.includes("openid") ? { id_token } : {}),
        ...(isRefresh ? {} : { refresh_token: refreshToken }),
      });
    },
    refuses: (why) => {
      const said = { error: RFC_6749_ERRORS[why], error_description: "Token has been expired or revoked." };
      return Response.json(said, { status: why === "client" ? 401 : 400 });
    },
  },
  routes: {
    "GET https://accounts.google.com/.well-known/openid-configuration": () =>
      Response.json({
        issuer: ISSUER,
        authorization_endpoint: "https://accounts.google.com/o/oauth2/v2/auth",
        token_endpoint: "https://oauth2.googleapis.com/token",
        userinfo_endpoint: "https://openidconnect.googleapis.com/v1/userinfo",
        revocation_endpoint: "https://oauth2.googleapis.com/revoke",
        jwks_uri: "https://www.googleapis.com/oauth2/v3/certs",
        response_types_supported: ["code"],
        subject_types_supported: ["public"],
        id_token_signing_alg_values_supported: ["RS256"],
        token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
        code_challenge_methods_supported: ["plain", "S256"],
      }),
    "GET https://www.googleapis.com/oauth2/v3/certs": (_, books) => Response.json(books.jwks()),
    "GET https://openidconnect.googleapis.com/v1/userinfo": ({ grant }) =>
      grant ? Response.json({ sub: PERSON.id, name: PERSON.name, picture: PERSON.picture }) : unauthorized(),
    // Whatever token it is, everything that the person has granted goes.
    "POST https://oauth2.googleapis.com/revoke": ({ body }, books) => {
      if (!books.grantOf(new URLSearchParams(body).get("token") ?? "")) {
        return Response.json({ error: "invalid_token" }, { status: 400 });
      }
      books.endEverything();
      return new Response("{}", { headers: { "content-type": "application/json" } });
    },
    "GET https://www.googleapis.com/calendar/v3/users/me/calendarList": ({ grant }: Call) =>
      grant ? Response.json({ kind: "calendar#calendarList" }) : unauthorized(),
  },
};

function unauthorized(): Response {
  const error = { code: 401, status: "UNAUTHENTICATED", message: "Request had invalid authentication credentials." };
  return Response.json({ error }, { status: 401 });
}
