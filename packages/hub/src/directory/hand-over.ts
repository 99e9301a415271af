import type { PersonRow } from "./people.ts";

/** What decides beside the person and their new address. */
export interface HandOver {
  /** Whether the person has linked accounts. */
  hasAccounts: boolean;
  /** The identity provider by which people sign in now. */
  issuer: URL | undefined;
}

/**
 * Whether another e-mail address would hand somebody's links to whoever has that address. Who signs in for the first time is
 * recognised by it; after that by their subject at the identity provider, and the address decides nothing. A subject of a
 * provider that the organisation had before is none any more.
 */
export function isHandedOver(
  person: Pick<PersonRow, "email" | "oidc_subject" | "oidc_issuer">,
  email: string | null,
  { hasAccounts, issuer }: HandOver,
): boolean {
  const isKnown = person.oidc_subject !== null && (issuer === undefined || isIssuer(person.oidc_issuer, issuer));
  if (!hasAccounts || isKnown || email === null) return false;
  return email.toLowerCase() !== person.email?.toLowerCase();
}

/** Tokens spell an issuer as its provider does, with or without a slash at the end. */
function isIssuer(spelt: string | null, issuer: URL): boolean {
  return URL.parse(spelt ?? "")?.href === issuer.href;
}
