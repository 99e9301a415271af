/** For pages in a browser: words about checks, without the checks. */
export type { CheckInfo } from "./check.ts";
export { CHECK_PAGES } from "./check-pages.generated.ts";
export { PROFILES, type Profile } from "./profiles.ts";
