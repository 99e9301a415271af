import { drawIndex } from "../../secrets/draw.ts";

/** Letters and digits that nobody confuses when reading them from a screen (Crockford's base 32). */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** Draws a one-time code of 100 bits: `7KQ2M-…`. */
export function drawSetupCode(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => ALPHABET[drawIndex(ALPHABET.length)]).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}

/** The code as it was drawn, however somebody typed it: small letters, other separators, O for 0, I or L for 1. */
export function readSetupCode(typed: string): string {
  const letters = typed
    .toUpperCase()
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1")
    .replaceAll(/[^0-9A-Z]/g, "");
  return letters.match(new RegExp(`.{1,${GROUP_LENGTH}}`, "g"))?.join("-") ?? "";
}
