import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Files of the documentation that are made from code. */
export interface GeneratedDocs {
  /** Of what, as it is called when it is written. */
  name: string;
  /** Everything in this folder is generated: what is left over there is removed. With slashes, relative to the root. */
  folder?: string;
  /** Text by path relative to the root, with slashes. */
  files(): ReadonlyMap<string, string>;
}

/** Writes generated files and removes what is left over in their folder. */
export function writeGenerated(root: string, docs: GeneratedDocs): void {
  const files = docs.files();
  for (const path of leftOver(root, docs, files)) rmSync(join(root, path));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Names the generated files that are not what would be written now. */
export function checkGenerated(root: string, docs: GeneratedDocs): string[] {
  const files = docs.files();
  const stale = [...files].filter(([path, text]) => readOrEmpty(join(root, path)) !== text).map(([path]) => path);
  const faults = [
    ...stale.map((path) => `${path} is not current`),
    ...leftOver(root, docs, files).map((path) => `${path} is made from nothing any more`),
  ];
  return faults.map((fault) => `${fault}: run \`npm run generate\`.`);
}

function leftOver(root: string, { folder }: GeneratedDocs, files: ReadonlyMap<string, string>): string[] {
  if (folder === undefined) return [];
  const present = globSync(`${folder}/**/*.md`, { cwd: root }).map((path) => path.replaceAll("\\", "/"));
  return present.filter((path) => !files.has(path)).sort();
}

function readOrEmpty(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
