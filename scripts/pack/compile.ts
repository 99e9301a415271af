import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runNode } from "../processes/run-command.ts";
import { ROOT } from "../root.ts";

/** What tests use stays at home, and what `npm start` runs in this repository. */
const LEFT_OUT = ["**/*.test.ts", "**/*.fixture.ts", "**/attacks/**", "*/src/testing/**", "workshop/src/start/**"];

/**
 * Compiles packages into `<folder>/<package>/src`, with declarations. The target is older than what the sources are written
 * in, because Node 20 knows no `await using`.
 *
 * Every source is named: the compiler doesn't write what it has found through `node_modules`, where our packages find each
 * other, and what it finds first varies.
 */
export async function compilePackages(folder: string, names: readonly string[], signal?: AbortSignal): Promise<void> {
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
      // The house check looks for these.
      noUnusedLocals: false,
      noUnusedParameters: false,
      typeRoots: [join(ROOT, "node_modules/@types")],
    },
    include: names.map((name) => join(packages, name, "src/**/*.ts")),
    exclude: LEFT_OUT.map((pattern) => join(packages, pattern)),
  };
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "tsconfig.json");
  writeFileSync(file, JSON.stringify(config));
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  const { exitCode, output } = await runNode([compiler, "-p", file], { cwd: ROOT, quiet: true, signal });
  if (exitCode !== 0) throw new Error(`The packages could not be compiled.\n${output.trim()}`);
}
