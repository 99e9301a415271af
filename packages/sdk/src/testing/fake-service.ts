import { toBase64Url } from "@joinery/contract";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { digestOf } from "../digests.ts";

export const ISSUER = "https://login.acme.example";
export const CLIENT_SECRET = "canary-client-secret-0123456789";

/** An external service in memory: OpenID provider and a ticket API, with a ledger of what was asked of it. */
export async function createFakeService() {
  const keys = await generateKeyPair("ES256", { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(keys.publicKey)), alg: "ES256", use: "sig" }] };
  const codes = new Map<string, URLSearchParams>();
  const live = new Set<string>();
  const ledger = {
    tokenRequests: [] as URLSearchParams[],
    revoked: [] as string[],
    tickets: [] as string[],
    discoveries: 0,
    keyRequests: 0,
    apiCalls: 0,
  };
  /** The next request to a path is answered with this instead, or held up until it resolves to nothing. */
  const faults = new Map<string, () => Response | Promise<undefined>>();
  const metadata: Record<string, unknown> = {
    issuer: ISSUER,
    authorization_endpoint: `${ISSUER}/authorize`,
    token_endpoint: `${ISSUER}/token`,
    revocation_endpoint: `${ISSUER}/revoke`,
    userinfo_endpoint: `${ISSUER}/userinfo`,
    jwks_uri: `${ISSUER}/jwks`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256"],
    authorization_response_iss_parameter_supported: true,
  };

  async function handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    const fault = faults.get(pathname);
    faults.delete(pathname);
    const wanted = await fault?.();
    if (wanted !== undefined) {
      if (pathname === "/token") ledger.tokenRequests.push(new URLSearchParams(await request.text()));
      return wanted;
    }
    switch (pathname) {
      case "/.well-known/openid-configuration":
        ledger.discoveries += 1;
        return Response.json(metadata);
      case "/jwks":
        ledger.keyRequests += 1;
        return Response.json(jwks);
      case "/token":
        return token(new URLSearchParams(await request.text()));
      case "/revoke": {
        const revoked = new URLSearchParams(await request.text()).get("token") ?? "";
        ledger.revoked.push(revoked);
        live.delete(revoked);
        return new Response(null, { status: 200 });
      }
      case "/userinfo":
        return Response.json({
          sub: "subject-1",
          preferred_username: "john.doe",
          name: "John Doe",
          picture: `${ISSUER}/john.png`,
        });
      case "/api/tickets":
        ledger.apiCalls += 1;
        if (!live.has(request.headers.get("authorization")?.replace("Bearer ", "") ?? "")) {
          return Response.json({ error: "invalid_token" }, { status: 401 });
        }
        ledger.tickets.push(request.headers.get("authorization") ?? "");
        return Response.json({ id: "42" }, { status: 201 });
      default:
        return new Response("not here", { status: 404 });
    }
  }

  async function token(form: URLSearchParams): Promise<Response> {
    ledger.tokenRequests.push(form);
    if (form.get("grant_type") === "refresh_token") {
      const given = form.get("refresh_token") ?? "";
      if (!live.delete(given)) return Response.json({ error: "invalid_grant" }, { status: 400 });
      return Response.json(issue());
    }
    const asked = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const challenge = await digestOf(new TextEncoder().encode(form.get("code_verifier") ?? ""));
    const fits = asked?.get("code_challenge") === challenge && asked.get("redirect_uri") === form.get("redirect_uri");
    if (!asked || !fits) return Response.json({ error: "invalid_grant" }, { status: 400 });
    return Response.json({ ...issue(), id_token: await idToken({ nonce: asked.get("nonce") }) });
  }

  function issue() {
    const secret = () => `canary-token-${toBase64Url(crypto.getRandomValues(new Uint8Array(9)))}`;
    const tokens = { access_token: secret(), refresh_token: secret() };
    live.add(tokens.access_token).add(tokens.refresh_token);
    return { ...tokens, token_type: "Bearer", expires_in: 600 };
  }

  async function idToken(claims: Record<string, unknown>): Promise<string> {
    return new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256" })
      .setIssuer(ISSUER)
      .setAudience("desk")
      .setSubject("subject-1")
      .setIssuedAt()
      .setExpirationTime("5m")
      .sign(keys.privateKey);
  }

  return {
    handle,
    ledger,
    live,
    faults,
    metadata,
    issue,
    idToken,
    /** The person consents: where the service sends their browser. */
    consent(authorizationUrl: string, changes: Record<string, string | null> = {}): string {
      const asked = new URL(authorizationUrl).searchParams;
      const code = `canary-code-${crypto.randomUUID()}`;
      codes.set(code, asked);
      const callback = new URL(asked.get("redirect_uri") ?? "");
      const answer = { code, state: asked.get("state"), iss: ISSUER, ...changes };
      for (const [name, value] of Object.entries(answer)) if (value !== null) callback.searchParams.set(name, value);
      return callback.href;
    },
  };
}

export type FakeService = Awaited<ReturnType<typeof createFakeService>>;
