/** What a check of an integration found, as the hub tells it to its pages. */
export interface ConformanceReport {
  checked_at: string;
  results: readonly ConformanceResult[];
  /** Why the whole run made no sense; null when it did. */
  could_not_run: string | null;
}

/** What one check came to. */
export interface ConformanceResult {
  id: string;
  sentence: string;
  outcome: "passed" | "failed" | "blocked";
  expected: string | null;
  got: string | null;
  /** Why it could not be run. */
  note: string | null;
  /** What to do when it fails. */
  fix: string;
}
