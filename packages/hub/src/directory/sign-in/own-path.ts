/** Addresses that do something, or answer machines: nobody comes back to them after a sign-in. */
const NO_PAGES = /^\/(?:sign-in|connect|connector|api|v2|scim|assets)(?:[/?#]|$)/i;
const PATH_MAX = 500;

/** A path of a page of ours to come back to, or `undefined` for anything that a browser might take for another place. */
export function ownPagePath(path: string | undefined): string | undefined {
  if (path === undefined || path.length > PATH_MAX || !/^\/(?![/\\])[\x21-\x7e]*$/.test(path)) return undefined;
  if (path.includes("\\") || NO_PAGES.test(path)) return undefined;
  // Whatever the rules above overlook: a parser has the last word.
  const resolved = new URL(path, "https://hub.invalid");
  return resolved.origin === "https://hub.invalid" && `${resolved.pathname}${resolved.search}${resolved.hash}` === path
    ? path
    : undefined;
}
