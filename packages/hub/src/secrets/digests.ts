import { createHash, createHmac, createSecretKey, hash, hkdfSync, type KeyObject, timingSafeEqual } from "node:crypto";

/** Digests of secrets that are random already, and of bodies that hold some: fast, keyed, comparable in a `where`. */
export interface Digests {
  /**
   * The digest under which a session id, API token, SCIM token, code or claim is stored. For a visit (which is no secret) it
   * is one: a code that only the hub can tell, and can tell again. For a write it is how the same one is known again: its body
   * holds tokens, and not every token is random, so whoever reads the database must not be able to try some out.
   */
  of(purpose: DigestPurpose, secret: string): string;
}

/** What a digest is for; nothing made for one purpose equals anything made for another. */
export type DigestPurpose =
  | "setup"
  | "setup-code"
  | "session"
  | "api-token"
  | "scim-token"
  | "visit"
  | "code"
  | "claim"
  | "idempotent-write"
  | "leased-write";

/**
 * Derives a key of 256 bits for one purpose from the master key (HKDF, RFC 5869). Imported once: Node takes longer to import
 * a key than to use it.
 */
export function deriveKey(masterKey: Uint8Array, purpose: string): KeyObject {
  return createSecretKey(new Uint8Array(hkdfSync("sha256", masterKey, "joinery", purpose, 32)));
}

/** Makes the digests of a hub. */
export function createDigests(masterKey: Uint8Array): Digests {
  const key = deriveKey(masterKey, "digests");
  return {
    of: (purpose, secret) => createHmac("sha256", key).update(`${purpose}\n${secret}`).digest("base64url"),
  };
}

/** SHA-256 in base64url, for what travels and for public values. What is stored of a secret has a key: `Digests`. */
export function sha256(data: string | Uint8Array): string {
  return hash("sha256", data, "base64url");
}

/** Compares two strings in a time that tells nothing about where they differ. */
export function isSame(left: string, right: string): boolean {
  return timingSafeEqual(createHash("sha256").update(left).digest(), createHash("sha256").update(right).digest());
}
