import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { parseSync } from "rolldown/utils";

/** The syntax tree of a file, as oxc makes it (ESTree with TypeScript); the parser comes with rolldown. */
export type Program = ReturnType<typeof parseSync>["program"];
export type Statement = Program["body"][number];

/** A TypeScript file that was read. */
export interface SourceFile {
  /** With slashes, relative to the root. */
  path: string;
  text: string;
  body: readonly Statement[];
  /** The doc comment right before a place, without its marks; empty when there is none. */
  docBefore(start: number): string;
}

/** Reads source files, each once. */
export type ReadSource = (path: string) => SourceFile;

/** Reads the sources below a root. */
export function createReader(root: string): ReadSource {
  const read = new Map<string, SourceFile>();
  return (path) => {
    const known = read.get(path) ?? parse(path, readFileSync(join(root, path), "utf8"));
    read.set(path, known);
    return known;
  };
}

function parse(path: string, text: string): SourceFile {
  const { program, comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} can't be parsed: ${errors[0]?.message}`);
  const docs = comments.filter(({ type, value }) => type === "Block" && value.startsWith("*"));
  return {
    path,
    text,
    body: program.body,
    docBefore(start) {
      const doc = docs.findLast(({ end }) => end <= start);
      if (doc === undefined || text.slice(doc.end, start).trim() !== "") return "";
      return doc.value
        .replace(/^\*/, "")
        .replaceAll(/^[ \t]*\* ?/gm, "")
        .trim();
    },
  };
}

/** Where an import leads: a file beside, or the entry of a package of this repository; `undefined` for a foreign package. */
export function resolveImport(from: string, specifier: string, root: string): string | undefined {
  if (specifier.startsWith(".")) return posix.join(posix.dirname(from), specifier);
  const [, name, entry = ""] = /^@joinery\/([\w-]+)(?:\/(.+))?$/.exec(specifier) ?? [];
  if (name === undefined) return undefined;
  const target = exportsOf(root, `packages/${name}`)[entry === "" ? "." : `./${entry}`];
  return target && posix.join(`packages/${name}`, target);
}

/** The entries of a package: file by name. */
export function exportsOf(root: string, folder: string): Readonly<Record<string, string>> {
  const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as {
    exports: Record<string, string>;
  };
  return manifest.exports;
}
