import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../root.ts";

/** Everything that the built pages depend on; the lockfile stands for the versions of the tools. */
const INPUTS = [
  "packages/web/{src,public}/**/*.*",
  "packages/web/{index.html,workshop.html,vite.config.ts,package.json,tsconfig.json}",
  "packages/{contract,conformance}/src/**/*.ts",
  "package-lock.json",
];

/** Digests the inputs of the pages. Tests do not count: they change nothing that is built. */
export function digestPagesInputs(root: string = ROOT): string {
  const files = globSync(INPUTS, { cwd: root }).filter((file) => !/\.test\.tsx?$/.test(file));
  const hash = createHash("sha256");
  for (const file of files.sort())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  return hash.digest("hex");
}
