import { type Call, CLIENT, PERSON, type Refusal, type VendorBehaviour } from "../stand-in.ts";

const ERRORS: Record<Refusal, string> = {
  client: "incorrect_client_credentials",
  code: "bad_verification_code",
  refresh: "bad_refresh_token",
  request: "bad_request",
};

/** As docs.github.com says: authorizing-oauth-apps, refreshing-user-access-tokens, rest/apps/oauth-applications. */
export const githubBehaviour: VendorBehaviour = {
  name: "GitHub",
  authorization: {
    url: "https://github.com/login/oauth/authorize",
    scopes: (query) => (query.get("scope") ?? "").split(" ").filter(Boolean),
    refuses: (query) => (query.get("code_challenge_method") === "plain" ? "only S256" : undefined),
  },
  token: {
    url: "https://github.com/login/oauth/access_token",
    reads: "form",
    credentials: "body",
    givesRefreshToken: () => false,
    refresh: "replaced",
    grants: ({ accessToken, scopes }, { request }) =>
      say({ access_token: accessToken, scope: scopes.join(","), token_type: "bearer" }, request),
    // Refusals have status 200, too.
    refuses: (why, request) => say({ error: ERRORS[why], error_description: "…" }, request),
  },
  routes: {
    "GET https://api.github.com/user": (call) =>
      api(call, () => ({ id: Number(PERSON.id), login: PERSON.login, name: PERSON.name, avatar_url: PERSON.picture })),
    "GET https://api.github.com/user/repos": (call) => api(call, () => []),
    [`DELETE https://api.github.com/applications/${CLIENT.id}/token`]: ({ request, body }, books) => {
      if (!request.headers.get("user-agent")) return forbidden();
      const basic = `Basic ${btoa(`${CLIENT.id}:${CLIENT.secret}`)}`;
      if (request.headers.get("authorization") !== basic)
        return Response.json({ message: "Not Found" }, { status: 404 });
      const { access_token } = JSON.parse(body) as { access_token?: string };
      if (access_token === undefined) return Response.json({ message: "Validation Failed" }, { status: 422 });
      const wasAlive = books.endToken(access_token);
      return wasAlive ? new Response(null, { status: 204 }) : Response.json({ message: "Not Found" }, { status: 404 });
    },
  },
};

/** Tokens of a GitHub App end after eight hours; a refresh ends both tokens before it, and refuses with status 200. */
export const githubAppBehaviour: VendorBehaviour = {
  ...githubBehaviour,
  token: {
    ...githubBehaviour.token,
    givesRefreshToken: () => true,
    refreshEndsAccessToken: true,
    grants: ({ accessToken, refreshToken = "" }, { request }) =>
      say(
        {
          access_token: accessToken,
          expires_in: 28_800,
          refresh_token: refreshToken,
          refresh_token_expires_in: 15_897_600,
          scope: "",
          token_type: "bearer",
        },
        request,
      ),
  },
};

/** A form, unless JSON is asked for. */
function say(answer: Record<string, string | number>, request: Request): Response {
  if (request.headers.get("accept")?.includes("application/json")) return Response.json(answer);
  return new Response(
    new URLSearchParams(Object.entries(answer).map(([name, value]): [string, string] => [name, String(value)])),
  );
}

function api({ request, grant }: Call, answer: () => unknown): Response {
  if (!request.headers.get("user-agent")) return forbidden();
  return grant ? Response.json(answer()) : Response.json({ message: "Bad credentials" }, { status: 401 });
}

function forbidden(): Response {
  return new Response("Request forbidden by administrative rules.", { status: 403 });
}
