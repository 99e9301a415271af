import { ConformanceMisuse } from "./misuse.ts";

/** Checks that are known to fail, each with the reason that the file gives (empty when it gives none). */
export type ExpectedFailures = ReadonlyMap<string, string>;

/**
 * Reads a file of expected failures: one id on each line, a reason behind it, `#` begins a comment.
 *
 * @example
 * ```text
 * # until the gateway is replaced
 * core.tolerates.headers   the old gateway takes 4 KB of headers
 * ```
 *
 * @throws ConformanceMisuse naming the lines whose id is unknown or stands there twice
 */
export function parseExpectedFailures(text: string, knownIds: Iterable<string>): ExpectedFailures {
  const known = new Set(knownIds);
  const expected = new Map<string, string>();
  const faults: string[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const [, id, reason = ""] = /^\s*([^\s#]+)\s*#?\s*(.*?)\s*$/.exec(line) ?? [];
    if (id === undefined) return;
    if (!known.has(id)) faults.push(`line ${index + 1}: there is no check of that id`);
    else if (expected.has(id)) faults.push(`line ${index + 1}: ${id} stands there already`);
    else expected.set(id, reason);
  });
  if (faults.length > 0) throw new ConformanceMisuse(`The file of expected failures is wrong: ${faults.join("; ")}.`);
  return expected;
}
