import { randomBytes } from "node:crypto";

/** Draws bytes that nobody can guess, for secrets whose spelling somebody else's format decides. */
export function drawBytes(count: number): Buffer {
  return randomBytes(count);
}
