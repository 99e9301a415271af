import type { BlockedBecause } from "./check.ts";
import type { Profile } from "./profiles.ts";
import type { RequirementsVersion } from "./requirements.ts";

/** What one check came to. */
export interface CheckResult {
  id: string;
  profile: Profile;
  sentence: string;
  /** Page that explains it, relative to whoever shows pages: `/checks/<id>`. */
  page: string;
  outcome: "passed" | "failed" | "blocked";
  /** Only when failed. */
  expected: string | null;
  /** Only when failed; never a secret. */
  got: string | null;
  /** Why it could not be run, or what to know about a pass. */
  note: string | null;
  blocked_because: BlockedBecause | null;
  /** Reason in the file of expected failures, empty when it gives none; null when the check is not in it. */
  expected_failure: string | null;
  duration_ms: number;
}

/** How many checks came to what. Every check is in exactly one of the first five. */
export interface ReportCounts {
  total: number;
  passed: number;
  failed: number;
  expected_failures: number;
  /** In the file of expected failures, and it passes: the line must go. */
  unexpected_passes: number;
  blocked: number;
}

/** What a run found. */
export interface Report {
  format: "joinery-conformance/1";
  requirements: RequirementsVersion;
  profiles: readonly Profile[];
  target: { address: string; kind: string };
  started_at: string;
  duration_ms: number;
  counts: ReportCounts;
  results: readonly CheckResult[];
  /** Why the whole run made no sense; null when it did. */
  could_not_run: string | null;
  exit_code: ExitCode;
}

/** What the process that ran it ends with. 2 (wrong use) never comes out of a run: see `ConformanceMisuse`. */
export type ExitCode = 0 | 1 | 3;

/** Exit codes in words, for help and documentation. */
export const EXIT_CODES = {
  0: "All checks passed, or failed as the file of expected failures says.",
  1: "A check failed, or one passed that was expected to fail.",
  2: "Wrong use: an unknown option, profile, requirement set, or id in the file of expected failures.",
  3: "Could not run: nothing answers, or a profile needs the workshop.",
} as const;

/** Whether the check failed and nobody expected it. */
export function isUnexpectedFailure(result: CheckResult): boolean {
  return result.outcome === "failed" && result.expected_failure === null;
}

/** Whether the check passed although the file says it fails. */
export function isUnexpectedPass(result: CheckResult): boolean {
  return result.outcome === "passed" && result.expected_failure !== null;
}

export function countResults(results: readonly CheckResult[]): ReportCounts {
  const count = (is: (result: CheckResult) => boolean) => results.filter(is).length;
  return {
    total: results.length,
    passed: count((result) => result.outcome === "passed" && result.expected_failure === null),
    failed: count(isUnexpectedFailure),
    expected_failures: count((result) => result.outcome === "failed" && result.expected_failure !== null),
    unexpected_passes: count(isUnexpectedPass),
    blocked: count(({ outcome }) => outcome === "blocked"),
  };
}

/**
 * Decides the exit code. A check of *core* that needs a workshop may be missing: core is meant to run without one, and the
 * report counts and names it. Any other check that could not be run is a run that did not do what was asked.
 */
export function exitCodeOf(results: readonly CheckResult[], couldNotRun: string | null): ExitCode {
  if (couldNotRun !== null) return 3;
  if (results.some((result) => isUnexpectedFailure(result) || isUnexpectedPass(result))) return 1;
  return results.some(isMissing) ? 3 : 0;
}

function isMissing({ outcome, profile, blocked_because: because }: CheckResult): boolean {
  if (outcome !== "blocked" || because === "earlier-failure") return false;
  return because === "surroundings" || profile !== "core";
}
