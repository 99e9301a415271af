import { PERSON, type VendorBehaviour } from "../stand-in.ts";

export const ACCOUNT = "557058:4f9acfd2-6155-419b-8de5-5b5cf27a59a0";

/** As developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps and …/oauth/getting-started/refresh-tokens say. */
export const atlassianBehaviour: VendorBehaviour = {
  name: "Atlassian",
  authorization: {
    url: "https://auth.atlassian.com/authorize",
    scopes: (query) => (query.get("scope") ?? "").split(" "),
    refuses(query) {
      if (query.get("audience") !== "api.atlassian.com") return "audience is missing";
      if (query.get("response_type") !== "code") return "response_type is missing";
      return query.get("prompt") === "consent" ? undefined : "prompt is missing";
    },
  },
  token: {
    url: "https://auth.atlassian.com/oauth/token",
    reads: "json",
    credentials: "body",
    givesRefreshToken: ({ scopes }) => scopes.includes("offline_access"),
    refresh: "replaced",
    grants: ({ accessToken, refreshToken, scopes }) =>
      Response.json({
        access_token: accessToken,
        expires_in: 3_600,
        token_type: "Bearer",
        scope: scopes.join(" "),
        ...(refreshToken ? { refresh_token: refreshToken } : {}),
      }),
    refuses(why) {
      if (why === "client")
        return Response.json({ error: "access_denied", error_description: "Unauthorized" }, { status: 401 });
      if (why === "request") return Response.json({ error: "invalid_request" }, { status: 400 });
      // With 403, not 400.
      return Response.json(
        { error: "invalid_grant", error_description: "Unknown or invalid refresh token." },
        { status: 403 },
      );
    },
  },
  routes: {
    "GET https://api.atlassian.com/me": ({ grant }) => {
      if (!grant) return unauthorized();
      if (!grant.scopes.includes("read:me")) return Response.json({ code: 403 }, { status: 403 });
      const { email, name, picture } = PERSON;
      return Response.json({
        account_type: "atlassian",
        account_id: ACCOUNT,
        email,
        name,
        picture,
        account_status: "active",
      });
    },
    "GET https://api.atlassian.com/oauth/token/accessible-resources": ({ grant }) =>
      grant
        ? Response.json([{ id: "1324a887-45db-1bf4-1e99-ef0ff456d421", url: "https://acme.atlassian.net" }])
        : unauthorized(),
  },
};

function unauthorized(): Response {
  return Response.json({ code: 401, message: "Unauthorized" }, { status: 401 });
}
