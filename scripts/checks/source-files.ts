import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Paths relative to the root, with slashes, and the text of each file. */
export type SourceFiles = ReadonlyMap<string, string>;

const LEFT_OUT = /(^|\/)(node_modules|dist|\.joinery|\.screenshots)(\/|$)/;

/** Reads every source file and manifest of the repository. */
export function readSourceFiles(root: string): SourceFiles {
  const patterns = [
    "{packages,examples,e2e,bench,scripts}/**/*.{ts,tsx,mjs}",
    "{packages,examples}/*/package.json",
    "{e2e/,}package.json",
  ];
  const paths = globSync(patterns, { cwd: root, exclude: (path) => LEFT_OUT.test(path) });
  const normal = paths.map((path) => path.replaceAll("\\", "/")).filter((path) => !LEFT_OUT.test(path));
  return new Map(normal.sort().map((path) => [path, readFileSync(join(root, path), "utf8")]));
}
