/** Up to two letters to draw where there is no picture: "Acme Desk" → "AD", "Notes" → "N". */
export function initialsOf(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = words.slice(0, 2).map((word) => word.match(/[\p{L}\p{N}]/u)?.[0] ?? "");
  return letters.join("").toLocaleUpperCase() || "?";
}

const TILES = ["tile-1", "tile-2", "tile-3", "tile-4", "tile-5", "tile-6"] as const;

/** The colour a name always gets, so that an integration is recognised before it is read. */
export function tileOf(name: string): (typeof TILES)[number] {
  let sum = 7;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9_973;
  return TILES[sum % TILES.length] ?? "tile-1";
}
