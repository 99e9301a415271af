import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { IdTokenLie, IdTokens } from "./id-tokens.ts";
import type { Lies, Place, TokenAnswer } from "./lies.ts";
import { json, type Reply, send } from "./replies.ts";

/** The client, as the service knows it. */
export const CLIENT = { id: "desk", secret: "canary-client-secret-0123456789" };

/** How the service calls itself: an https name that leads to the server, or the server's own loopback address. */
export type Spelling = "https" | "loopback";

/** The name of the service on the network; other names lead nowhere. */
export const ISSUER = "https://login.acme.example";

/** A token request as it came. */
export interface TokenRequest {
  form: URLSearchParams;
  authorization: string | undefined;
}

/**
 * An authorization server on loopback, with an honest mind and a list of lies. It remembers who asked for what, which
 * tokens live, and whether it got to lie at all.
 */
export async function startHostileServer(
  lies: Lies,
  { idTokens, spelling }: { idTokens: IdTokens; spelling: Spelling },
) {
  const lied = new Set<Place>();
  const asked: URLSearchParams[] = [];
  const tokenRequests: TokenRequest[] = [];
  const strayRequests: string[] = [];
  const revoked: string[] = [];
  const secrets: string[] = [];
  const live = new Set<string>();
  const codes = new Map<string, URLSearchParams>();
  const grants = new Map<string, { subject: string; tokens: readonly string[] }>();
  const draw = (kind: string) => {
    const secret = `canary-${kind}-${randomBytes(12).toString("base64url")}`;
    secrets.push(secret);
    return secret;
  };

  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = spelling === "https" ? ISSUER : base;

  const metadata: Record<string, unknown> = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    revocation_endpoint: `${issuer}/revoke`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256"],
    code_challenge_methods_supported: ["S256"],
    authorization_response_iss_parameter_supported: true,
    ...(lies.par ? { pushed_authorization_request_endpoint: `${issuer}/par` } : {}),
  };
  const pushed = new Map<string, URLSearchParams>();

  /** Notes that a lie was told, and tells it. */
  function lieAt<At extends Place>(place: At): NonNullable<Lies[At]> | undefined {
    const lie = lies[place];
    if (lie !== undefined) lied.add(place);
    return lie as NonNullable<Lies[At]> | undefined;
  }

  async function answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? "/", base);
    const form = new URLSearchParams(await textOf(incoming));
    const reply = await replyTo(url, form, incoming);
    send(outgoing, reply);
  }

  async function replyTo(url: URL, form: URLSearchParams, incoming: IncomingMessage): Promise<Reply> {
    switch (url.pathname) {
      case "/.well-known/openid-configuration":
        return lieAt("metadata")?.({ ...metadata }) ?? json(metadata);
      case "/authorize":
        return { status: 303, headers: { location: String(sendBack(requestOf(url.searchParams))) } };
      case "/par": {
        const honest = {
          request_uri: `urn:ietf:params:oauth:request_uri:${randomBytes(9).toString("hex")}`,
          expires_in: 60,
        };
        pushed.set(honest.request_uri, form);
        return (await lieAt("par")?.({ honest })) ?? json(honest, 201);
      }
      case "/token":
        return tokenReply(form, incoming.headers.authorization);
      case "/userinfo": {
        const honest = { sub: "subject-1", preferred_username: "john.doe", name: "John Doe" };
        return (await lieAt("userinfo")?.({ honest })) ?? json(honest);
      }
      case "/jwks":
        return (await lieAt("jwks")?.({ honest: idTokens.jwks })) ?? json(idTokens.jwks);
      case "/revoke":
        return revokeReply(form);
      default:
        strayRequests.push(`${incoming.method} ${url.pathname}`);
        return json({ error: "not_found" }, 404);
    }
  }

  function requestOf(query: URLSearchParams): URLSearchParams {
    return pushed.get(query.get("request_uri") ?? "") ?? query;
  }

  /** The person consents at once. */
  function sendBack(request: URLSearchParams): URL | string {
    asked.push(request);
    const code = draw("code");
    codes.set(code, request);
    const honest = new URL(request.get("redirect_uri") ?? "https://nowhere.example");
    honest.search = new URLSearchParams({ code, state: request.get("state") ?? "", iss: issuer }).toString();
    return lieAt("answer")?.({ asked: request, honest }) ?? honest;
  }

  async function tokenReply(form: URLSearchParams, authorization: string | undefined): Promise<Reply> {
    if (form.get("grant_type") === "refresh_token") return refreshReply(form);
    tokenRequests.push({ form, authorization });
    const request = codes.get(form.get("code") ?? "");
    const fits = request !== undefined && (lieAt("ignoresPkce") || fitsRequest(form, request));
    const idToken = (lie: IdTokenLie) => idTokenFor(request?.get("nonce") ?? null, lie);
    const grant = () => issue("subject-1", request?.get("nonce") ?? null);
    const lie = lieAt("token");
    if (lie) return lie({ form, grant, idToken: async (wrong) => String(await idToken(wrong)) });
    codes.delete(form.get("code") ?? "");
    return fits ? json(await grant()) : json({ error: "invalid_grant" }, 400);
  }

  function fitsRequest(form: URLSearchParams, request: URLSearchParams): boolean {
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    return request.get("code_challenge") === challenge && request.get("redirect_uri") === form.get("redirect_uri");
  }

  async function refreshReply(form: URLSearchParams): Promise<Reply> {
    const given = form.get("refresh_token") ?? "";
    const known = grants.get(given);
    const grant = async () => {
      live.delete(given);
      return issue(known?.subject ?? "subject-1", null);
    };
    const lie = lieAt("refresh");
    const idToken = async (wrong: IdTokenLie) => String(await idTokenFor(null, wrong));
    if (lie) return lie({ form, grant, idToken });
    return live.has(given) ? json(await grant()) : json({ error: "invalid_grant" }, 400);
  }

  async function revokeReply(form: URLSearchParams): Promise<Reply> {
    const token = form.get("token") ?? "";
    revoked.push(token);
    const lie = lieAt("revoke");
    if (lie) return lie({ form, end: () => endGrantOf(token) });
    endGrantOf(token);
    return { status: 200 };
  }

  /** Withdrawing one token ends the grant whole (RFC 7009, 2.1). */
  function endGrantOf(token: string): void {
    for (const each of grants.get(token)?.tokens ?? []) live.delete(each);
  }

  async function issue(subject: string, nonce: string | null): Promise<TokenAnswer> {
    const tokens = { access_token: draw("access"), refresh_token: draw("refresh") };
    for (const token of Object.values(tokens)) {
      live.add(token);
      grants.set(token, { subject, tokens: Object.values(tokens) });
    }
    const id_token = (await idTokenFor(nonce, lieAt("idToken"))) as string;
    return { ...tokens, token_type: "Bearer", expires_in: 3_600, scope: "openid offline_access", id_token };
  }

  function idTokenFor(nonce: string | null, lie: IdTokenLie | undefined): Promise<unknown> {
    const now = Math.floor(Date.now() / 1_000);
    const claims = { iss: issuer, aud: CLIENT.id, sub: "subject-1", iat: now, exp: now + 300 };
    const name = lieAt("namelessIdToken") ? {} : { preferred_username: "john.doe", name: "John Doe" };
    return idTokens.sign({ ...claims, ...(nonce === null ? {} : { nonce }), ...name }, lie);
  }

  return {
    issuer,
    base,
    asked,
    tokenRequests,
    strayRequests,
    revoked,
    secrets,
    live,
    codes,
    lied,
    endGrantOf,
    lies,
    expireAll: () => live.clear(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type HostileServer = Awaited<ReturnType<typeof startHostileServer>>;

async function textOf(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
