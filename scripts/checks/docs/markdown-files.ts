import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A Markdown file: its path relative to the root, with slashes, and its text. */
export interface MarkdownFile {
  path: string;
  text: string;
}

const PATTERNS = ["*.md", "docs/**/*.md", "{packages,examples}/*/*.md"];

/** Reads the documentation of a repository. */
export function readMarkdownFiles(root: string): MarkdownFile[] {
  const paths = globSync(PATTERNS, { cwd: root }).map((path) => path.replaceAll("\\", "/"));
  return paths.sort().map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

/** Where a match stands: `path:line`. */
export function placeOf({ path, text }: MarkdownFile, index: number): string {
  return `${path}:${text.slice(0, index).split("\n").length}`;
}
