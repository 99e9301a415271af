import { isSafeTransport } from "../http/loopback.ts";

/** One leading label that stands for exactly one label; `*.com` would be nearly everybody, so two labels must follow. */
const WILDCARD_HOST = /^\*(\.[a-z0-9_-]+){2,}$/;
const ONE_LABEL = /^[a-z0-9_-]+$/;

/**
 * Whether a text names an origin that a token may be sent to: `https://api.acme.example`, or `https://*.acme.example` for
 * every name exactly one label below; http on this machine only. It can't know that `co.uk` belongs to nobody: whoever
 * writes `https://*.co.uk` trusts every owner of such a name.
 */
export function isOriginPattern(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const isBare = url.pathname === "/" && url.search === "" && url.hash === "" && url.username + url.password === "";
  if (!isBare || !isSafeTransport(url)) return false;
  return !url.hostname.includes("*") || WILDCARD_HOST.test(url.hostname);
}

/**
 * Whether a URL lies at one of the declared origins: same scheme and port, and the same host or one that the wildcard
 * covers. Compared is what the URL parser makes of it (WHATWG URL, 4.4), so that case, escapes, default ports and
 * international names can't hide where a request goes.
 */
export function isDeclaredOrigin(declared: readonly string[], url: URL): boolean {
  if (url.username !== "" || url.password !== "") return false;
  return declared.some((text) => {
    const pattern = new URL(text);
    return url.protocol === pattern.protocol && url.port === pattern.port && hostFits(url.hostname, pattern.hostname);
  });
}

function hostFits(host: string, pattern: string): boolean {
  if (!pattern.startsWith("*.")) return host === pattern;
  const parent = pattern.slice(1);
  return host.endsWith(parent) && ONE_LABEL.test(host.slice(0, -parent.length));
}
