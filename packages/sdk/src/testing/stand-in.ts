import { toBase64Url } from "@joinery/contract";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { digestOf } from "../digests.ts";

/** Who has an account at the service that is stood in for. */
export const PERSON = {
  id: "24400320",
  login: "ada",
  name: "Ada Lovelace",
  email: "ada@lovelace.example",
  picture: "https://pictures.example/ada.png",
};

export const CLIENT = { id: "client-1", secret: "canary-client-secret-0123456789" };

/** What a person has granted. */
export interface StandInGrant {
  query: URLSearchParams;
  scopes: readonly string[];
  accessToken: string;
  refreshToken?: string;
}

/** Why a token request is refused. */
export type Refusal = "client" | "code" | "refresh" | "request";

/** How a vendor names refusals that does as RFC 6749, 5.2 says. */
export const RFC_6749_ERRORS: Readonly<Record<Refusal, string>> = {
  client: "invalid_client",
  code: "invalid_grant",
  refresh: "invalid_grant",
  request: "invalid_request",
};

/** One request to the service, with what its bearer token opens. */
export interface Call {
  request: Request;
  url: URL;
  body: string;
  bearer: string;
  grant: StandInGrant | undefined;
}

/** What the service keeps. */
export interface Books {
  /** What a token opens, as long as it does. */
  grantOf(token: string): StandInGrant | undefined;
  /** Ends one token; whether it was alive. */
  endToken(token: string): boolean;
  /** Ends everything that the person has granted. */
  endEverything(): void;
  idToken(issuer: string, claims: Readonly<Record<string, unknown>>): Promise<string>;
  jwks(): object;
}

/**
 * How a vendor's service behaves: what its documents say, nothing of our presets. Addresses are those of the vendor, so that a
 * profile that has them wrong reaches nobody.
 */
export interface VendorBehaviour {
  name: string;
  authorization: {
    url: string;
    /** The scopes that are asked for. */
    scopes(query: URLSearchParams): readonly string[];
    /** What its page says instead of asking for consent. */
    refuses?(query: URLSearchParams): string | undefined;
  };
  token: {
    url: string;
    reads: "form" | "json";
    /** Where it looks for the client's secret. */
    credentials: "body" | "either";
    /** Whether a refresh token comes with a grant. */
    givesRefreshToken(grant: StandInGrant): boolean;
    /** What becomes of a refresh token that is used. */
    refresh: "kept" | "replaced" | "added";
    /** Whether the access token before ends with a refresh. */
    refreshEndsAccessToken?: boolean;
    grants(
      grant: StandInGrant,
      of: { books: Books; isRefresh: boolean; request: Request },
    ): Response | Promise<Response>;
    refuses(why: Refusal, request: Request): Response;
  };
  /** Everything else, by `METHOD address` without query. */
  routes: Readonly<Record<string, (call: Call, books: Books) => Response | Promise<Response>>>;
}

/** A server that stands in for a vendor's, in memory. `handle` may be served over HTTP as well. */
export async function createStandIn(behaviour: VendorBehaviour) {
  const { authorization, token } = behaviour;
  const codes = new Map<string, URLSearchParams>();
  const alive = new Map<string, StandInGrant>();
  const ledger = { tokenRequests: [] as Record<string, string>[], calls: [] as string[], problems: [] as string[] };
  const keys = await generateKeyPair("RS256", { extractable: true });
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: "key-1", alg: "RS256", use: "sig" };
  let [count, isOut] = [0, false];

  const books: Books = {
    grantOf: (wanted) => alive.get(wanted),
    endToken: (wanted) => alive.delete(wanted),
    endEverything: () => alive.clear(),
    jwks: () => ({ keys: [jwk] }),
    idToken: (issuer, claims) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: "RS256", kid: "key-1" })
        .setIssuer(issuer)
        .setAudience(CLIENT.id)
        .setIssuedAt()
        .setExpirationTime("1h")
        .sign(keys.privateKey),
  };

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const called = `${request.method} ${url.origin}${url.pathname}`;
    ledger.calls.push(called);
    if (isOut) return new Response("<h1>Sorry</h1>", { status: 503, headers: { "content-type": "text/html" } });
    if (called === `POST ${token.url}`) return answerTokenRequest(request);
    const route = behaviour.routes[called];
    if (!route) return new Response("<h1>Not found</h1>", { status: 404, headers: { "content-type": "text/html" } });
    const bearer = /^Bearer (.+)$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? "";
    return route({ request, url, body: await request.text(), bearer, grant: alive.get(bearer) }, books);
  }

  async function answerTokenRequest(request: Request): Promise<Response> {
    const fields = await readFields(request, token.reads);
    if (!fields) return token.refuses("request", request);
    ledger.tokenRequests.push(fields);
    if (!knowsClient(request, fields, token.credentials)) return token.refuses("client", request);
    if (fields.grant_type === "refresh_token") return answerRefresh(fields, request);
    const query = codes.get(fields.code ?? "");
    codes.delete(fields.code ?? "");
    if (!query || fields.redirect_uri !== query.get("redirect_uri") || !(await fitsChallenge(fields, query))) {
      return token.refuses("code", request);
    }
    const grant: StandInGrant = { query, scopes: authorization.scopes(query), accessToken: newToken("access") };
    if (token.givesRefreshToken(grant)) grant.refreshToken = newToken("refresh");
    return grants(grant, { isRefresh: false, request });
  }

  async function answerRefresh({ refresh_token = "" }: Record<string, string>, request: Request): Promise<Response> {
    const before = alive.get(refresh_token);
    if (!before || before.refreshToken !== refresh_token) return token.refuses("refresh", request);
    if (token.refresh === "replaced") alive.delete(refresh_token);
    if (token.refreshEndsAccessToken) alive.delete(before.accessToken);
    const grant = { ...before, accessToken: newToken("access") };
    if (token.refresh !== "kept") grant.refreshToken = newToken("refresh");
    return grants(grant, { isRefresh: true, request });
  }

  function grants(grant: StandInGrant, of: { isRefresh: boolean; request: Request }): Response | Promise<Response> {
    alive.set(grant.accessToken, grant);
    if (grant.refreshToken) alive.set(grant.refreshToken, grant);
    return token.grants(grant, { books, ...of });
  }

  function newToken(kind: string): string {
    count += 1;
    return `canary-${kind}-${count}-${toBase64Url(crypto.getRandomValues(new Uint8Array(9)))}`;
  }

  /** What the person sees at the service, or throws what its page says instead. */
  function arrive(authorizationUrl: string): URLSearchParams {
    const { origin, pathname, searchParams } = new URL(authorizationUrl);
    if (origin + pathname !== authorization.url)
      throw new Error(`not the address of ${behaviour.name}: ${origin}${pathname}`);
    const isKnown = searchParams.get("client_id") === CLIENT.id;
    const problem = isKnown ? authorization.refuses?.(searchParams) : "unknown client";
    if (problem) throw new Error(`${behaviour.name} says: ${problem}`);
    return searchParams;
  }

  function back(query: URLSearchParams, answer: Record<string, string>): string {
    const callback = new URL(query.get("redirect_uri") ?? "");
    for (const [name, value] of Object.entries({ ...answer, state: query.get("state") ?? "" })) {
      callback.searchParams.set(name, value);
    }
    return callback.href;
  }

  return {
    name: behaviour.name,
    handle,
    ledger,
    books,
    alive,
    /** The person consents: where the service sends their browser. */
    consent(authorizationUrl: string): string {
      const query = arrive(authorizationUrl);
      const code = `canary-code-${crypto.randomUUID()}`;
      codes.set(code, query);
      return back(query, { code });
    },
    /** The person says no. */
    deny: (authorizationUrl: string): string => back(arrive(authorizationUrl), { error: "access_denied" }),
    /** Codes are used up, as when they are too old. */
    forgetCodes: () => codes.clear(),
    /** All access tokens have reached the end of their life. */
    endAccessTokens(): void {
      for (const [wanted, grant] of [...alive]) if (grant.refreshToken !== wanted) alive.delete(wanted);
    },
    breakDown: () => {
      isOut = true;
    },
  };
}

export type StandIn = Awaited<ReturnType<typeof createStandIn>>;

/** The members of a token request; `undefined` when it is not written as the service reads it. */
async function readFields(request: Request, reads: "form" | "json"): Promise<Record<string, string> | undefined> {
  const type = request.headers.get("content-type") ?? "";
  const text = await request.text();
  if (reads === "json") return type.startsWith("application/json") ? JSON.parse(text) : undefined;
  if (!type.startsWith("application/x-www-form-urlencoded")) return undefined;
  return Object.fromEntries(new URLSearchParams(text));
}

/** What comes by basic authentication is compared as it is: whether a vendor decodes it first, none of them says. */
function knowsClient(request: Request, fields: Record<string, string>, at: "body" | "either"): boolean {
  const basic = `Basic ${btoa(`${CLIENT.id}:${CLIENT.secret}`)}`;
  const isBasic = request.headers.get("authorization") === basic && fields.client_secret === undefined;
  const isInBody = fields.client_id === CLIENT.id && fields.client_secret === CLIENT.secret;
  return isInBody || (at === "either" && isBasic);
}

/** RFC 7636, 4.6: a verifier that nobody announced is as wrong as one that does not fit. */
async function fitsChallenge({ code_verifier }: Record<string, string>, query: URLSearchParams): Promise<boolean> {
  const challenge = query.get("code_challenge");
  if (challenge === null || code_verifier === undefined) return challenge === null && code_verifier === undefined;
  return (
    query.get("code_challenge_method") === "S256" &&
    (await digestOf(new TextEncoder().encode(code_verifier))) === challenge
  );
}
