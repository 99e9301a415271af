import { kindFlag, type Plan, slugOf } from "../plan.ts";

/** The oldest Node that runs TypeScript as it is. */
const NODE = ">=22.18";

/** The manifest: few scripts, exact versions. */
export function packageJson(plan: Plan): string {
  const { name, packages } = plan;
  const flag = kindFlag(plan);
  const manifest = {
    name: `${slugOf(name)}-integration`,
    version: "0.1.0",
    private: true,
    type: "module",
    engines: { node: NODE },
    scripts: {
      start: "node --env-file-if-exists=.env src/main.ts",
      dev: `joinery dev${flag} --watch src -- node src/main.ts`,
      test: 'node --test "src/**/*.test.ts"',
      types: "tsc",
      conformance: `joinery conformance${flag} -- node src/main.ts`,
    },
    dependencies: { "@joinery/sdk": packages["@joinery/sdk"], zod: "4.6.7" },
    devDependencies: {
      "@joinery/cli": packages["@joinery/cli"],
      "@joinery/testing": packages["@joinery/testing"],
      "@types/node": "24.19.2",
      typescript: "7.0.2",
    },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Types only: Node runs the sources as they are. */
export function tsconfig(): string {
  const compilerOptions = {
    target: "es2024",
    lib: ["es2024", "esnext.disposable", "dom", "dom.iterable"],
    module: "nodenext",
    types: ["node"],
    strict: true,
    noUncheckedIndexedAccess: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
    noEmit: true,
  };
  return `${JSON.stringify({ compilerOptions, include: ["src"] }, null, 2)}\n`;
}
