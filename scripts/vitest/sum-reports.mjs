// Reads vitest's JSON reports: `node sum-reports.mjs [--lines] <report …>`.
// Prints the sum as `<n> passed, <n> failed`. With --lines, one line for each report, what was skipped, and what failed
// with its reason: the log of a run is long, and often only its end is kept. Exit code 1 when a report is missing, holds
// no passed test, or something was skipped on PostgreSQL or in a browser.
import { existsSync, readFileSync } from "node:fs";
import { basename, relative } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * @typedef {{ test: string, file: string, reason: string }} Failure
 * @typedef {{ passed: number, failed: Failure[], skipped: string[] }} Totals
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] }} Assertion
 * @typedef {{ status: string, name?: string, message?: string, assertionResults: Assertion[] }} FileResult
 */

/** So many lines of a reason say what is wrong without hiding the next failure. */
const REASON_LINES = 12;

/**
 * Adds up one report. A file that could not even be loaded counts as one failure: its tests are not known.
 *
 * @param {{ testResults: FileResult[] }} report
 * @returns {Totals}
 */
export function totalsOf(report) {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: report.testResults.flatMap(failuresOf),
    skipped: tests.filter(({ status }) => status !== "passed" && status !== "failed").map(({ fullName }) => fullName),
  };
}

/**
 * @param {FileResult} result
 * @returns {Failure[]}
 */
function failuresOf(result) {
  const file = result.name === undefined ? "" : relative(process.cwd(), result.name);
  if (result.status === "failed" && result.assertionResults.length === 0) {
    return [{ test: "the file could not be loaded", file, reason: result.message ?? "" }];
  }
  return result.assertionResults
    .filter(({ status }) => status === "failed")
    .map(({ fullName, failureMessages }) => ({ test: fullName, file, reason: failureMessages?.join("\n") ?? "" }));
}

/**
 * @param {string} path
 * @returns {Totals}
 */
function read(path) {
  if (!existsSync(path)) return { passed: 0, failed: [], skipped: [] };
  return totalsOf(JSON.parse(readFileSync(path, "utf8")));
}

/** @param {string[]} args */
function main(args) {
  const paths = args.filter((argument) => argument !== "--lines");
  const totals = paths.map(read);
  if (!args.includes("--lines")) {
    const passed = totals.reduce((sum, report) => sum + report.passed, 0);
    const failed = totals.reduce((sum, report) => sum + report.failed.length, 0);
    console.log(`${passed} passed, ${failed} failed`);
    return;
  }
  for (const [index, { passed, failed, skipped }] of totals.entries()) {
    const name = basename(paths[index] ?? "", ".json");
    console.log(`${name}: ${passed} tests good, ${failed.length} bad, ${skipped.length} skipped`);
    for (const failure of failed) {
      console.log(`  failed: ${failure.test} (${failure.file})`);
      for (const line of failure.reason.split("\n").slice(0, REASON_LINES)) console.log(`    ${line}`);
    }
    for (const test of skipped) console.log(`  skipped: ${test}`);
    const maySkip = name === "test-pglite";
    if (passed === 0 || (skipped.length > 0 && !maySkip)) process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(process.argv.slice(2));
