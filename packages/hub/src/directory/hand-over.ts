import type { PersonRow } from "./people.ts";

/**
 * Whether another e-mail address would hand somebody's links to whoever has that address. Who signs in for the first time is
 * recognised by it; after that by their subject at the identity provider, and the address decides nothing.
 *
 * @param hasAccounts whether the person has linked accounts
 */
export function isHandedOver(
  person: Pick<PersonRow, "email" | "oidc_subject">,
  email: string | null,
  hasAccounts: boolean,
): boolean {
  if (!hasAccounts || person.oidc_subject !== null || email === null) return false;
  return email.toLowerCase() !== person.email?.toLowerCase();
}
