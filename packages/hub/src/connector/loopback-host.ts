import { isIP } from "node:net";
import ipaddr from "ipaddr.js";

/** Whether a host name as `URL.hostname` writes it can only mean the machine it is opened on (RFC 6761, 6.3). */
export function isLoopbackHost(hostname: string): boolean {
  const host = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "");
  if (host === "localhost" || host.endsWith(".localhost")) return true;
  return isIP(host) !== 0 && ipaddr.process(host).range() === "loopback";
}
