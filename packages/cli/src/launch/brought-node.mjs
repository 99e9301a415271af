import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * Finds the Node 24 that came with the package; `undefined` where none came, and on a Linux without glibc, which can't run it.
 *
 * @returns {string | undefined}
 */
export function findBroughtNode() {
  if (process.platform !== "linux") return undefined;
  if (process.report !== undefined) /** @type {any} */ (process.report).excludeNetwork = true;
  const report = /** @type {any} */ (process.report?.getReport());
  if (report?.header?.glibcVersionRuntime === undefined) return undefined;
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-linux-${process.arch}/package.json`);
    return join(dirname(manifest), "bin/node");
  } catch {
    return undefined;
  }
}
