import type { FieldError } from "@joinery/contract";
import { isLoopbackHost } from "../http/host.ts";

/** Says what is wrong with a proxy URL: https, or http to loopback in development; no credentials, query or fragment. */
export function faultsOfProxyUrl(proxyUrl: string, { development }: { development: boolean }): FieldError[] {
  return faultsOfAddress("proxy_url", new URL(proxyUrl), development);
}

/**
 * Says what is wrong with a connect base: an origin without a path, and never the hub's own host name, whatever the port,
 * because cookies ignore ports (contract 2.1); only loopback development is let off.
 */
export function faultsOfBase(connectBase: string, hub: { publicUrl: URL; development: boolean }): FieldError[] {
  const url = new URL(connectBase);
  const faults = faultsOfAddress("connect_base", url, hub.development);
  if (url.pathname !== "/") faults.push({ path: "connect_base", message: "must be an origin without a path" });
  const isOwnHost = withoutDot(url.hostname) === withoutDot(hub.publicUrl.hostname);
  if (isOwnHost && (!hub.development || url.origin === hub.publicUrl.origin)) {
    faults.push({ path: "connect_base", message: "must not be the hub's own host" });
  }
  return faults;
}

/** `hub.example.com.` is `hub.example.com` (RFC 1034, 3.1). */
function withoutDot(hostname: string): string {
  return hostname.replace(/\.$/, "");
}

function faultsOfAddress(path: string, url: URL, development: boolean): FieldError[] {
  const isPlainLoopback = development && url.protocol === "http:" && isLoopbackHost(url.hostname);
  const faults: FieldError[] = [];
  if (url.protocol !== "https:" && !isPlainLoopback) {
    faults.push({ path, message: development ? "must be https, or http on this machine" : "must be https" });
  }
  if (url.username !== "" || url.password !== "") faults.push({ path, message: "must not contain credentials" });
  if (url.search !== "" || url.hash !== "") faults.push({ path, message: "must not have a query or fragment" });
  return faults;
}
