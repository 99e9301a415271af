import { PERSON, RFC_6749_ERRORS, type VendorBehaviour } from "../stand-in.ts";

const ACCOUNT = "https://acme.zendesk.com";

/** As developer.zendesk.com says: grant_type_tokens, refresh-token, oauth-pkce, revoking-oauth-token and users. */
export const zendeskBehaviour: VendorBehaviour = {
  name: "Zendesk",
  authorization: {
    url: `${ACCOUNT}/oauth/authorizations/new`,
    scopes: (query) => (query.get("scope") ?? "").split(" "),
    refuses(query) {
      if (query.get("response_type") !== "code") return "invalid_request";
      return (query.get("scope") ?? "") === "" ? "invalid_scope" : undefined;
    },
  },
  token: {
    url: `${ACCOUNT}/oauth/tokens`,
    reads: "json",
    credentials: "body",
    givesRefreshToken: () => true,
    refresh: "replaced",
    refreshEndsAccessToken: true,
    grants: ({ accessToken, refreshToken, scopes }) =>
      Response.json({
        access_token: accessToken,
        refresh_token: refreshToken,
        token_type: "bearer",
        scope: scopes.join(" "),
        expires_in: 172_800,
        refresh_token_expires_in: 7_776_000,
      }),
    refuses: (why) => {
      return Response.json(
        { error: RFC_6749_ERRORS[why], error_description: "…" },
        { status: why === "client" ? 401 : 400 },
      );
    },
  },
  routes: {
    // Somebody without a token is a user as well, one without an id.
    [`GET ${ACCOUNT}/api/v2/users/me.json`]: ({ grant }) =>
      Response.json({
        user: grant
          ? {
              id: Number(PERSON.id),
              name: PERSON.name,
              email: PERSON.email,
              photo: { content_url: PERSON.picture },
              url: `${ACCOUNT}/api/v2/users/${PERSON.id}.json`,
            }
          : { id: null, name: "Anonymous user", email: "invalid@example.com" },
      }),
    [`DELETE ${ACCOUNT}/api/v2/oauth/tokens/current.json`]: ({ grant }, books) => {
      if (!grant) return unauthorized();
      // What becomes of the refresh token, nothing is said of.
      books.endToken(grant.accessToken);
      return new Response(null, { status: 204 });
    },
    [`GET ${ACCOUNT}/api/v2/tickets.json`]: ({ grant }) => (grant ? Response.json({ tickets: [] }) : unauthorized()),
  },
};

function unauthorized(): Response {
  return Response.json({ error: "invalid_token" }, { status: 401 });
}
