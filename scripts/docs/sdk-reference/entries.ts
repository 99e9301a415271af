import { posix } from "node:path";
import { type Exported, findExports, type Sources } from "./find-exports.ts";
import { exportsOf } from "./source-file.ts";

const PACKAGE = "packages/sdk";

/** An export of the SDK, with the import that brings it. */
export interface Entry extends Exported {
  /** `@joinery/sdk`, `@joinery/sdk/node`. */
  from: string;
}

/** Everything that all entries of the SDK export, the main entry first. */
export function findEntries(sources: Sources): Entry[] {
  return Object.entries(exportsOf(sources.root, PACKAGE)).flatMap(([entry, file]) =>
    findExports(posix.join(PACKAGE, file), sources).map((exported) => ({
      ...exported,
      from: posix.join("@joinery/sdk", entry),
    })),
  );
}
