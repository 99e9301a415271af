import type * as client from "openid-client";
import { isSafeTransport } from "../http/loopback.ts";
import type { OAuth2 } from "./oauth2.ts";

/** Everything of the metadata that somebody is sent to, or that is sent something. */
const ENDPOINTS = [
  "authorization_endpoint",
  "token_endpoint",
  "revocation_endpoint",
  "userinfo_endpoint",
  "jwks_uri",
  "pushed_authorization_request_endpoint",
] as const;

/**
 * Requires that every endpoint is reached over https (http on this machine), and that a service on the network does not
 * point into this machine or a private network: the client secret would be carried where only we can reach. The author's
 * own addresses may lie there, and then the metadata may as well. Names are not looked up: what they lead to is for the
 * network to decide.
 */
export function requireSafeEndpoints(metadata: client.ServerMetadata, { issuer, endpoints }: OAuth2): void {
  const own = [issuer, ...Object.values(endpoints ?? {})].map(parse);
  const mayBeInternal = own.some((url) => url !== undefined && isInternal(url));
  for (const name of ENDPOINTS) {
    const address: unknown = metadata[name];
    if (address === undefined) continue;
    const url = parse(address);
    if (url === undefined || !isSafeTransport(url))
      throw new TypeError(`${name} is not at https, or http on this machine`);
    if (!mayBeInternal && isInternal(url)) throw new TypeError(`${name} is within a network of ours`);
  }
}

function parse(address: unknown): URL | undefined {
  return typeof address === "string" && URL.canParse(address) ? new URL(address) : undefined;
}

/** Addresses that mean another place to everybody (RFC 6890), as the URL standard writes them, and names of this machine. */
const INTERNAL = [
  /^(.+\.)?localhost\.?$/,
  /^(0|10|127)\./,
  /^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
  /^169\.254\./,
  /^172\.(1[6-9]|2\d|3[01])\./,
  /^192\.168\./,
  /^\[::(1|ffff:.*)?\]$/,
  /^\[f[cd][0-9a-f]{2}:/,
  /^\[fe[89ab][0-9a-f]:/,
];

function isInternal({ hostname }: URL): boolean {
  const isAddress = hostname.startsWith("[") || /^[\d.]+$/.test(hostname);
  return INTERNAL.some((range) => range.test(hostname)) && (isAddress || /localhost\.?$/.test(hostname));
}
