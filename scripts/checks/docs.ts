import { readFileSync } from "node:fs";
import { join } from "node:path";
import { codeBlocksOf, compileBlocks } from "./docs/code-blocks.ts";
import { readMarkdownFiles } from "./docs/markdown-files.ts";
import { checkNames } from "./docs/names.ts";
import { readSourceFiles } from "./source-files.ts";

/**
 * Checks what can be checked of the documentation: that commands, settings and paths exist, and that the examples
 * compile. Links and generated pages have checks of their own.
 */
export async function checkDocs(root: string, signal?: AbortSignal): Promise<string[]> {
  const files = readMarkdownFiles(root);
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object };
  const read = [...readSourceFiles(root)].filter(([path]) => !path.includes(".test.")).map(([, text]) => text);
  const sources = [...read, readFileSync(join(root, ".ci/run"), "utf8")].join("\n");
  const known = { root, scripts: Object.keys(scripts), sources };
  return [
    ...files.flatMap((file) => checkNames(file, known)),
    ...(await compileBlocks(root, files.flatMap(codeBlocksOf), signal)),
  ];
}
