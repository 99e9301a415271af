import { posix } from "node:path";
import type { SourceFiles } from "../source-files.ts";
import { type Import, scanImports } from "./scan.ts";

/** The fields of a package.json that the rules look at. */
export interface Manifest {
  name?: string;
  exports?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

/** Where an import leads: into the repository, to Node, or to an installed package. */
export type Target =
  | { kind: "file"; path: string; part: string }
  | { kind: "node"; name: string }
  | { kind: "package"; name: string };

/** One import with its target. */
export interface ResolvedImport extends Import {
  target: Target;
}

/** One source file. */
export interface Module {
  path: string;
  /** The workspace or top folder: `packages/hub`, `examples/desk`, `e2e`, `scripts`. */
  part: string;
  isTest: boolean;
  source: string;
  imports: readonly ResolvedImport[];
}

/** All modules and manifests, by path and part. */
export interface World {
  modules: ReadonlyMap<string, Module>;
  manifests: ReadonlyMap<string, Manifest>;
}

/** Reads all files into modules with resolved imports. */
export function createWorld(files: SourceFiles): World {
  const manifests = new Map<string, Manifest>();
  for (const [path, text] of files) {
    if (posix.basename(path) === "package.json") manifests.set(posix.dirname(path), JSON.parse(text));
  }
  const modules = new Map<string, Module>();
  for (const [path, source] of files) {
    if (!/\.(ts|tsx|mjs)$/.test(path)) continue;
    const imports = scanImports(source).map((found) => ({
      ...found,
      target: resolve(path, found.specifier, manifests),
    }));
    modules.set(path, { path, part: partOf(path), isTest: isTest(path), source, imports });
  }
  return { modules, manifests };
}

/** The workspace or top folder that a path lies in. */
export function partOf(path: string): string {
  const [top = "", second = ""] = path.split("/");
  return top === "packages" || top === "examples" ? `${top}/${second}` : top;
}

/** Tests and what only tests use: fixtures, the harness (`testing`) and the tables of attacks. */
function isTest(path: string): boolean {
  return /\.(test|spec|fixture)\.tsx?$/.test(path) || /\/(testing|attacks)\//.test(path);
}

function resolve(from: string, specifier: string, manifests: ReadonlyMap<string, Manifest>): Target {
  if (specifier.startsWith("node:")) return { kind: "node", name: specifier };
  if (specifier.startsWith(".")) return fileTarget(posix.join(posix.dirname(from), specifier));
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  for (const [part, manifest] of manifests) {
    if (manifest.name !== name || part === ".") continue;
    const entry = manifest.exports?.[`.${specifier.slice(name.length)}`];
    return fileTarget(posix.join(part, entry ?? "src/index.ts"));
  }
  return { kind: "package", name };
}

function fileTarget(path: string): Target {
  return { kind: "file", path, part: partOf(path) };
}
