import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from "jose";
import type { Configuration, KoaContextWithOIDC, Provider as OidcProvider } from "oidc-provider";
import type { SignInSettings } from "../directory/sign-in/settings.ts";
import { createProviderRecords } from "./provider-records.ts";

/** What the provider says about a person, beside `sub`. */
export type PersonClaims = Record<string, unknown>;

/** A real OpenID provider in this process, on loopback, that a test can make misbehave. */
export interface TestIdentityProvider extends AsyncDisposable {
  issuer: URL;
  /** For a hub: the settings that fit this provider. */
  settings: SignInSettings;
  /** People by subject; whoever knows a subject can sign in as them. */
  people: Map<string, PersonClaims>;
  /** Stands in front of everything: answers itself and returns true, or lets the request through. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Changes what an ID token says before it is signed. */
  bendIdToken: (claims: JWTPayload) => JWTPayload;
  /** Signs with the provider's own key whatever is given. */
  sign(claims: JWTPayload, header?: { typ?: string; alg?: string; kid?: string }): Promise<string>;
  /** Keys that are not the provider's sign, too. */
  signWithForeignKey(claims: JWTPayload, header?: { typ?: string }): Promise<string>;
}

type SigningKey = Awaited<ReturnType<typeof generateKeyPair>>["privateKey"];

const KID = "test-key";
/** Seconds that everything here lives. */
const HOUR = 3_600;

/** Starts a provider that knows one client: the hub at `hubOrigin`. In a browser it belongs on another host than the hub. */
export async function startIdentityProvider(
  hubOrigin: string,
  host: "127.0.0.1" | "localhost" = "127.0.0.1",
): Promise<TestIdentityProvider> {
  const { Provider } = await import("oidc-provider");
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const foreign = await generateKeyPair("ES256");
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, host, resolve));
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  const clientSecret = randomBytes(24).toString("base64url");
  const people = new Map<string, PersonClaims>();

  const signer =
    (key: SigningKey) =>
    (claims: JWTPayload, header: { typ?: string; alg?: string; kid?: string } = {}) =>
      new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: KID, ...header }).sign(key);
  const kit: TestIdentityProvider = {
    issuer: new URL(origin),
    settings: {
      issuer: new URL(origin),
      clientId: "joinery",
      clientSecret,
      name: "Engines Login",
      roleClaim: undefined,
      administratorValues: [],
      auditorValues: [],
      administrators: [],
      auditors: [],
      addsPeople: false,
    },
    people,
    intercept: () => false,
    bendIdToken: (claims) => claims,
    sign: signer(privateKey),
    signWithForeignKey: signer(foreign.privateKey),
    [Symbol.asyncDispose]: () => close(server),
  };

  const jwk = { ...(await exportJWK(privateKey)), kid: KID, alg: "ES256", use: "sig" };
  const provider = new Provider(origin, configurationOf(kit, { hubOrigin, jwk, clientSecret }));
  provider.silent = true;
  provider.use(async (ctx, next) => {
    await next();
    const body = ctx.body as { id_token?: string } | undefined;
    if (ctx.path !== "/token" || body?.id_token === undefined) return;
    const claims = JSON.parse(Buffer.from(body.id_token.split(".")[1] ?? "", "base64url").toString()) as JWTPayload;
    ctx.body = { ...body, id_token: await kit.sign(kit.bendIdToken(claims)) };
  });
  provider.use((ctx, next) => showInteraction(provider, kit, ctx as KoaContextWithOIDC, next));
  const answer = provider.callback();
  server.on("request", (request, response) => {
    if (!kit.intercept(request, response)) void answer(request, response);
  });
  return kit;
}

function configurationOf(
  { people }: TestIdentityProvider,
  { hubOrigin, jwk, clientSecret }: { hubOrigin: string; jwk: object; clientSecret: string },
): Configuration {
  return {
    adapter: createProviderRecords(),
    // The library talks to no special-use address, and here the hub is on one.
    fetch: (url, options) => {
      const { dispatcher: _guarded, ...open } = { ...options } as RequestInit & { dispatcher?: unknown };
      return fetch(url, open);
    },
    clients: [
      {
        client_id: "joinery",
        client_secret: clientSecret,
        redirect_uris: [`${hubOrigin}/sign-in/callback`],
        post_logout_redirect_uris: [`${hubOrigin}/sign-in`],
        backchannel_logout_uri: `${hubOrigin}/sign-in/back-channel-logout`,
        backchannel_logout_session_required: true,
        response_types: ["code"],
        grant_types: ["authorization_code"],
        id_token_signed_response_alg: "ES256",
      },
    ],
    jwks: { keys: [jwk as never] },
    cookies: { keys: [randomBytes(24).toString("base64url")] },
    pkce: { required: () => true },
    ttl: { AccessToken: HOUR, Grant: HOUR, IdToken: HOUR, Interaction: HOUR, Session: HOUR },
    claims: {
      openid: ["sub", "groups"],
      profile: ["name", "given_name", "family_name"],
      email: ["email", "email_verified"],
    },
    conformIdTokenClaims: false,
    loadExistingGrant: async (ctx) => {
      const { client, session, provider } = ctx.oidc;
      const grant = new provider.Grant({ clientId: client?.clientId ?? "", accountId: session?.accountId ?? "" });
      grant.addOIDCScope("openid profile email");
      await grant.save();
      return grant;
    },
    findAccount: (_ctx, subject) => {
      const claims = people.get(subject);
      return claims === undefined ? undefined : { accountId: subject, claims: () => ({ ...claims, sub: subject }) };
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        postLogoutSuccessSource: (ctx) => {
          ctx.body = "<!doctype html><title>Signed out</title>Signed out";
        },
        logoutSource: (ctx, form) => {
          ctx.body = `<!doctype html><title>Sign out</title>${form}<button form="op.logoutForm" name="logout" value="yes">Sign out</button>`;
        },
      },
    },
  };
}

/** The whole log-in page of this provider: a list of everybody, and a way to say no. */
async function showInteraction(
  provider: OidcProvider,
  { people }: TestIdentityProvider,
  ctx: KoaContextWithOIDC,
  next: () => Promise<void>,
): Promise<void> {
  if (!ctx.path.startsWith("/interaction/")) return next();
  if (ctx.method === "GET") {
    const buttons = [...people.keys()].map(
      (subject) => `<button name="subject" value="${subject}">${subject}</button>`,
    );
    ctx.type = "html";
    ctx.body = `<!doctype html><title>Engines Login</title><h1>Engines Login</h1><form method="post">${buttons.join("")}<button name="deny" value="yes">No</button></form>`;
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of ctx.req) chunks.push(chunk as Buffer);
  const form = new URLSearchParams(Buffer.concat(chunks).toString());
  const accountId = form.get("subject");
  const result = accountId === null ? { error: "access_denied" } : { login: { accountId } };
  ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result, { mergeWithLastSubmission: false }));
  ctx.status = 303;
}

/** A browser's side of the provider: keeps its cookies, without a window. */
export interface ProviderBrowser {
  /** Goes to the provider's page and signs in; answers where the provider sends the browser back to. */
  signIn(address: string, subject: string): Promise<URL>;
  deny(address: string): Promise<URL>;
  /** Goes to the provider's sign-out page and presses the button. */
  signOut(address: string): Promise<URL>;
}

export function openProviderBrowser(): ProviderBrowser {
  const cookies = new Map<string, string>();
  async function request(url: URL, form?: Record<string, string>): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { cookie, ...(form && { "content-type": "application/x-www-form-urlencoded" }) };
    const body = form === undefined ? null : new URLSearchParams(form).toString();
    const reply = await fetch(url, { method: form === undefined ? "GET" : "POST", headers, body, redirect: "manual" });
    for (const line of reply.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return reply;
  }
  /** Follows redirects within the provider; fills in the one form it meets. */
  async function go(address: string, form: Record<string, string>): Promise<URL> {
    const start = new URL(address);
    let url = start;
    let reply = await request(url);
    for (let steps = 0; steps < 12; steps += 1) {
      const location = reply.headers.get("location");
      if (location !== null) {
        url = new URL(location, url);
        if (url.origin !== start.origin) return url;
        reply = await request(url);
        continue;
      }
      const page = await reply.text();
      const action = /action="([^"]+)"/.exec(page)?.[1];
      const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1];
      url = new URL(action ?? url, url);
      reply = await request(url, { ...form, ...(xsrf && { xsrf }) });
    }
    throw new Error("The provider did not send the browser back.");
  }
  return {
    signIn: (address, subject) => go(address, { subject }),
    deny: (address) => go(address, { deny: "yes" }),
    signOut: (address) => go(address, { logout: "yes" }),
  };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}
