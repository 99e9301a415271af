import { DEV_FILE, findDevFile, isAlive } from "../workshop/dev-file.ts";
import type { Finding } from "./finding.ts";

/** A joinery dev that was killed and could not tidy up. */
export function brokenDev(folder: string): Finding[] {
  const found = findDevFile(folder);
  if (found === undefined || isAlive(found.file)) return [];
  return [
    {
      what: `${DEV_FILE} speaks of a joinery dev that has ended.`,
      remedy: "Start joinery dev again; it writes the file anew.",
    },
  ];
}
