/** Whether a URL points at this machine; only there plain http is acceptable. */
export function isLoopback(url: URL): boolean {
  return ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
}

/** Whether requests to a URL are safe from listeners: https, or http on this machine. */
export function isSafeTransport(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));
}

/** Reads an address that people, tokens or codes may be sent to; `undefined` for one that is not safe, or has a query. */
export function parseUrl(value: string): URL | undefined {
  if (!URL.canParse(value)) return undefined;
  const url = new URL(value);
  return isSafeTransport(url) && url.search === "" && url.hash === "" ? url : undefined;
}
