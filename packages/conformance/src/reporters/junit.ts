import { type CheckResult, isUnexpectedPass, type Report } from "../report.ts";

/** The report as JUnit XML, as build servers read it: a suite for each profile, a case for each check. */
export function junitReport(report: Report): string {
  const suites = report.profiles.map((profile) => {
    const results = report.results.filter((result) => result.profile === profile);
    return element(
      "testsuite",
      { name: `conformance.${profile}`, ...numbersOf(results) },
      results.map(caseOf).join(""),
    );
  });
  const stopped = report.could_not_run === null ? "" : notRun(report.could_not_run);
  const all = { name: "joinery conformance", ...numbersOf(report.results, report.could_not_run === null ? 0 : 1) };
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element("testsuites", all, suites.join("") + stopped)}`;
}

function numbersOf(results: readonly CheckResult[], errors = 0) {
  const time = results.reduce((sum, result) => sum + result.duration_ms, 0) / 1_000;
  return {
    tests: String(results.length + errors),
    failures: String(results.filter(isFailure).length),
    errors: String(errors),
    skipped: String(results.filter(isSkipped).length),
    time: time.toFixed(3),
  };
}

function isFailure(result: CheckResult): boolean {
  return isUnexpectedPass(result) || (result.outcome === "failed" && result.expected_failure === null);
}

function isSkipped(result: CheckResult): boolean {
  return result.outcome === "blocked" || (result.outcome === "failed" && result.expected_failure !== null);
}

function caseOf(result: CheckResult): string {
  const time = (result.duration_ms / 1_000).toFixed(3);
  return element("testcase", { name: result.id, classname: `conformance.${result.profile}`, time }, contentOf(result));
}

function contentOf(result: CheckResult): string {
  if (isUnexpectedPass(result)) {
    return element("failure", { message: "It passes: remove it from the file of expected failures." }, "");
  }
  if (result.outcome === "blocked") return element("skipped", { message: result.note ?? "" }, "");
  if (result.outcome === "passed") return "";
  const text = `${result.sentence}\nexpected: ${result.expected}\ngot: ${result.got}\n${result.page}`;
  if (result.expected_failure !== null) {
    return element("skipped", { message: `failed as expected: ${result.expected_failure}` }, "");
  }
  return element("failure", { message: `expected ${result.expected}, got ${result.got}` }, escapeXml(text));
}

function notRun(why: string): string {
  const error = element("error", { message: why }, "");
  const testCase = element("testcase", { name: "run", classname: "conformance", time: "0.000" }, error);
  return element(
    "testsuite",
    { name: "conformance.run", tests: "1", failures: "0", errors: "1", skipped: "0", time: "0.000" },
    testCase,
  );
}

function element(name: string, attributes: Record<string, string>, content: string): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  return content === "" ? `<${name}${written.join("")}/>\n` : `<${name}${written.join("")}>${content}</${name}>\n`;
}

/** Characters that XML 1.0 has no way to write are replaced (XML 1.0, 2.2). */
function escapeXml(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what we look for.
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("\n", "&#10;")
  );
}
