import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { runNode } from "../../processes/run-command.ts";
import type { MarkdownFile } from "./markdown-files.ts";

/** A TypeScript example of a document, moved down to the line at which it stands there. */
export interface CodeBlock {
  /** Name of the file it is compiled as; it says where the example comes from. */
  name: string;
  source: string;
}

const BLOCK = /^```ts\n([\s\S]*?)^```$/gm;

/** Finds the examples of a document; complaints about them will name the lines of the document. */
export function codeBlocksOf({ path, text }: MarkdownFile): CodeBlock[] {
  return [...text.matchAll(BLOCK)].map(({ 1: code = "", index }) => {
    const line = text.slice(0, index).split("\n").length;
    return { name: `${path.replaceAll("/", "__")}--${line}.ts`, source: `${"\n".repeat(line)}${code}export {};\n` };
  });
}

/**
 * Compiles examples as a user of the packages would; answers the compiler's complaints. They are written below
 * `node_modules`, where packages are found as from the root, and nothing else looks at them.
 */
export async function compileBlocks(
  root: string,
  blocks: readonly CodeBlock[],
  signal?: AbortSignal,
): Promise<string[]> {
  if (blocks.length === 0) return [];
  const cache = join(root, "node_modules/.cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, "examples-"));
  try {
    for (const { name, source } of blocks) writeFileSync(join(folder, name), source);
    const config = {
      extends: join(root, "tsconfig.json"),
      compilerOptions: { noUnusedLocals: false, types: ["node"], typeRoots: [join(root, "node_modules/@types")] },
      files: blocks.map(({ name }) => name),
      include: [],
      exclude: [],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    const { exitCode, output } = await runNode([compiler, "-p", folder, "--pretty", "false"], {
      cwd: root,
      quiet: true,
      signal,
    });
    if (exitCode === 0) return [];
    const faults = output.split("\n").filter((line) => line.trim() !== "");
    return faults.map((line) => toDocumentPlace(line, `${relative(root, folder)}/`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `…/docs__a.md--12.ts(14,3): error …` is `docs/a.md:14 error …`. */
function toDocumentPlace(line: string, prefix: string): string {
  const place = /^(.+)--\d+\.ts\((\d+),\d+\): (.*)$/.exec(line.replace(prefix, ""));
  if (place === null) return line;
  const [, name = "", number, complaint] = place;
  return `${name.split("/").at(-1)?.replaceAll("__", "/")}:${number} ${complaint}`;
}
