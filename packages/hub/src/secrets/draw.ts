import { randomBytes, randomInt } from "node:crypto";

/** Draws bytes that nobody can guess, for secrets whose spelling somebody else's format decides. */
export function drawBytes(count: number): Buffer {
  return randomBytes(count);
}

/** Draws a whole number from 0 to below `limit`, each equally likely. */
export function drawIndex(limit: number): number {
  return randomInt(limit);
}
