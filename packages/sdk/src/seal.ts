import { EncryptJWT, jwtDecrypt } from "jose";
import type { z } from "zod";
import type { Clock } from "./clock.ts";
import { deriveKey } from "./digests.ts";

/** Makes and reads values that only this integration can read or make, for one purpose and for a limited time. */
export interface Seal<Value> {
  seal(value: Value, lifetimeSeconds: number): Promise<string>;
  /** `undefined` for a value that is not ours, for another purpose, changed or too old. */
  open(sealed: string): Promise<{ value: Value; issuedAt: number } | undefined>;
}

/** What every seal of one integration shares. */
export interface SealSettings {
  serviceId: string;
  secret: string;
  clock: Clock;
}

/** Creates a seal: AES-256-GCM with a key derived for `purpose`, so that nothing sealed for one serves another. */
export function createSeal<Schema extends z.ZodType>(
  { serviceId, secret, clock }: SealSettings,
  purpose: string,
  schema: Schema,
): Seal<z.infer<Schema>> {
  const key = deriveKey(secret, purpose);
  return {
    async seal(value, lifetimeSeconds) {
      const issuedAt = Math.floor(clock.now().getTime() / 1_000);
      return new EncryptJWT({ value })
        .setProtectedHeader({ alg: "dir", enc: "A256GCM" })
        .setAudience(serviceId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .encrypt(await key);
    },

    async open(sealed) {
      try {
        const { payload } = await jwtDecrypt(sealed, await key, {
          keyManagementAlgorithms: ["dir"],
          contentEncryptionAlgorithms: ["A256GCM"],
          audience: serviceId,
          currentDate: clock.now(),
          requiredClaims: ["exp", "iat"],
        });
        return { value: schema.parse(payload.value), issuedAt: payload.iat ?? 0 };
      } catch {
        return undefined;
      }
    },
  };
}
