import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runNode } from "../processes/run-command.ts";
import { ROOT } from "../root.ts";

/**
 * Compiles sources, and what they import, into `<folder>/<package>/src`, with declarations. The target is older than what the
 * sources are written in, because Node 20 knows no `await using`.
 */
export async function compilePackages(folder: string, entries: readonly string[], signal?: AbortSignal): Promise<void> {
  const packages = join(ROOT, "packages");
  const config = {
    extends: join(ROOT, "tsconfig.json"),
    compilerOptions: {
      noEmit: false,
      rootDir: packages,
      outDir: folder,
      target: "es2023",
      declaration: true,
      rewriteRelativeImportExtensions: true,
      allowJs: true,
      checkJs: false,
      typeRoots: [join(ROOT, "node_modules/@types")],
    },
    files: entries,
    include: [],
  };
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "tsconfig.json");
  writeFileSync(file, JSON.stringify(config));
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const { exitCode, output } = await runNode([compiler, "-p", file], { cwd: ROOT, quiet: true, signal });
  if (exitCode !== 0) throw new Error(`The packages could not be compiled.\n${output.trim()}`);
}
