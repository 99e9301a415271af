export {
  type BlockedBecause,
  type Check,
  type CheckInfo,
  CouldNotRun,
  type Outcome,
} from "./check.ts";
export { CHECKS, findCheck } from "./checks/all-checks.ts";
export { type ExpectedFailures, parseExpectedFailures } from "./expected-failures.ts";
export { ConformanceMisuse } from "./misuse.ts";
export { isProfile, PROFILES, type Profile } from "./profiles.ts";
export { type CheckResult, EXIT_CODES, type ExitCode, type Report, type ReportCounts } from "./report.ts";
export { jsonReport } from "./reporters/json.ts";
export { junitReport } from "./reporters/junit.ts";
export { markdownReport } from "./reporters/markdown.ts";
export { type Paint, PLAIN_PAINT } from "./reporters/plain-paint.ts";
export { prettyReport, prettyResult, prettySummary, type ReportOptions } from "./reporters/pretty.ts";
export { LATEST_REQUIREMENTS, REQUIREMENTS, type RequirementsVersion } from "./requirements.ts";
export { type ConformanceOptions, type Progress, runConformance } from "./run/run-conformance.ts";
export type { Clock } from "./run/session.ts";
export { type HttpTargetOptions, httpTarget } from "./target/http-target.ts";
export type { Answer, Target, TargetRequest, TargetUsers } from "./target/target.ts";
export { workshopTarget } from "./target/workshop-target.ts";
