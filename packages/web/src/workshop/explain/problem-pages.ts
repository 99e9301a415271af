/** What a page about a refusal shows. */
export interface ProblemPageInfo {
  code: string;
  whose: string;
  meaning: string;
  todo: string;
}

/** Every code that has a page. */
export const PROBLEM_PAGES: readonly ProblemPageInfo[] = [];
