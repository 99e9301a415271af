/** What a page about a check shows. */
export interface CheckPageInfo {
  id: string;
  profile: string;
  sentence: string;
  reason: string;
  example: string;
  fix: string;
}

/** Every check that has a page. */
export const CHECK_PAGES: readonly CheckPageInfo[] = [];
