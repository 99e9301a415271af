import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/**
 * Decides whether a stream gets colours: FORCE_COLOR says yes (0 says no), NO_COLOR says no (no-color.org: whatever its
 * value, unless empty), else terminals do.
 */
export function wantsColours(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM: term } = env;
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  if (refused) return false;
  return isTerminal && term !== "dumb";
}

/** Makes a painter for one stream. */
export function createPaint(isColoured: boolean): Paint {
  return isColoured ? (style, text) => styleText(style, text, { validateStream: false }) : (_, text) => text;
}
