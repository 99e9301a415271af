/** One import or re-export, as written. */
export interface Import {
  specifier: string;
  /** Gone when types are stripped: `import type …`, `export type …`, or nothing but `type` names in the braces. */
  typeOnly: boolean;
  /** The names that are imported as values, as the other module spells them; empty for `*` and side effects. */
  names: readonly string[];
  line: number;
}

/**
 * At the beginning of a line, where the formatter puts every static import. Only names, braces, commas and a star may
 * stand before `from`, so no other statement fits.
 */
const STATIC = /^(?:import|export)\s+((?:type\s+)?[\w$\s{},*]+?)\s+from\s*["']([^"'\n$]+)["']/gm;
const SIDE_EFFECT = /^import\s*["']([^"'\n$]+)["']/gm;
const DYNAMIC = /\bimport\(\s*["']([^"'\n$]+)["']\s*\)/g;
const COMMENTS = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

/** Finds what a source file imports. Computed specifiers are not seen. */
export function scanImports(source: string): Import[] {
  const text = source.replace(COMMENTS, (comment) => comment.replace(/[^\n]/g, " "));
  const lineOf = (index: number) => text.slice(0, index).split("\n").length;
  const found: Import[] = [];
  for (const { 1: clause = "", 2: specifier = "", index } of text.matchAll(STATIC)) {
    found.push({ specifier, ...readClause(clause), line: lineOf(index) });
  }
  for (const pattern of [SIDE_EFFECT, DYNAMIC]) {
    for (const { 1: specifier = "", index } of text.matchAll(pattern)) {
      found.push({ specifier, typeOnly: isTypeQuery(text, index), names: [], line: lineOf(index) });
    }
  }
  return found;
}

/** `typeof import("…")` is a type. */
function isTypeQuery(text: string, index: number): boolean {
  return /\btypeof\s+$/.test(text.slice(Math.max(0, index - 20), index));
}

function readClause(clause: string): Pick<Import, "typeOnly" | "names"> {
  if (/^type\s+[\w$*{]/.test(clause) && !/^type\s*,/.test(clause)) return { typeOnly: true, names: [] };
  const braces = /\{([^}]*)\}/.exec(clause)?.[1];
  const outside = clause
    .replace(/\{[^}]*\}/, "")
    .replaceAll(",", "")
    .trim();
  const entries = (braces ?? "").split(",").flatMap((entry) => entry.trim() || []);
  const names = entries.filter((entry) => !entry.startsWith("type ")).map((entry) => entry.split(/\s+/)[0] ?? "");
  return { typeOnly: outside === "" && entries.length > 0 && names.length === 0, names };
}
