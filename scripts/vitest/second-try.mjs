// A suite that drives a browser may press where a page is just on its way elsewhere; on a busy machine that happens. Such a
// suite is run once more, alone, and the run says so. Suites that break things on purpose are not: what they find by chance
// is what they are for.
//
// `node second-try.mjs list <report …>` prints the suites to run again; exit code 1 when one failed that must not be.
// `node second-try.mjs merge <second report> <report …>` puts the second results in the place of the first.
import { readFileSync, writeFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * @typedef {{ name: string, status: string, assertionResults: unknown[] }} FileResult
 * @typedef {{ testResults: FileResult[] }} Report
 */

const SUFFIX = ".spec.ts";

/**
 * Sorts the suites that failed into those that get a second try and those that do not.
 *
 * @param {readonly Report[]} reports
 * @param {string} folder where the suites are
 * @returns {{ again: string[], final: string[] }}
 */
export function failedSuites(reports, folder) {
  const failed = reports.flatMap(({ testResults }) => testResults).filter(({ status }) => status === "failed");
  const names = failed.map(({ name }) => relative(folder, name).split(sep).join("/").replace(SUFFIX, ""));
  return {
    again: names.filter((name) => !name.startsWith("faults/")),
    final: names.filter((name) => name.startsWith("faults/")),
  };
}

/**
 * A report in which the results of files that were run again are those of the second run.
 *
 * @param {Report} first
 * @param {Report} second
 * @returns {Report}
 */
export function withSecondResults(first, second) {
  const again = new Map(second.testResults.map((result) => [result.name, result]));
  return { ...first, testResults: first.testResults.map((result) => again.get(result.name) ?? result) };
}

/**
 * @param {string} path
 * @returns {Report}
 */
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

/** @param {string[]} args */
function main([command, ...paths]) {
  if (command === "list") {
    const { again, final } = failedSuites(paths.map(read), "e2e");
    console.log(again.join(" "));
    if (final.length > 0) process.exitCode = 1;
    return;
  }
  const [second = "", ...firsts] = paths;
  for (const path of firsts) writeFileSync(path, JSON.stringify(withSecondResults(read(path), read(second))));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(process.argv.slice(2));
