import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { type MarkdownFile, placeOf } from "./markdown-files.ts";

/** What the documentation may speak of. */
export interface KnownNames {
  root: string;
  /** The scripts of the root's package.json. */
  scripts: readonly string[];
  /** All text in which settings are read, to find their names in. */
  sources: string;
}

const COMMAND = /\bnpm (?:run ([a-z][\w:-]*)|(start|test)\b)(?: -- ([a-z][\w/-]*))?/g;
const SETTING = /\bJOINERY_[A-Z][A-Z_]*[A-Z]\b/g;
/** A path of ours in code marks; placeholders and patterns are none. */
const PATH = /`((?:packages|examples|e2e|bench|docs|scripts|\.ci)\/[\w./-]*)`/g;
/** A picture with a width; Markdown has no words for that. */
const PICTURE = /<img\b[^>]*?\bsrc="([^":]+)"/g;
/** Tasks that are told by name what to run, and where that lies. */
const NAMED_RUNS: Record<string, (name: string) => string> = {
  e2e: (name) => `e2e/${name}.spec.ts`,
  bench: (name) => `bench/${name}.ts`,
};

/** Checks that every command, setting, path and picture that a document names exists. */
export function checkNames(file: MarkdownFile, known: KnownNames): string[] {
  return [...commands(file, known), ...settings(file, known), ...paths(file, known), ...pictures(file, known)];
}

function commands(file: MarkdownFile, { root, scripts }: KnownNames): string[] {
  return [...file.text.matchAll(COMMAND)].flatMap(({ 1: task, 2: short, 3: argument, index }) => {
    const name = task ?? short ?? "";
    if (!scripts.includes(name)) return [`${placeOf(file, index)} names the script "${name}", which is not there`];
    const target = argument === undefined ? undefined : NAMED_RUNS[name]?.(argument);
    if (target === undefined || existsSync(join(root, target))) return [];
    return [`${placeOf(file, index)} runs "${argument}", but there is no ${target}`];
  });
}

function settings(file: MarkdownFile, { sources }: KnownNames): string[] {
  return [...file.text.matchAll(SETTING)]
    .filter(([name]) => !new RegExp(`\\b${name}\\b`).test(sources))
    .map(({ 0: name, index }) => `${placeOf(file, index)} names ${name}, which nothing reads`);
}

function paths(file: MarkdownFile, { root }: KnownNames): string[] {
  return [...file.text.matchAll(PATH)]
    .filter(({ 1: path = "" }) => !existsSync(join(root, path)))
    .map(({ 1: path, index }) => `${placeOf(file, index)} names ${path}, which is not there`);
}

function pictures(file: MarkdownFile, { root }: KnownNames): string[] {
  return [...file.text.matchAll(PICTURE)]
    .filter(({ 1: source = "" }) => !existsSync(join(root, dirname(file.path), source)))
    .map(({ 1: source, index }) => `${placeOf(file, index)} shows ${source}, which is not there`);
}
