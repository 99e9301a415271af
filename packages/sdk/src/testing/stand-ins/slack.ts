import { type Call, PERSON, type Refusal, type VendorBehaviour } from "../stand-in.ts";

const ERRORS: Record<Refusal, string> = {
  client: "bad_client_secret",
  code: "invalid_code",
  refresh: "invalid_refresh_token",
  request: "invalid_form_data",
};

const TEAM = { id: "T9TK3CUKW", name: "Analytical Society" };
const USER = "U1234";

/** As docs.slack.dev says: installing-with-oauth, using-pkce, and the methods oauth.v2.access, auth.test and auth.revoke. */
export const slackBehaviour: VendorBehaviour = {
  name: "Slack",
  authorization: {
    url: "https://slack.com/oauth/v2/authorize",
    scopes: (query) => (query.get("user_scope") ?? "").split(","),
    refuses(query) {
      if (query.has("code_challenge")) return "PKCE is not enabled for this app";
      const scopes = [query.get("scope") ?? "", query.get("user_scope") ?? ""].join("");
      if (scopes === "") return "no scopes requested";
      return /[ +]/.test(scopes) ? `invalid_scope: ${scopes}` : undefined;
    },
  },
  token: {
    url: "https://slack.com/api/oauth.v2.access",
    reads: "form",
    credentials: "either",
    givesRefreshToken: () => false,
    refresh: "replaced",
    grants: ({ accessToken, scopes, query }) =>
      Response.json({
        ok: true,
        app_id: "A0KRD7HC3",
        // What was asked for the bot stands at the top, what was asked for the person with the person.
        ...(query.has("scope")
          ? { access_token: "xoxb-not-the-person", token_type: "bot", scope: query.get("scope") }
          : {}),
        authed_user: query.has("user_scope")
          ? { id: USER, scope: scopes.join(","), access_token: accessToken, token_type: "user" }
          : { id: USER },
        team: TEAM,
        enterprise: null,
        is_enterprise_install: false,
      }),
    // Whatever is wrong, the status is 200.
    refuses: (why) => Response.json({ ok: false, error: ERRORS[why] }),
  },
  routes: {
    "POST https://slack.com/api/auth.test": (call) =>
      method(call, () => ({
        url: "https://analytical-society.slack.com/",
        team: TEAM.name,
        user: PERSON.login,
        team_id: TEAM.id,
        user_id: USER,
      })),
    "POST https://slack.com/api/auth.revoke": (call, books) =>
      method(call, () => ({ revoked: books.endToken(call.bearer) })),
    "GET https://slack.com/api/conversations.list": (call) => method(call, () => ({ channels: [] })),
  },
};

/** With token rotation a token ends after twelve hours, and a refresh answers with the tokens at the top. */
export const slackRotatingBehaviour: VendorBehaviour = {
  ...slackBehaviour,
  token: {
    ...slackBehaviour.token,
    givesRefreshToken: () => true,
    refresh: "replaced",
    grants({ accessToken, refreshToken, scopes }, { isRefresh }) {
      const tokens = {
        access_token: accessToken,
        expires_in: 43_200,
        refresh_token: refreshToken,
        token_type: "user",
        scope: scopes.join(","),
      };
      if (isRefresh) return Response.json({ ok: true, ...tokens, team: TEAM });
      return Response.json({ ok: true, authed_user: { id: USER, ...tokens }, team: TEAM });
    },
  },
};

function method({ bearer, grant }: Call, answer: () => object): Response {
  if (bearer === "") return Response.json({ ok: false, error: "not_authed" });
  return Response.json(grant ? { ok: true, ...answer() } : { ok: false, error: "token_revoked" });
}
