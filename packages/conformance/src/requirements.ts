import { ConformanceMisuse } from "./misuse.ts";
import { REQUIREMENTS_1_0 } from "./requirements-1.0.ts";

/** Sets of checks, frozen by version: an integration that meets one goes on meeting it while the contract grows. */
export const REQUIREMENTS = { "1.0": REQUIREMENTS_1_0 } as const;

export type RequirementsVersion = keyof typeof REQUIREMENTS;

/** What is asked for unless a version is named. */
export const LATEST_REQUIREMENTS: RequirementsVersion = "1.0";

/** Reads the name of a set. @throws ConformanceMisuse when there is no such set */
export function readRequirements(version: string): RequirementsVersion {
  if (Object.hasOwn(REQUIREMENTS, version)) return version as RequirementsVersion;
  throw new ConformanceMisuse(
    `There is no requirement set of that name; there are: ${Object.keys(REQUIREMENTS).join(", ")}.`,
  );
}
