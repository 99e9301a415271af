import { isIP } from "node:net";
import type { FieldError } from "@joinery/contract";
import { isAddressAllowed } from "../connector/address-guard.ts";
import { isLoopbackHost } from "../http/host.ts";

/**
 * Says what is wrong with an endpoint's URL: https, or http to loopback in development; no credentials, no fragment, and no
 * address that would be refused when the first event is sent. Names are judged then, by what they resolve to.
 */
export function faultsOfEndpoint(
  { url, networks }: { url: string; networks: readonly string[] },
  { development }: { development: boolean },
): FieldError[] {
  const { protocol, hostname, username, password, hash } = new URL(url);
  const isPlainLoopback = development && protocol === "http:" && isLoopbackHost(hostname);
  const faults: string[] = [];
  if (protocol !== "https:" && !isPlainLoopback) {
    faults.push(development ? "must be https, or http on this machine" : "must be https");
  }
  if (username !== "" || password !== "") faults.push("must not contain credentials");
  if (hash !== "") faults.push("must not have a fragment");
  const host = hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !isAddressAllowed(host, { loopback: development, networks })) {
    faults.push("must not be a private address, unless its network is allowed");
  }
  return faults.map((message) => ({ path: "url", message }));
}
