import * as oidc from "openid-client";
import { isLoopbackHost } from "../../http/host.ts";
import type { Attempt } from "./attempt.ts";
import { type ProvenClaims, readClaims } from "./claims.ts";
import { SignInRefused } from "./failure.ts";
import { describeProviderError } from "./provider-error.ts";
import type { SignInSettings } from "./settings.ts";

/** Somebody who has come back from the identity provider. */
export interface ProvenSignIn {
  claims: ProvenClaims;
  /** Sent back at sign-out, so that the provider knows which session to end. */
  idToken: string;
}

/** The organisation's identity provider, as far as the hub talks to it. */
export interface IdentityProvider {
  name: string;
  /** Where the browser goes to sign in. */
  beginUrl(attempt: Attempt): Promise<URL>;
  /** Exchanges what the browser brought back. The state of `callback` must have been compared with the attempt before. */
  finish(callback: URL, attempt: Attempt, now: Date): Promise<ProvenSignIn>;
  /** Where the browser goes to sign out there, too; `undefined` when the provider offers no such page. */
  endSessionUrl(idToken: string): Promise<URL | undefined>;
  /** Issuer, client and key set, for whoever checks what the provider itself sends. */
  facts(): Promise<{ issuer: string; clientId: string; jwksUri: URL }>;
}

const SCOPE = "openid profile email";
/** A provider that answers later is taken for one that does not answer. */
const TIMEOUT_SECONDS = 10;
/** Addresses and keys of a provider change rarely; a change is seen after this long at the latest. */
const DISCOVERED_FOR_MS = 60 * 60_000;
/** Clocks of servers differ by seconds. More than this is a fault that the log names. */
export const CLOCK_SKEW_SECONDS = 60;
/**
 * Asking for any age makes a provider say when the person signed in there (OpenID Connect Core 1.0, section 3.1.2.1), and
 * without that nobody knows how fresh a sign-in is.
 */
const OLDEST_SIGN_IN_SECONDS = 7 * 24 * 60 * 60;

/** Makes the hub's side of an identity provider. Nothing is asked of it before somebody signs in. */
export function createIdentityProvider(
  settings: SignInSettings,
  { publicUrl, clock }: { publicUrl: URL; clock: () => Date },
): IdentityProvider {
  const { issuer, clientId } = settings;
  const isLocal = issuer.protocol === "http:" && isLoopbackHost(issuer.hostname);
  if (issuer.protocol !== "https:" && !isLocal) throw new TypeError("The issuer must be an https address.");
  const redirectUri = new URL("/sign-in/callback", publicUrl).href;
  let discovered: { at: number; config: Promise<oidc.Configuration> } | undefined;

  function configuration(): Promise<oidc.Configuration> {
    const now = clock().getTime();
    if (discovered !== undefined && Math.abs(now - discovered.at) < DISCOVERED_FOR_MS) return discovered.config;
    const config = discover(settings, isLocal);
    const mine = { at: now, config };
    discovered = mine;
    config.catch(() => {
      if (discovered === mine) discovered = undefined;
    });
    return config;
  }

  return {
    name: settings.name,

    async beginUrl(attempt) {
      const config = await configuration().catch(fail);
      return oidc.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: SCOPE,
        response_type: "code",
        state: attempt.state,
        nonce: attempt.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(attempt.codeVerifier),
        code_challenge_method: "S256",
        ...(attempt.again ? { prompt: "login", max_age: "0" } : { max_age: String(OLDEST_SIGN_IN_SECONDS) }),
      });
    },

    async finish(callback, attempt, now) {
      const config = await configuration().catch(fail);
      const sinceStart = Math.max(0, Math.ceil((now.getTime() - attempt.startedAt.getTime()) / 1000));
      const tokens = await oidc
        .authorizationCodeGrant(config, callback, {
          expectedState: attempt.state,
          expectedNonce: attempt.nonce,
          pkceCodeVerifier: attempt.codeVerifier,
          ...(attempt.again ? { maxAge: sinceStart } : {}),
        })
        .catch(fail);
      const proven = tokens.claims();
      if (proven === undefined || tokens.id_token === undefined) throw new SignInRefused("answer_wrong");
      const all = await completeClaims(config, settings, proven, tokens.access_token);
      const claims = readClaims({ ...all, iss: proven.iss, sub: proven.sub });
      if (claims === undefined) throw new SignInRefused("answer_wrong");
      return { claims, idToken: tokens.id_token };
    },

    async endSessionUrl(idToken) {
      const config = await configuration();
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
      return oidc.buildEndSessionUrl(config, {
        id_token_hint: idToken,
        post_logout_redirect_uri: new URL("/sign-in", publicUrl).href,
      });
    },

    async facts() {
      const metadata = (await configuration()).serverMetadata();
      const jwksUri = new URL(metadata.jwks_uri ?? "");
      if (jwksUri.protocol !== "https:" && !isLocal) throw new TypeError("The key set must have an https address.");
      return { issuer: metadata.issuer, clientId, jwksUri };
    },
  };
}

async function discover(settings: SignInSettings, isLocal: boolean): Promise<oidc.Configuration> {
  const execute = isLocal ? [oidc.allowInsecureRequests] : [];
  const found = await oidc.discovery(settings.issuer, settings.clientId, undefined, undefined, {
    execute,
    timeout: TIMEOUT_SECONDS,
  });
  const metadata = found.serverMetadata();
  // The library lets one provider answer for a family of issuers, of which anybody may own one. Here one means one.
  if (new URL(metadata.issuer).href !== settings.issuer.href) throw new SignInRefused("answer_wrong");
  // RFC 8414, section 2: a provider that says nothing takes client_secret_basic.
  const methods = metadata.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  const authentication = methods.includes("client_secret_basic") ? oidc.ClientSecretBasic : oidc.ClientSecretPost;
  const config = new oidc.Configuration(
    metadata,
    settings.clientId,
    { client_secret: settings.clientSecret, [oidc.clockTolerance]: CLOCK_SKEW_SECONDS },
    authentication(settings.clientSecret),
  );
  config.timeout = TIMEOUT_SECONDS;
  // TLS to the token endpoint would do (OpenID Connect Core 1.0, section 3.1.3.7, step 6); a signature costs little.
  oidc.enableNonRepudiationChecks(config);
  for (const extend of execute) extend(config);
  return config;
}

/** Some providers keep names, addresses and groups out of the ID token; then they are asked for (Core 1.0, section 5.3). */
async function completeClaims(
  config: oidc.Configuration,
  { roleClaim }: SignInSettings,
  proven: Record<string, unknown> & { sub: string },
  accessToken: string,
): Promise<Record<string, unknown>> {
  const top = roleClaim === undefined || Object.hasOwn(proven, roleClaim) ? roleClaim : roleClaim.split(".")[0];
  const wanted = ["name", "email", ...(top === undefined ? [] : [top])];
  const isComplete = wanted.every((claim) => Object.hasOwn(proven, claim));
  if (isComplete || config.serverMetadata().userinfo_endpoint === undefined) return proven;
  const told = await oidc.fetchUserInfo(config, accessToken, proven.sub).catch(fail);
  return { ...told, ...proven };
}

function fail(error: unknown): never {
  throw error instanceof SignInRefused ? error : new SignInRefused(describeProviderError(error), { cause: error });
}
