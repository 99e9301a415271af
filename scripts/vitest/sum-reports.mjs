// Reads vitest's JSON reports: `node sum-reports.mjs [--lines] <report …>`.
// Prints the sum as `<n> passed, <n> failed`. With --lines, one line for each report and what was skipped; exit code 1
// when a report is missing, holds no passed test, or something was skipped on PostgreSQL or in a browser.
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * @typedef {{ passed: number, failed: number, skipped: string[] }} Totals
 * @typedef {{ status: string, fullName: string }} Assertion
 * @typedef {{ status: string, assertionResults: Assertion[] }} FileResult
 */

/**
 * Adds up one report. A file that could not even be loaded counts as one failure: its tests are not known.
 *
 * @param {{ testResults: FileResult[] }} report
 * @returns {Totals}
 */
export function totalsOf(report) {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const broken = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: tests.filter(({ status }) => status === "failed").length + broken.length,
    skipped: tests.filter(({ status }) => status !== "passed" && status !== "failed").map(({ fullName }) => fullName),
  };
}

/**
 * @param {string} path
 * @returns {Totals}
 */
function read(path) {
  if (!existsSync(path)) return { passed: 0, failed: 0, skipped: [] };
  return totalsOf(JSON.parse(readFileSync(path, "utf8")));
}

/** @param {string[]} args */
function main(args) {
  const paths = args.filter((argument) => argument !== "--lines");
  const totals = paths.map(read);
  if (!args.includes("--lines")) {
    const passed = totals.reduce((sum, report) => sum + report.passed, 0);
    const failed = totals.reduce((sum, report) => sum + report.failed, 0);
    console.log(`${passed} passed, ${failed} failed`);
    return;
  }
  for (const [index, { passed, failed, skipped }] of totals.entries()) {
    const name = basename(paths[index] ?? "", ".json");
    console.log(`${name}: ${passed} tests good, ${failed} bad, ${skipped.length} skipped`);
    for (const test of skipped) console.log(`  skipped: ${test}`);
    const maySkip = name === "test-pglite";
    if (passed === 0 || (skipped.length > 0 && !maySkip)) process.exitCode = 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(process.argv.slice(2));
