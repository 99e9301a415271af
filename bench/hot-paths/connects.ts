import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as openid from "openid-client";
import { startOneProcess } from "../../e2e/world/one-process.ts";
import { createFormBrowser, DEMO_PASSWORD, startExternalService } from "../../packages/workshop/src/index.ts";
import { compare } from "../side-by-side.ts";

/** Whole verified connects beside the least that an OAuth log-in needs: the same service, the same log-in, in one process. */
export async function compareConnects(): Promise<void> {
  await using world = await startOneProcess();
  await using bare = await startBareFlow();
  await compare("whole connects (goal: × 2 at most)", {
    "bare openid-client": () => bare.connect(),
    "verified connect": async () => void (await world.connect()),
  });
}

/** An application that does nothing with what it is given. */
async function startBareFlow() {
  const waiting = new Map<string, { verifier: string; nonce: string }>();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = { clientId: "bare", clientSecret: openid.randomState() };
  const service = await startExternalService({
    clients: [{ ...client, name: "Bare", redirectUris: [`${base}/callback`] }],
  });
  const settings = { execute: [openid.allowInsecureRequests] };
  const configuration = await openid.discovery(
    new URL(service.issuer),
    client.clientId,
    client.clientSecret,
    undefined,
    settings,
  );

  async function start(): Promise<string> {
    const verifier = openid.randomPKCECodeVerifier();
    const [state, nonce] = [openid.randomState(), openid.randomNonce()];
    waiting.set(state, { verifier, nonce });
    return openid.buildAuthorizationUrl(configuration, {
      redirect_uri: `${base}/callback`,
      scope: "openid profile offline_access",
      prompt: "consent",
      state,
      nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
    }).href;
  }

  async function finish(url: URL): Promise<void> {
    const state = url.searchParams.get("state") ?? "";
    const { verifier, nonce } = waiting.get(state) ?? { verifier: "", nonce: "" };
    await openid.authorizationCodeGrant(configuration, url, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
    });
  }

  server.on("request", (request, response) => {
    const url = new URL(request.url ?? "/", base);
    const work = url.pathname === "/start" ? start() : finish(url).then(() => undefined);
    work.then(
      (location) => (location === undefined ? response.end("done") : response.writeHead(303, { location }).end()),
      () => response.writeHead(500).end("failed"),
    );
  });
  return {
    async connect() {
      const browser = createFormBrowser();
      const logIn = await browser.open(`${base}/start`);
      const consent = await browser.press(logIn, "Log in", { username: "john.doe", password: DEMO_PASSWORD });
      const done = await browser.press(consent, "Allow");
      if (done.url.pathname !== "/callback") throw new Error("The bare flow did not end at its callback.");
    },
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await service.close();
    },
  };
}
