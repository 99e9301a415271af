/** Letters and digits that nobody confuses when reading them from a screen (Crockford's base 32). */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** Spells a one-time code of 100 bits: `7KQ2M-…`. A byte is a letter, evenly: 256 is a multiple of 32. */
export function spellSetupCode(bytes: Uint8Array): string {
  const letters = [...bytes.subarray(0, GROUPS * GROUP_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return inGroups(letters.join(""));
}

/** The code as it was spelt, however somebody typed it: small letters, other separators, O for 0, I or L for 1. */
export function readSetupCode(typed: string): string {
  const letters = typed
    .toUpperCase()
    .replaceAll("O", "0")
    .replaceAll(/[IL]/g, "1")
    .replaceAll(/[^0-9A-Z]/g, "");
  return inGroups(letters);
}

function inGroups(letters: string): string {
  return letters.match(new RegExp(`.{1,${GROUP_LENGTH}}`, "g"))?.join("-") ?? "";
}
