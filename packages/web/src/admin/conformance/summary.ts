import type { ConformanceResult } from "@joinery/contract/pages";

/** The results of a run, sorted by what a reader does with them. */
export interface ConformanceSummary<Result> {
  failed: readonly Result[];
  passed: readonly Result[];
  /** Could not be run: nothing is known, so they count neither as passed nor among those that were run. */
  blocked: readonly Result[];
  /** How many were run. */
  ran: number;
}

/** Sorts the results; each stays in the order in which it was run. */
export function summarise<Result extends Pick<ConformanceResult, "outcome">>(
  results: readonly Result[],
): ConformanceSummary<Result> {
  const of = (outcome: ConformanceResult["outcome"]) => results.filter((result) => result.outcome === outcome);
  const blocked = of("blocked");
  return { failed: of("failed"), passed: of("passed"), blocked, ran: results.length - blocked.length };
}

/** `unknown`: not a single check could be run, so nothing can be said. */
export type ConformanceVerdict = "passed" | "failed" | "unknown";

/** What a run says as a whole. A run in which nothing was run has not passed. */
export function verdictOf({ failed, ran }: Pick<ConformanceSummary<unknown>, "failed" | "ran">): ConformanceVerdict {
  if (failed.length > 0) return "failed";
  return ran === 0 ? "unknown" : "passed";
}
