import { mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compilePackages } from "../../scripts/pack/compile.ts";
import { PACKS } from "../../scripts/pack/packs.ts";
import { stagePack } from "../../scripts/pack/stage.ts";
import { ROOT } from "../../scripts/root.ts";

/** Below the repository, so that the hub finds what it needs from others. */
const FOLDER = join(ROOT, "build/bench");

/**
 * Builds the hub as it is published and answers where it is imported from. What is measured is what people run: reading
 * sources takes Node memory of its own.
 */
export async function buildHub(): Promise<string> {
  const pack = PACKS.find(({ folder }) => folder === "hub");
  if (pack === undefined) throw new Error("The hub is not among what is published.");
  const compiled = mkdtempSync(join(tmpdir(), "joinery-bench-"));
  await compilePackages(compiled, [pack.folder, ...pack.bundles]);
  const staged = join(FOLDER, `hub-${process.pid}`);
  const faults = stagePack(pack, compiled, staged);
  rmSync(compiled, { recursive: true });
  if (faults.length > 0) throw new Error(`The hub could not be built.\n${faults.join("\n")}`);
  const place = join(FOLDER, "hub");
  rmSync(place, { recursive: true, force: true });
  renameSync(staged, place);
  return pathToFileURL(join(place, "dist/index.js")).href;
}
