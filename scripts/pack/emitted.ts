import { posix } from "node:path";
import { scanImports } from "../checks/imports/scan.ts";

const DECLARED_IMPORT = /(\bfrom\s*|\bimport\s*\(?\s*)"(\.{1,2}\/[^"]+)\.ts"/g;
const FILE_ADDRESS = /\bnew URL\("(\.{1,2}\/[^"]+)\.ts", import\.meta\.url\)/g;

/**
 * Finishes what the compiler emits. It renames `.ts` in the imports of a program, but neither in those of a declaration
 * nor in the addresses of files (`new URL("./x.ts", import.meta.url)`), which it takes for any text.
 */
export function finishEmitted(path: string, text: string): string {
  if (path.endsWith(".d.ts")) return text.replaceAll(DECLARED_IMPORT, '$1"$2.js"');
  return text.replaceAll(FILE_ADDRESS, 'new URL("$1.js", import.meta.url)');
}

const NEXT_TO_IT = /\bnew URL\("(\.{1,2}\/[^"$]+)", import\.meta\.url\)/g;

/** The part of a published manifest that decides what its files may import. */
export interface Imports {
  /** Declared packages. */
  packages: ReadonlySet<string>;
  /** What the packages of ours in the same tarball, and the package itself, export: `@joinery/sdk/node`. */
  own: ReadonlySet<string>;
}

/**
 * Says which imports of a packed file lead nowhere, so that a tarball that can't be loaded is never made.
 *
 * @param files paths of the package, for example `dist/index.js`
 */
export function brokenImports(path: string, text: string, files: ReadonlySet<string>, imports: Imports): string[] {
  const isThere = (specifier: string) => files.has(posix.join(posix.dirname(path), specifier));
  const named = scanImports(text).map(({ specifier }) => specifier);
  const beside = [...text.matchAll(NEXT_TO_IT)].map(([, specifier = ""]) => specifier);
  const missing = [...named.filter((specifier) => specifier.startsWith(".")), ...beside].filter((one) => !isThere(one));
  const foreign = named.filter((specifier) => /^[@a-z]/.test(specifier) && !specifier.startsWith("node:"));
  const unknown = foreign.filter((specifier) =>
    specifier.startsWith("@joinery/") ? !imports.own.has(specifier) : !imports.packages.has(packageOf(specifier)),
  );
  return [...missing, ...unknown].map((specifier) => `${path} imports ${specifier}, which is not in the tarball`);
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
