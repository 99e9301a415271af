import { expect, test } from "vitest";
import { type CheckResult, countResults, exitCodeOf, type Report } from "../report.ts";
import { jsonReport } from "./json.ts";
import { junitReport } from "./junit.ts";
import { markdownReport } from "./markdown.ts";
import { prettyReport } from "./pretty.ts";

const RESULT: CheckResult = {
  id: "core.url.new",
  profile: "core",
  sentence: "Every Connect gives a new authorization URL.",
  page: "/checks/core.url.new",
  outcome: "passed",
  expected: null,
  got: null,
  note: null,
  blocked_because: null,
  expected_failure: null,
  duration_ms: 1_234,
};
const FAILED = { outcome: "failed", expected: "status 200", got: 'status <500> & "more" | \u0000' } as const;

function reportOf(results: readonly CheckResult[], couldNotRun: string | null = null): Report {
  return {
    format: "joinery-conformance/1",
    requirements: "1.0",
    profiles: ["core", "revoke"],
    target: { address: "http://127.0.0.1:3000", kind: "plain" },
    started_at: "2026-03-01T10:00:00.000Z",
    duration_ms: 2_000,
    counts: countResults(results),
    results,
    could_not_run: couldNotRun,
    exit_code: exitCodeOf(results, couldNotRun),
  };
}

const MIXED = reportOf([
  RESULT,
  { ...RESULT, id: "core.auth.answers", ...FAILED },
  { ...RESULT, id: "core.url.bound", ...FAILED, expected_failure: "the old gateway" },
  { ...RESULT, id: "core.paths.unknown", expected_failure: "" },
  {
    ...RESULT,
    id: "revoke.order",
    profile: "revoke",
    outcome: "blocked",
    note: "It needs a workshop.",
    blocked_because: "no-workshop",
  },
]);

test("where nobody shows pages the terminal reads what to do", () => {
  const report = prettyReport(reportOf([{ ...RESULT, id: "core.auth.answers", ...FAILED }]));

  expect(report).toContain("to do     Answer `POST <proxy URL>/auth/<auth id>` with 200");
  expect(report).not.toContain("/checks/");
});

test("the terminal reads what was expected, what came, and where it is explained", () => {
  expect(
    prettyReport(MIXED, { pages: "http://127.0.0.1:4004" }),
  ).toBe(`✓ core.url.new  Every Connect gives a new authorization URL. 1.2 s
✗ core.auth.answers  Every Connect gives a new authorization URL. 1.2 s
    expected  status 200
    got       status <500> & "more" | \u0000
    http://127.0.0.1:4004/checks/core.url.new
~ core.url.bound  Every Connect gives a new authorization URL. 1.2 s
    expected  status 200
    got       status <500> & "more" | \u0000
    http://127.0.0.1:4004/checks/core.url.new
    expected to fail: the old gateway
✗ core.paths.unknown  Every Connect gives a new authorization URL. 1.2 s
    It was expected to fail and passes: remove it from the file of expected failures.
– revoke.order  Every Connect gives a new authorization URL. 1.2 s
    It needs a workshop.

1 passed, 1 failed, 1 passed against the file, 1 failed as expected, 1 could not be run  requirements 1.0, core, revoke, 2.0 s
`);
});

test("a run that made no sense says so at its end", () => {
  expect(prettyReport(reportOf([], "Nothing listens there."))).toContain("Nothing listens there.");
  expect(markdownReport(reportOf([], "Nothing listens there."))).toContain("Nothing listens there.");
});

test("JUnit counts what a build server counts, and every text is escaped", () => {
  const xml = junitReport(MIXED);
  expect(xml).toContain(
    '<testsuites name="joinery conformance" tests="5" failures="2" errors="0" skipped="2" time="6.170">',
  );
  expect(xml).toContain(
    '<testsuite name="conformance.revoke" tests="1" failures="0" errors="0" skipped="1" time="1.234">',
  );
  expect(xml).toContain('message="expected status 200, got status &lt;500&gt; &amp; &quot;more&quot; | \ufffd"');
  expect(xml).toContain('<skipped message="failed as expected: the old gateway"/>');
  expect(xml).not.toContain("\u0000");
});

test("JUnit is well-formed: every tag that opens closes, in order", () => {
  const open: string[] = [];
  for (const [tag, slash, name, , end] of junitReport(reportOf(MIXED.results, "a < b")).matchAll(TAG)) {
    expect(tag).not.toMatch(/&(?!lt;|gt;|amp;|quot;|#10;)/);
    open.push(...(slash === "" && end === "" ? [name ?? ""] : []));
    expect(slash === "/" ? open.pop() : name).toBe(name);
  }
  expect(open).toEqual([]);
});

test("Markdown names what is wrong first, and a pipe does not break its table", () => {
  const text = markdownReport(MIXED);
  expect(text.indexOf("core.auth.answers")).toBeLessThan(text.indexOf("| passed |"));
  expect(text).toContain('| `core.auth.answers` | status 200 | status &lt;500> & "more" \\|');
  expect(text).toContain("| `core.url.bound` | status 200 | ");
});

test("JSON is the report", () => {
  expect(JSON.parse(jsonReport(MIXED))).toEqual(MIXED);
});

test.each([
  [0, [RESULT], null],
  [0, [{ ...RESULT, ...FAILED, expected_failure: "" }], null],
  [0, [{ ...RESULT, outcome: "blocked", blocked_because: "no-workshop" }], null],
  [1, [{ ...RESULT, ...FAILED }], null],
  [1, [{ ...RESULT, expected_failure: "" }], null],
  [3, [{ ...RESULT, outcome: "blocked", blocked_because: "surroundings" }], null],
  [3, [{ ...RESULT, profile: "revoke", outcome: "blocked", blocked_because: "no-workshop" }], null],
  [3, [], "Nothing listens there."],
] as [number, CheckResult[], string | null][])("exit code %i", (code, results, couldNotRun) => {
  expect(exitCodeOf(results, couldNotRun)).toBe(code);
});

const TAG = /<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g;
