import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createFormBrowser } from "../../packages/workshop/src/external-service/form-browser.ts";
import { startExternalService } from "../../packages/workshop/src/external-service/start-external-service.ts";
import { startFakeHub } from "./fake-hub.ts";
import { createPlainIntegration } from "./main.ts";
import { readSettings } from "./settings.ts";

export const AUTH_ID = "t-plain";
export const USER = "u-ada";
const PROXY_SECRET = "secret-of-the-proxy";

/** Starts a fake hub, the real external service, and the integration between them. */
export async function startWorld() {
  const hub = await startFakeHub();
  const acme = await startExternalService();
  const port = await freePort();
  const integration = createPlainIntegration(
    readSettings({
      JOINERY_HUB: hub.url,
      JOINERY_AUTH_ID: AUTH_ID,
      JOINERY_PROXY_SECRET: PROXY_SECRET,
      JOINERY_API_TOKEN: hub.apiToken,
      ACME_ISSUER: acme.issuer,
      ACME_CLIENT_ID: "plain",
      ACME_CLIENT_SECRET: "secret of / the:app",
      PORT: String(port),
    }),
  );
  const redirectUris = [`http://localhost:${port}/callback`];
  acme.addClient({ clientId: "plain", clientSecret: "secret of / the:app", name: "Plain example", redirectUris });
  await new Promise<void>((resolve) => integration.listen(port, "127.0.0.1", resolve));
  const browser = createFormBrowser();

  /** A call as the hub makes it. */
  async function call(method: string, path: string, body?: object, secret = PROXY_SECRET) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { "blink-auth-userid": USER, "blink-auth-proxysecret": secret, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as { data: { authorization_url: string } } };
  }

  /** Presses Connect, logs in and presses the button; the page the person ends at. */
  async function connect(button = "Allow") {
    const { body } = await call("POST", `/auth/${AUTH_ID}`, {});
    const logIn = await browser.open(body.data.authorization_url);
    return await browser.press(
      await browser.press(logIn, "Log in", { username: "john.doe", password: "demo" }),
      button,
    );
  }

  function onlyAccount() {
    const [account] = hub.accounts.values();
    if (account === undefined) throw new Error("No account was saved.");
    return account;
  }

  return {
    hub,
    acme,
    browser,
    call,
    connect,
    onlyAccount,
    async [Symbol.asyncDispose]() {
      integration.closeAllConnections();
      await new Promise((resolve) => integration.close(resolve));
      await acme.close();
      await hub.close();
    },
  };
}

/** The redirect URI holds the port, so it must be known before the integration listens. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
