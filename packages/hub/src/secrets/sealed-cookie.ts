import { EncryptJWT, jwtDecrypt } from "jose";
import { deriveKey } from "./digests.ts";

/** Seals small facts into a cookie of the hub's own: encrypted, dated, worthless for any other purpose. */
export interface CookieSealer {
  seal(facts: Record<string, string>, expires: Date): Promise<string>;
  /** Resolves to `undefined` for anything that this hub did not seal, or that is out of date. */
  open(sealed: string, now: Date): Promise<Record<string, unknown> | undefined>;
}

/** Makes the sealer of one purpose. */
export function createCookieSealer(masterKey: Uint8Array, purpose: string): CookieSealer {
  const key = deriveKey(masterKey, `cookie ${purpose}`);
  return {
    seal: (facts, expires) =>
      new EncryptJWT(facts).setProtectedHeader({ alg: "dir", enc: "A256GCM" }).setExpirationTime(expires).encrypt(key),
    async open(sealed, now) {
      try {
        const { payload } = await jwtDecrypt(sealed, key, {
          currentDate: now,
          keyManagementAlgorithms: ["dir"],
          contentEncryptionAlgorithms: ["A256GCM"],
        });
        return payload;
      } catch {
        return undefined;
      }
    },
  };
}
