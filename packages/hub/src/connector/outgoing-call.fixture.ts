import { createSigner, generateSigningKey } from "./assertion.ts";
import { createConnector, type OutgoingCall } from "./call-integration.ts";
import type { Resolve } from "./guarded-connector.ts";
import type { ConnectorLimits } from "./limits.ts";
import { parseRest } from "./rest-path.ts";

/** Long enough to be looked for in answers. */
export const PROXY_SECRET = "proxy-secret-of-this-test";
export const NOW = new Date("2026-11-23T12:00:00Z");
export const signer = createSigner({
  keys: [await generateSigningKey()],
  issuer: "https://hub.example",
  clock: () => NOW,
});

interface Setup {
  limits?: Partial<ConnectorLimits>;
  development?: boolean;
  resolve?: Resolve;
}

/** For tests: a connector that closes itself, in development unless said otherwise. */
export function startConnector({ limits, development = true, resolve }: Setup = {}) {
  const connector = createConnector({
    signer,
    development,
    ...(limits === undefined ? {} : { limits }),
    ...(resolve === undefined ? {} : { resolve }),
  });
  return Object.assign(connector, { [Symbol.asyncDispose]: () => connector.close() });
}

export interface Call extends Partial<Omit<OutgoingCall, "target" | "rest">> {
  proxyUrl: string;
  serviceId?: string;
  path?: string;
  allowedNetworks?: string[];
}

/** For tests: an action of Ada without a body, unless said otherwise. */
export function callTo({
  proxyUrl,
  serviceId = "l-1",
  path = "/tickets",
  allowedNetworks = [],
  ...given
}: Call): OutgoingCall {
  const [rawPath = "", query] = path.split("?");
  return {
    target: { serviceId, proxyUrl, proxySecret: PROXY_SECRET, forwardedHeaders: [], allowedNetworks },
    method: "POST",
    rest: parseRest(rawPath, query === undefined ? "" : `?${query}`),
    headers: new Headers(),
    body: new Uint8Array(),
    userId: "u-ada",
    requestId: "r-1",
    ...given,
  };
}

export const json = { "content-type": "application/json" };
