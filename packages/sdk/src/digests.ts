import { toBase64Url } from "@joinery/contract";

const utf8 = new TextEncoder();

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

/** base64url(SHA-256(bytes)), the form of `bh` in an assertion (contract 2.2). */
export async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return toBase64Url(await sha256(bytes));
}

/**
 * Compares two texts in a time that does not depend on where they differ: their digests are compared, all 32 bytes,
 * so that neither content nor length can be guessed from the clock.
 */
export async function isSameText(left: string, right: string): Promise<boolean> {
  const [a, b] = await Promise.all([sha256(utf8.encode(left)), sha256(utf8.encode(right))]);
  let difference = 0;
  a.forEach((byte, index) => {
    difference |= byte ^ (b[index] ?? 0);
  });
  return difference === 0;
}

/** Derives a 256-bit key from a secret for one purpose (HKDF-SHA256, RFC 5869). */
export async function deriveKey(secret: string, purpose: string): Promise<Uint8Array> {
  const material = await crypto.subtle.importKey("raw", utf8.encode(secret), "HKDF", false, ["deriveBits"]);
  const algorithm = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8.encode(purpose) };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, material, 256));
}
