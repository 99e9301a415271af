import { createServer } from "node:http";
import * as openid from "openid-client";
import { announce, readSettings } from "../world/settings.ts";

/** The least that an OAuth log-in needs, with openid-client: an application that does nothing with what it is given. */
const { issuer, clientId, clientSecret, port } = readSettings<{
  issuer: string;
  clientId: string;
  clientSecret: string;
  port: number;
}>();
const redirectUri = `http://localhost:${port}/connect/callback`;
const waiting = new Map<string, { verifier: string; nonce: string }>();
const configuration = await openid.discovery(new URL(issuer), clientId, clientSecret, undefined, {
  execute: [openid.allowInsecureRequests],
});

async function start(): Promise<string> {
  const verifier = openid.randomPKCECodeVerifier();
  const [state, nonce] = [openid.randomState(), openid.randomNonce()];
  waiting.set(state, { verifier, nonce });
  return openid.buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: "openid profile offline_access",
    prompt: "consent",
    state,
    nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
  }).href;
}

async function finish(url: URL): Promise<undefined> {
  const state = url.searchParams.get("state") ?? "";
  const { verifier, nonce } = waiting.get(state) ?? { verifier: "", nonce: "" };
  waiting.delete(state);
  await openid.authorizationCodeGrant(configuration, url, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
  });
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", redirectUri);
  const work: Promise<string | undefined> = url.pathname === "/start" ? start() : finish(url);
  work.then(
    (location) => (location === undefined ? response.end("done") : response.writeHead(303, { location }).end()),
    () => response.writeHead(500).end("failed"),
  );
});
server.listen(port, "localhost", () => announce(port));
