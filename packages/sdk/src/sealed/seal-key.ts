import { randomToken256 } from "@joinery/contract";
import { base64url, calculateJwkThumbprint } from "jose";
import { reveal, type Secret } from "../secret.ts";

/** A key of the integration's own, which neither hub nor Blink ever sees: 32 bytes as base64url. */
export interface SealKey {
  /** Its thumbprint (RFC 7638): names the key, and tells nothing of it. */
  id: string;
  bytes: Uint8Array;
}

/** 32 bytes are 43 characters, the last of which has two bits to spare. */
const KEY = /^[\w-]{42}[AEIMQUYcgkosw048]$/;

/**
 * Makes a key for `sealed` of an integration: 32 random bytes as base64url. Make it once, keep it where your other secrets
 * are, and never where the tokens are.
 *
 * @example
 * ```ts
 * import { createSealKey } from "@joinery/sdk";
 *
 * console.log(createSealKey());
 * ```
 */
export function createSealKey(): string {
  return randomToken256();
}

/** Whether a text can be a key. */
export function isSealKey(given: string | Secret<string>): boolean {
  return KEY.test(reveal(given) ?? "");
}

/** Reads a key that was checked. */
export async function readSealKey(given: string | Secret<string>): Promise<SealKey> {
  const text = reveal(given);
  return { id: await calculateJwkThumbprint({ kty: "oct", k: text }), bytes: base64url.decode(text) };
}
