/** A challenge's parameter: name, and value as token or quoted text (RFC 9110, 11.2). */
const PARAMETER = /^\s*,?\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",]+))/;
/** Begins a challenge: a scheme, and then its first parameter or the end of the list's member. */
const SCHEME = /^\s*,?\s*([\w!#$%&'*+.^`|~-]+)(?=\s+\S|\s*$|\s*,)/;

/**
 * Whether a 401 says that the token itself is expired, revoked or unknown: `error="invalid_token"` of a Bearer challenge
 * (RFC 6750, 3.1). A 401 that does not say so may be about rights, and says nothing about the grant.
 */
export function saysTokenIsOver({ status, headers }: Response): boolean {
  if (status !== 401) return false;
  let rest = headers.get("www-authenticate") ?? "";
  let scheme = "";
  while (rest !== "") {
    const parameter = PARAMETER.exec(rest);
    const found = parameter ?? SCHEME.exec(rest);
    if (found === null) return false;
    rest = rest.slice(found[0].length);
    if (parameter === null) scheme = (found[1] ?? "").toLowerCase();
    else if (scheme === "bearer" && isInvalidToken(parameter)) return true;
  }
  return false;
}

function isInvalidToken([, name = "", quoted, bare]: RegExpExecArray): boolean {
  return name.toLowerCase() === "error" && (quoted ?? bare) === "invalid_token";
}
