import type { SourceFiles } from "./source-files.ts";

/** At this many lines one asks what a file is about. */
export const LINES_TO_ASK = 250;
/** And this is the end. */
export const LINES_AT_MOST = 400;

/** Written by tools, a history that only grows, or specimens that are kept as somebody else wrote them. */
const EXEMPT = /(\.gen\.ts$|\.generated\.ts$|\/migrations\/|^e2e\/planted\/second-set\/|\.json$)/;

/** A file that is longer than it should be. */
export interface LongFile {
  path: string;
  lines: number;
}

/** Sorts the long files into those to think about and those that fail, the longest first. */
export function checkSizes(files: SourceFiles): { long: LongFile[]; tooLong: LongFile[] } {
  const measured = [...files]
    .filter(([path]) => !EXEMPT.test(path))
    .map(([path, text]) => ({ path, lines: text.split("\n").length - (text.endsWith("\n") ? 1 : 0) }))
    .sort((left, right) => right.lines - left.lines);
  return {
    long: measured.filter(({ lines }) => lines > LINES_TO_ASK && lines <= LINES_AT_MOST),
    tooLong: measured.filter(({ lines }) => lines > LINES_AT_MOST),
  };
}
