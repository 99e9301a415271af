/** Directions that somebody could write into a name to turn the rest of a line around (Unicode UAX #9, 2). */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;
/** Whatever is no character of a line: controls, line ends, private use, halves of a character. */
const NO_TEXT = /[\p{Cc}\p{Zl}\p{Zp}\p{Co}\p{Cs}]+/gu;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const FIRST_STRONG_ISOLATE = "\u2068";
const POP_ISOLATE = "\u2069";

/**
 * A name as one line of text, whatever somebody called themselves: without line ends and without hidden directions.
 *
 * @param maxLength in characters as people count them; what is longer ends in an ellipsis
 */
export function plainName(name: string, maxLength: number): string {
  const line = name.replace(DIRECTIONS, "").replace(NO_TEXT, " ").replace(/\s+/g, " ").trim();
  const characters = [...new Intl.Segmenter("en").segment(line)].map(({ segment }) => segment);
  return characters.length <= maxLength
    ? line
    : `${characters
        .slice(0, maxLength - 1)
        .join("")
        .trimEnd()}…`;
}

/** Keeps a name that is written from right to left from moving what stands around it (Unicode UAX #9, 2.4). */
export function isolated(name: string): string {
  return RIGHT_TO_LEFT.test(name) ? `${FIRST_STRONG_ISOLATE}${name}${POP_ISOLATE}` : name;
}
