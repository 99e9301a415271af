import { createHash } from "node:crypto";
import { ASSERTION_LEEWAY_SECONDS, assertionClaims, HEADERS } from "@joinery/contract";
import { assertionClaimsOf } from "../mask-message.ts";
import { headerOf } from "../messages.ts";
import type { Seen } from "../seen.ts";

/**
 * Whether the signed statement fits the request that carries it (contract 2.2); null when it does. The signature is left to
 * the integration: it has to check it anyway.
 */
export function faultOfStatement({ request, facts, at }: Seen): string | null {
  const assertion = headerOf(request, HEADERS.assertion);
  if (assertion === undefined) return "no statement";
  const parsed = assertionClaims.safeParse(assertionClaimsOf(assertion));
  if (!parsed.success) return "a statement that can't be read";
  const claims = parsed.data;
  const seconds = at.getTime() / 1000;
  const { pathname, search } = request.url;
  if (claims.aud !== facts.service_id) return "a statement for another integration";
  if (claims.sub !== headerOf(request, HEADERS.userId)) return "a statement about another user";
  if (claims.htm !== request.method) return "a statement about another method";
  // The path of the proxy URL stands in front of what the statement is about.
  if (!`${pathname}${search}`.endsWith(claims.path)) return "a statement about another path";
  if (seconds > claims.exp + ASSERTION_LEEWAY_SECONDS)
    return `a statement that expired ${Math.round(seconds - claims.exp)} s ago`;
  if (claims.iat > seconds + ASSERTION_LEEWAY_SECONDS) return "a statement from the future";
  const { bytes, length } = request.body;
  if (bytes.byteLength !== length) return null;
  return createHash("sha256").update(bytes).digest("base64url") === claims.bh ? null : "a statement about another body";
}
