import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import {
  CHECKS,
  ConformanceMisuse,
  type ConformanceOptions,
  LATEST_REQUIREMENTS,
  parseExpectedFailures,
  REQUIREMENTS,
} from "@joinery/conformance";
import type { OptionValues } from "../option-values.ts";
import { wrongUse } from "../refusal.ts";
import type { Reporter } from "./reporters.ts";

/** What was asked for, whoever is asked. */
export interface Asked {
  run: Pick<ConformanceOptions, "profiles" | "requirements" | "expectedFailures">;
  reporter: Reporter;
  /** Where the report goes; stdout unless given. */
  output: string | undefined;
}

/** Reads what was typed, before anything is started. */
export function readAsked(options: OptionValues, folder: string): Asked {
  const profiles = options.list("profile");
  const expected = options.text("expected-failures");
  const requirements = options.text("requirements") ?? LATEST_REQUIREMENTS;
  if (!Object.hasOwn(REQUIREMENTS, requirements)) {
    throw wrongUse(`--requirements is one of: ${Object.keys(REQUIREMENTS).join(", ")}.`);
  }
  const reporter = (options.text("reporter") ?? (options.flag("json") ? "json" : "pretty")) as Reporter;
  const output = options.text("output");
  return {
    run: {
      ...(profiles.length === 0 ? {} : { profiles: [...new Set(profiles)] }),
      requirements,
      ...(expected === undefined ? {} : { expectedFailures: readExpected(resolve(folder, expected)) }),
    },
    reporter,
    output: output === undefined ? undefined : resolve(folder, output),
  };
}

function readExpected(path: string) {
  try {
    return parseExpectedFailures(
      readFileSync(path, "utf8"),
      CHECKS.map(({ id }) => id),
    );
  } catch (error) {
    if (error instanceof ConformanceMisuse) throw wrongUse(error.message);
    throw wrongUse("The file of --expected-failures can't be read.");
  }
}
