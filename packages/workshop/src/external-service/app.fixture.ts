import * as oidc from "openid-client";
import { type BrowserPage, createFormBrowser, type FormBrowser } from "./form-browser.ts";
import { type ExternalService, type ExternalServiceOptions, startExternalService } from "./start-external-service.ts";

export const ALL_SCOPES = "openid profile email offline_access tickets:read tickets:write";
const APP = { clientId: "app", clientSecret: "secret-of-the-app", name: "Test app" };
const CALLBACK = "http://localhost:9/callback";

/** A running Acme Desk, and an app that is registered there and talks to it with openid-client. */
export interface App {
  acme: ExternalService;
  browser: FormBrowser;
  config: oidc.Configuration;
  /** Asks for access and shows the log-in page. */
  ask(browser: FormBrowser, parameters?: Record<string, string>): Promise<BrowserPage>;
  /** Goes through the pages up to the callback, whose address it returns. */
  consent(username: string, scope?: string): Promise<URL>;
  /** The token request for a callback. */
  exchange(callback: URL, verifier?: string): ReturnType<typeof oidc.authorizationCodeGrant>;
  callApi(accessToken: string, init?: RequestInit): Promise<Response>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts both. */
export async function startApp(options: ExternalServiceOptions = {}): Promise<App> {
  const acme = await startExternalService({ ...options, clients: [{ ...APP, redirectUris: [CALLBACK] }] });
  const config = await oidc.discovery(new URL(acme.issuer), APP.clientId, APP.clientSecret, undefined, {
    execute: [oidc.allowInsecureRequests],
  });
  const browser = newBrowser();
  const verifier = oidc.randomPKCECodeVerifier();
  const challenge = { code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: "S256" };

  function ask(visitor: FormBrowser, parameters: Record<string, string> = {}): Promise<BrowserPage> {
    const asked = { redirect_uri: CALLBACK, scope: ALL_SCOPES, state: "state", ...challenge, ...parameters };
    return visitor.open(oidc.buildAuthorizationUrl(config, asked).href);
  }

  return {
    acme,
    browser,
    config,
    ask,
    async consent(username, scope = ALL_SCOPES) {
      const visitor = newBrowser();
      const consent = await visitor.press(await ask(visitor, { scope }), "Log in", { username, password: "demo" });
      return (await visitor.press(consent, "Allow")).url;
    },
    exchange: (callback, pkceCodeVerifier = verifier) =>
      oidc.authorizationCodeGrant(config, callback, { pkceCodeVerifier, expectedState: "state" }),
    callApi: (accessToken, init = {}) =>
      fetch(`${acme.issuer}/api/tickets`, { ...init, headers: { authorization: `Bearer ${accessToken}` } }),
    [Symbol.asyncDispose]: acme.close,
  };
}

/** A browser that stops at the app's callback and shows its address. */
export function newBrowser(): FormBrowser {
  return createFormBrowser({ stopAt: (url) => url.origin === new URL(CALLBACK).origin });
}
