import { reveal, type Secret } from "../secret.ts";
import { isSealKey } from "./seal-key.ts";

/** Sealed tokens: encrypted with a key of yours before hub or Blink get them, so that whoever stores them can't read them. */
export interface SealedOptions {
  /**
   * The key that seals, and after it former ones that only open; each made by `createSealKey`. A token sealed with a key
   * that is no longer listed can't be read by anybody: its owner must connect again.
   */
  keys: readonly [current: string | Secret<string>, ...former: (string | Secret<string>)[]];
  /**
   * Accepts tokens that were stored before there was a key. While it is on, whoever stores tokens can put in others: take
   * it out as soon as `integration.reseal()` has gone through.
   */
  acceptUnsealed?: boolean;
}

/** What is wrong with `sealed`; never with a value. */
export function sealedFaults(sealed: SealedOptions | undefined): (string | false)[] {
  if (sealed === undefined) return [];
  const keys: readonly (string | Secret<string> | undefined)[] = sealed.keys ?? [];
  return [
    keys.length === 0 && "sealed.keys is missing",
    !keys.every((key) => key !== undefined && isSealKey(key)) &&
      "sealed.keys must be 32 bytes as base64url each, as createSealKey makes them",
    new Set(keys.map(reveal)).size < keys.length && "sealed.keys must differ",
  ];
}
