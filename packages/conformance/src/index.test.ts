import { expect, test } from "vitest";
import * as surface from "./index.ts";
import * as pages from "./pages.ts";

test("the public surface changes on purpose only", () => {
  expect(Object.keys(surface).sort()).toMatchInlineSnapshot(`
    [
      "CHECKS",
      "ConformanceMisuse",
      "CouldNotRun",
      "EXIT_CODES",
      "LATEST_REQUIREMENTS",
      "PLAIN_PAINT",
      "PROFILES",
      "REQUIREMENTS",
      "findCheck",
      "httpTarget",
      "isProfile",
      "jsonReport",
      "junitReport",
      "markdownReport",
      "parseExpectedFailures",
      "prettyReport",
      "prettyResult",
      "prettySummary",
      "runConformance",
      "workshopTarget",
    ]
  `);
  expect(Object.keys(pages).sort()).toEqual(["CHECK_PAGES", "PROFILES"]);
});

test("pages get the words of every check", () => {
  expect(pages.CHECK_PAGES).toEqual(surface.CHECKS.map(({ run: _run, ...words }) => words));
});
