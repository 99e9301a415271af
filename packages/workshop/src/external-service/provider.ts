import { createHmac } from "node:crypto";
import type { ClientMetadata, Configuration, KoaContextWithOIDC, Provider } from "oidc-provider";
import { FAKE_CLAIM, markTokens } from "./fake-tokens.ts";
import { errorPage } from "./pages/notices.ts";
import { findPersonBySubject } from "./people.ts";
import type { Records } from "./records.ts";
import type { SavedState } from "./saved-state.ts";
import { SCOPES } from "./scopes.ts";

/** An app that may ask people for access. */
export interface ClientRegistration {
  clientId: string;
  clientSecret: string;
  redirectUris: readonly string[];
  /** What the consent page calls it. */
  name: string;
}

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
/** How long a person stays logged in, in seconds. */
export const SESSION_SECONDS = 14 * DAY;
/** A grant and its refresh tokens, in seconds: long enough for a demonstration that is taken up again months later. */
const GRANT_SECONDS = 180 * DAY;

/** What the provider is made of. */
export interface ProviderDeps {
  issuer: string;
  state: Pick<SavedState, "signingKey" | "cookieKey">;
  records: Records;
  findClient: (clientId: string) => ClientRegistration | undefined;
  accessTokenSeconds: number;
  /** Whether the refresh that is under way is to be taken for the reuse of a rotated token; ends the grant itself. */
  isTakenForReuse: (ctx: KoaContextWithOIDC) => Promise<boolean>;
}

/**
 * Creates the OpenID provider: authorization code only, PKCE with S256 for everyone, refresh tokens that rotate and
 * give away their reuse, revocation (RFC 7009), `iss` in every authorization answer (RFC 9207).
 */
export async function createProvider(deps: ProviderDeps): Promise<Provider> {
  // Loaded here and not on top: importing the workshop must not cost what only a started service needs.
  const { Provider, errors } = await import("oidc-provider");
  const port = new URL(deps.issuer).port;

  const configuration: Configuration = {
    adapter: (model) => (model === "Client" ? clientAdapter(deps) : deps.records.adapterFor(model)),
    clients: [],
    jwks: { keys: [deps.state.signingKey] },
    clientDefaults: {
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "client_secret_basic",
      id_token_signed_response_alg: "ES256",
    },
    responseTypes: ["code"],
    subjectTypes: ["public"],
    clientAuthMethods: ["client_secret_basic", "client_secret_post"],
    pkce: { required: () => true },
    scopes: [...SCOPES.keys()],
    claims: {
      openid: ["sub", FAKE_CLAIM],
      profile: ["name", "preferred_username"],
      email: ["email", "email_verified"],
    },
    // People's names belong into the ID token as well, for clients that never ask userinfo.
    conformIdTokenClaims: false,
    clientBasedCORS: () => false,
    cookies: {
      keys: [createHmac("sha256", deps.state.cookieKey).update("cookies").digest("base64url")],
      // Cookies ignore ports (RFC 6265, 8.5): other services of the demonstration live on other ports of this host.
      names: {
        session: `acme_session_${port}`,
        interaction: `acme_interaction_${port}`,
        resume: `acme_resume_${port}`,
      },
      long: { httpOnly: true, sameSite: "lax", path: "/" },
      short: { httpOnly: true, sameSite: "lax" },
    },
    ttl: {
      AccessToken: deps.accessTokenSeconds,
      AuthorizationCode: MINUTE,
      IdToken: 10 * MINUTE,
      Interaction: 30 * MINUTE,
      Session: SESSION_SECONDS,
      RefreshToken: GRANT_SECONDS,
      Grant: GRANT_SECONDS,
    },
    routes: { userinfo: "/userinfo", revocation: "/token/revocation" },
    rotateRefreshToken: async (ctx) => {
      if (await deps.isTakenForReuse(ctx)) throw new errors.InvalidGrant("refresh token already used");
      return true;
    },
    // Each consent is a grant of its own: what one linked account gives back must not take another's access away.
    loadExistingGrant: (ctx) => {
      const grantId = ctx.oidc.result?.consent?.grantId;
      return grantId === undefined ? undefined : ctx.oidc.provider.Grant.find(grantId);
    },
    findAccount: (_ctx, subject) => {
      const person = findPersonBySubject(subject);
      if (person === undefined) return undefined;
      return {
        accountId: person.subject,
        claims: () => ({
          sub: person.subject,
          [FAKE_CLAIM]: true,
          name: person.name,
          preferred_username: person.username,
          email: person.email,
          email_verified: true,
        }),
      };
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    renderError: (ctx, out) => {
      ctx.type = "html";
      ctx.body = errorPage(out).toString();
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      dPoP: { enabled: false },
      userinfo: { enabled: true },
      revocation: {
        enabled: true,
        // RFC 7009, 2.1 leaves open whether a revoked access token takes its refresh token along; the library always
        // does. Ours does not, so the token is removed here and "false" keeps the library from going on.
        allowedPolicy: async (_ctx, client, token) => {
          if (token.clientId !== client.clientId) throw new errors.InvalidRequest("this token belongs to someone else");
          if (token.kind !== "AccessToken") return true;
          await token.destroy();
          return false;
        },
      },
    },
  };

  const provider = new Provider(deps.issuer, configuration);
  // Koa prints every error otherwise; those worth knowing are in the ledger.
  provider.silent = true;
  markTokens(provider);
  provider.use(askConsentForOfflineAccess);
  return provider;
}

/**
 * OpenID Connect Core, 11 lets `offline_access` count only with `prompt=consent` *or* other conditions. Here the other
 * condition always holds, because everyone is always asked; clients that leave the prompt out get their refresh token.
 */
async function askConsentForOfflineAccess(ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> {
  const asksOffline = String(ctx.query.scope ?? "")
    .split(" ")
    .includes("offline_access");
  if (ctx.path === "/auth" && asksOffline && ctx.query.prompt === undefined) {
    ctx.query = { ...ctx.query, prompt: "consent" };
  }
  await next();
}

function clientAdapter({ findClient }: ProviderDeps) {
  const nothing = async () => {};
  return {
    find: async (clientId: string) => {
      const client = findClient(clientId);
      return client === undefined ? undefined : toMetadata(client);
    },
    upsert: nothing,
    findByUid: nothing,
    findByUserCode: nothing,
    consume: nothing,
    destroy: nothing,
    revokeByGrantId: nothing,
  };
}

function toMetadata(client: ClientRegistration): ClientMetadata {
  return {
    client_id: client.clientId,
    client_secret: client.clientSecret,
    client_name: client.name,
    redirect_uris: [...client.redirectUris],
  };
}
